"""`manage.py database prepare`: the roles exist, and nobody else may make anything in the database. `manage.py database check`: the
web login is one that may serve people."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError, connection, transaction

from hsb import definer, guards
from hsb.database import DEFINER_ROLE, REPORT_ROLE, ROLES, WEB_ROLE, WORKER_ROLE, has_row_security, may_report
from hsb.environment import env_secret

# What whoever migrates takes up for a moment: to make the functions, and to bring clocks up to date.
OWNER_TAKES_UP = (DEFINER_ROLE, WORKER_ROLE)


def create_roles() -> None:
    """The roles exist, and the owner of the tables may take up those it makes things under.

    Roles belong to the whole server, so another database may have made them already.
    """
    for role in ROLES:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hsb roles'))")
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {role} NOLOGIN NOBYPASSRLS")
    for role in OWNER_TAKES_UP:
        _let_the_owner_take_up(role)


def _let_the_owner_take_up(role: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
        owner, is_superuser = cursor.fetchone()
        cursor.execute("SELECT pg_has_role(current_user, %s, %s)", [role, "SET" if _is_16() else "MEMBER"])
        if is_superuser or cursor.fetchone()[0]:
            return
        grant = f"GRANT {role} TO {connection.ops.quote_name(owner)}" + (
            " WITH INHERIT FALSE, SET TRUE" if _is_16() else ""
        )
        try:
            cursor.execute(grant)
        except ProgrammingError:
            raise CommandError(
                f"The role {role} was made by somebody else. Say this once as a superuser of the server: {grant};"
            )


def close_to_the_public() -> None:
    """Nobody but the owner may make anything in this database, not even for one session: what is looked for in a place the web
    login writes is what it put there."""
    with transaction.atomic(), connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"REVOKE TEMPORARY, CREATE ON DATABASE {name} FROM PUBLIC")
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def create_login(name: str, password: str, role: str) -> None:
    """A login exists that is a member of one role and owns nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [name])
        known = cursor.fetchone()
        if known is not None and known[0]:
            raise CommandError(f"The login {name} can go round row-level security. Choose another name for it.")
        verb = "CREATE" if known is None else "ALTER"
        quoted = connection.ops.quote_name(name)
        cursor.execute(f"{verb} ROLE {quoted} LOGIN PASSWORD %s", [password])
        if role == WEB_ROLE:
            # The audit viewer takes it up for a moment. Never inherited: then every page would read every row.
            if _is_16():
                cursor.execute(f"GRANT {REPORT_ROLE} TO {quoted} WITH INHERIT FALSE, SET TRUE")
            else:  # before 16 a login inherits from all its roles or from none: from none, and it begins as the web role
                cursor.execute(f"ALTER ROLE {quoted} NOINHERIT")
                cursor.execute(f"GRANT {REPORT_ROLE} TO {quoted}")
        cursor.execute(f"GRANT {role} TO {quoted}")
        if role == WEB_ROLE and not _is_16():
            cursor.execute(f"ALTER ROLE {quoted} SET role = '{role}'")


def _is_16() -> bool:
    return connection.pg_version >= 160_000  # type: ignore[attr-defined,no-any-return]


# What the login may do that it must not, each with what to say of it. Asked of the session's login, whatever role it took up.
_UNFIT = (
    (
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user",
        "The web login can go round row-level security. Use one made by “manage.py database prepare”.",
    ),
    (
        "SELECT count(*) > 0 FROM pg_tables WHERE schemaname = 'public' AND tableowner = session_user",
        "The web login owns tables. Migrate as the owner, serve as the web login.",
    ),
    (
        f"SELECT pg_has_role(session_user, '{DEFINER_ROLE}', 'MEMBER') OR pg_has_role(session_user, '{WORKER_ROLE}', 'MEMBER')",
        "The web login may take up a role that reads every record. Use one made by “manage.py database prepare”.",
    ),
    (
        "SELECT has_database_privilege(session_user, current_database(), 'TEMPORARY, CREATE')",
        "The web login may make tables for its session, which functions of the database could take for ours."
        " Run “manage.py database prepare” as the owner of the database.",
    ),
    (
        "SELECT count(*) > 0 FROM pg_namespace n WHERE has_schema_privilege(session_user, n.oid, 'CREATE')"
        " AND n.nspname NOT LIKE 'pg_temp%' AND n.nspname NOT LIKE 'pg_toast_temp%'",
        "The web login may make tables and functions of its own. Run “manage.py database prepare” as the owner of the database.",
    ),
)
CANNOT_REPORT = (
    "It cannot take up the report role: the board’s totals are closed and the audit viewer shows only what its reader may see."
    " Run “manage.py database prepare” as the owner of the database."
)


def missing_roles() -> list[str]:
    """Answer the names of the roles the product needs that this server does not have."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [list(ROLES)])
        there = {name for (name,) in cursor.fetchall()}
    return [role for role in ROLES if role not in there]


def unfit() -> list[str]:
    """Answer why the present login may not serve people; an empty list means it may."""
    if not has_row_security():
        return []
    if missing := missing_roles():
        return [
            f"There is no role {', '.join(missing)}. Run “manage.py database prepare” as the owner of the database."
        ]
    found = []
    with connection.cursor() as cursor:
        for question, sentence in _UNFIT:
            cursor.execute(question)
            if cursor.fetchone()[0]:
                found.append(sentence)
    if not may_report():
        found.append(CANNOT_REPORT)
    found += [f"{one} Run “manage.py migrate” as the owner." for one in definer.wrong(guards.definer_functions())]
    return found


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
            return
        create_roles()
        close_to_the_public()
        for login, role in (("WEB", WEB_ROLE), ("WORKER", WORKER_ROLE)):
            name = env_secret(f"DATABASE_{login}_LOGIN", "")
            if name:
                create_login(name, env_secret(f"DATABASE_{login}_PASSWORD"), role)
        self.stdout.write(f"Roles {', '.join(ROLES)} are ready.")
