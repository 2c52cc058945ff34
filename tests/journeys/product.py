"""The product as people run it: its own web process and worker, on a copy of a database that holds the demonstration.

Migrating and loading the demonstration happens once a run (`Template`, shared by the processes of one run); each module of
journeys then works on a copy, made by the database itself (PostgreSQL) or by SQLite's own backup. Nothing is ever flushed.
"""

import contextlib
import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2

from tests import services
from tests.faults.harness import REPOSITORY, Program
from tests.shifted import later

READY_SECONDS = 60
# What the tests' own process has set for itself must not reach the product.
NOT_OURS = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "VAR_DIR", "DEBUG", "PYTEST_CURRENT_TEST")


class Database:
    """Where the product keeps its rows: a PostgreSQL database of the given server, or an SQLite file in its folder."""

    def __init__(self, name: str, folder: Path) -> None:
        self.server = os.environ.get("DATABASE_URL", "")
        self.file = folder / "hsb.sqlite3"
        own = urlsplit(self.server).path.strip("/")
        # What begins with the run's own database is dropped with it, whatever happens (tests/services.py).
        self.name = f"{own}_{name}"
        self.url = self.server.rsplit("/", 1)[0] + f"/{self.name}" if self.server else ""
        self.drawers = 2 if self.server else 1

    def on_server(self, statement: str) -> None:
        with contextlib.closing(psycopg2.connect(self.server)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)

    def create(self) -> None:
        if self.server:
            self.drop()
            self.on_server(f'CREATE DATABASE "{self.name}"')
            self._waits_for_no_disk()

    def _waits_for_no_disk(self) -> None:
        # No journey cuts the power. A copy does not take this over from its template.
        self.on_server(f'ALTER DATABASE "{self.name}" SET synchronous_commit = off')

    def copy_of(self, other: "Database") -> None:
        """The database holds what the other holds."""
        if self.server:
            self.drop()
            self.on_server(f'CREATE DATABASE "{self.name}" TEMPLATE "{other.name}"')
            self._waits_for_no_disk()
            return
        with (
            contextlib.closing(sqlite3.connect(other.file)) as here,
            contextlib.closing(sqlite3.connect(self.file)) as there,
        ):
            here.backup(there)

    def drop(self) -> None:
        if self.server:
            self.on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def change(self, statement: str) -> None:
        """Something happens to the rows that no page does: time passes for every session, say."""
        if self.server:
            with contextlib.closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
                cursor.execute(statement)
                connection.commit()
            return
        with contextlib.closing(sqlite3.connect(self.file, timeout=20)) as connection:
            connection.execute(statement)
            connection.commit()


def environment(var: Path, database: Database, **more: str) -> dict[str, str]:
    """Answer the environment of the product's processes: the demonstration, in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    given = {"DATABASE_URL": database.url} if database.url else {}
    return {**kept, **given, "DJANGO_SETTINGS_MODULE": "hsb.settings", "DEMO": "1", "VAR_DIR": str(var), **more}


def run(*words: str, env: dict[str, str]) -> str:
    """Run one of our programs to its end and answer what it said."""
    done = subprocess.run(
        [sys.executable, *words], env=env, cwd=REPOSITORY, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}"
    return done.stdout


class Template:
    """A migrated database with the demonstration partnership in it, and the built design-system files."""

    def __init__(self, shared: Path) -> None:
        self.var = shared / "journeys-template"
        self.database = Database("journeys", self.var)
        self.done = shared / "journeys-template-is-ready"

    def prepare(self) -> None:
        """It is there. The processes of one run wait for each other; the first one makes it."""
        self.var.mkdir(exist_ok=True)
        with (self.var / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.done.exists():
                return
            env = environment(self.var, self.database)
            built = REPOSITORY / "var" / "assets"
            (self.var / "assets").unlink(missing_ok=True)
            if built.exists():
                (self.var / "assets").symlink_to(built)
            else:
                run("manage.py", "build_assets", env=env)
            self.database.create()
            run("manage.py", "migrate", "--verbosity", "0", env=env)
            run("manage.py", "load_demonstration", env=env)
            # Every letter and copy of minutes is drawn in a process of its own: a server lets two draw at once.
            with ThreadPoolExecutor() as pool:
                list(
                    pool.map(
                        lambda _: run("manage.py", "outbox", "work", "--once", env=env), range(self.database.drawers)
                    )
                )
            run("manage.py", "collectstatic", "--noinput", "--verbosity", "0", env=env)
            self.done.touch()


class Product:
    """The product, running, at an address of its own."""

    def __init__(self, template: Template, folder: Path, name: str) -> None:
        self.folder = folder
        self.var = folder / "var"
        self.var.mkdir()
        (self.var / "assets").symlink_to(template.var / "assets")
        (self.var / "static").symlink_to(template.var / "static")
        self.database = Database(name, self.var)
        self.database.copy_of(template.database)
        self.port = services.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.programs: list[Program] = []
        # Signing in is tested where it matters; elsewhere a person's cookies are used again.
        self.signed_in: dict[str, Any] = {}
        self.ahead = timedelta()  # by which the clock of its processes is ahead of the tests'

    def environment(self) -> dict[str, str]:
        return environment(self.var, self.database, PUBLIC_URL=self.address, **later(by=self.ahead))

    def start(self) -> None:
        """It answers."""
        one = ["--worker-class", "gthread", "--workers", "1", "--threads", "4", "--log-level", "warning"]
        self._run("web", "gunicorn", "hsb.wsgi", "--bind", f"127.0.0.1:{self.port}", *one, "--no-control-socket")
        give_up = time.monotonic() + READY_SECONDS
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while True:
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                direct.open(self.address + "/health/live", timeout=5).close()
                return
            ended = self.programs[0].process.poll() is not None
            assert not ended and time.monotonic() < give_up, self.log("web")
            time.sleep(0.1)

    def start_worker(self) -> None:
        """Notices and mail go out by themselves from now on."""
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
        env = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
        self._run(
            "worker", "celery", "-A", "hsb.celery", "worker", "--pool", "threads", "--concurrency", "1", *quiet, **env
        )

    def _run(self, name: str, *words: str, **more: str) -> None:
        env = {**self.environment(), **more}
        command = [sys.executable, "-m", *words]
        self.programs.append(Program(name, command, env, self.folder / f"{name}.log"))

    def days_pass(self, days: int) -> None:
        """It is so many days later: the product starts again then, nobody is signed in any more, and what time brings has come."""
        self.end_programs()
        self.ahead += timedelta(days=days)
        self.signed_in.clear()
        self.start()
        self.manage("deadlines", "sweep")
        self.manage("chase")

    def manage(self, *words: str) -> str:
        """Run one of its commands at its hour and answer what it said."""
        return run("manage.py", *words, env=self.environment())

    def stop(self) -> None:
        """Nothing of it is left running, and its database is gone."""
        self.end_programs()
        self.database.drop()

    def end_programs(self) -> None:
        """None of its processes is left."""
        for program in self.programs:
            program.signal_all(signal.SIGCONT)
            program.kill()
        self.programs.clear()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def places(self) -> Any:
        """Answer where the pages of this database are (`tests/journeys/places.py`)."""
        return json.loads(run("-m", "tests.journeys.places", env=self.environment()))


@contextlib.contextmanager
def running(template: Template, folder: Path, name: str) -> Iterator[Product]:
    """The product runs inside."""
    product = Product(template, folder, name)
    try:
        product.start()
        yield product
    finally:
        product.stop()


if __name__ == "__main__":
    Template(Path(sys.argv[1])).prepare()
