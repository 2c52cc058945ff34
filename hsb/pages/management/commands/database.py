"""`manage.py database prepare`: the roles exist. `manage.py database check`: the web login is one that may serve people."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from hsb.database import REPORT_ROLE, ROLES, WEB_ROLE, WORKER_ROLE, has_row_security, may_report
from hsb.environment import env_secret


def create_roles() -> None:
    """The three roles exist. Roles belong to the whole server, so another database may have made them already."""
    for role in ROLES:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hsb roles'))")
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {role} NOLOGIN NOBYPASSRLS")


def create_login(name: str, password: str, role: str) -> None:
    """A login exists that is a member of one role and owns nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        quoted = connection.ops.quote_name(name)
        cursor.execute(f"{verb} ROLE {quoted} LOGIN NOBYPASSRLS NOSUPERUSER PASSWORD %s", [password])
        cursor.execute(f"GRANT {role} TO {quoted}")
        if role == WEB_ROLE and connection.pg_version >= 160_000:  # type: ignore[attr-defined]
            # The audit viewer takes it up for a moment. Never inherited: then every page would read every row.
            cursor.execute(f"GRANT {REPORT_ROLE} TO {quoted} WITH INHERIT FALSE, SET TRUE")


def unfit() -> list[str]:
    """Answer why the present login may not serve people; an empty list means it may."""
    if not has_row_security():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user")
        bypasses = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = session_user")
        owned = cursor.fetchone()[0]
    return [
        *(
            ["The web login can go round row-level security. Use one made by “manage.py database prepare”."]
            if bypasses
            else []
        ),
        *([f"The web login owns {owned} tables. Migrate as the owner, serve as the web login."] if owned else []),
    ]


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["prepare", "check"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if not has_row_security():
            self.stdout.write("SQLite has the first wall only: there are no roles to prepare.")
            return
        if what == "check":
            if problems := unfit():
                raise CommandError(" ".join(problems))
            self.stdout.write("The web login owns nothing and cannot go round row-level security.")
            if not may_report():
                self.stdout.write(
                    "It cannot take up the report role: the board’s totals are closed and the audit viewer shows only what its"
                    " reader may see. PostgreSQL 16 or later is needed; then run “manage.py database prepare”."
                )
            return
        create_roles()
        for login, role in (("WEB", WEB_ROLE), ("WORKER", WORKER_ROLE)):
            name = env_secret(f"DATABASE_{login}_LOGIN", "")
            if name:
                create_login(name, env_secret(f"DATABASE_{login}_PASSWORD"), role)
        self.stdout.write(f"Roles {', '.join(ROLES)} are ready.")
