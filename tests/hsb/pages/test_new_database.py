"""A new database is what every migration in turn would have made of it.

Walking all migrations takes minutes, so what was compared is written down (`new_database.txt`): a digest of all that goes in.
Whoever changes a migration runs this and commits the new digest; until then the gate walks them again.
"""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
import psycopg2
import pytest
from django.apps import apps
from django.conf import settings

COMPARED = Path(__file__).parent / "new_database.txt"
pytestmark = [pytest.mark.services, pytest.mark.slow]

ONE_BY_ONE = """
import django; django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
from hsb.pages.management.commands.database import create_roles
create_roles()
call_command(Command(), verbosity=0)
"""
# What a table is, in the database's own words, without the names it makes up for itself.
DESCRIBED = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "applied": "SELECT app, name FROM django_migrations",
    "links": "SELECT title, url, about, position FROM agencies_helpentry",
}
# Django's own table of a group's permissions, which nobody writes to here, was made when its keys were integers of 8 bytes.
OTHERWISE = {"auth_group_permissions"}


@contextmanager
def database(url: str, name: str) -> Iterator[str]:
    place, _, own = url.rpartition("/")
    made = f"{own}_{name}"
    with closing(psycopg2.connect(url)) as server:
        server.autocommit = True
        cursor = server.cursor()
        cursor.execute(f'CREATE DATABASE "{made}"')
        try:
            yield f"{place}/{made}"
        finally:
            cursor.execute(f'DROP DATABASE "{made}" WITH (FORCE)')


def run(url: str, folder: Path, *words: str) -> None:
    given = {"DATABASE_URL": url, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "hsb.settings", "DEMO": "1"}
    done = subprocess.run(
        [sys.executable, *words], env=os.environ | given, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]


def described(url: str, what: str) -> Counter[tuple[object, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(DESCRIBED[what])
        return Counter(row for row in cursor.fetchall() if row[0] not in OTHERWISE)


def what_goes_in() -> str:
    """Answer a digest of Django's version, the command that makes a database at once, and every migration of ours."""
    digest = hashlib.sha256(django.__version__.encode())
    ours = [Path(app.path) for app in apps.get_app_configs() if settings.BASE_DIR in Path(app.path).parents]
    migrations = {file for folder in ours if ".venv" not in folder.parts for file in folder.glob("migrations/**/*.*")}
    for file in (settings.BASE_DIR / "hsb/pages/management/commands/migrate.py", *sorted(migrations)):
        if file.suffix in (".py", ".sql"):
            digest.update(f"{file.relative_to(settings.BASE_DIR)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def test_a_new_database_is_what_the_migrations_one_by_one_come_to(tmp_path: Path) -> None:
    goes_in = what_goes_in()
    if COMPARED.exists() and COMPARED.read_text().strip() == goes_in:
        pytest.skip("compared already, with exactly these migrations")
    url = os.environ["DATABASE_URL"]
    with database(url, "at_once") as at_once, database(url, "one_by_one") as one_by_one:
        run(at_once, tmp_path, "manage.py", "migrate", "--verbosity", "0")
        run(one_by_one, tmp_path, "-c", ONE_BY_ONE)

        for what in DESCRIBED:
            assert described(at_once, what) == described(one_by_one, what), what
        assert sum(described(at_once, "links").values()) > 0
    if "CI" not in os.environ:
        COMPARED.write_text(goes_in + "\n")
