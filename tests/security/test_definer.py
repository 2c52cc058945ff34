"""What runs as its owner cannot be made to run somebody else's code: every SECURITY DEFINER function there is, by each way in.

A login of the web puts something of its own where a function might look: under the name of a table it reads, a function or an
operator it uses, a type it names. PostgreSQL only; each attack is made by a session that is that login, with a place to write to
that `database prepare` takes away.
"""

import re
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError, ProgrammingError

from hsb import definer, guards
from hsb.agencies.permissions import Role
from hsb.cases import grants
from hsb.cases.models import CaseAccess, Involvement
from hsb.database import DEFINER_ROLE
from hsb.pages.management.commands import database
from tests.factories.cases import put_on, young_person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

FUNCTIONS = guards.definer_functions()
NAMES = [one.name for one in FUNCTIONS]
USED = ("count", "min", "max", "bool_or", "bool_and", "unnest", "jsonb_to_recordset")
TYPES = {
    "uuid": "uuid",
    "text": "text",
    "int4": "integer",
    "date": "date",
    "bool": "boolean",
    "jsonb": "jsonb",
    "varchar": "varchar",
}
GIVEN = {
    "uuid": str(uuid.UUID(int=7)),
    "text": "x",
    "int[]": "{1}",
    "bigint": "1",
    "date[]": "{2026-03-05}",
    "jsonb": "[]",
}
# Whoever's code runs says so, and under which role.
TAKEN = """
    CREATE FUNCTION pg_temp.taken() RETURNS boolean LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'TAKEN by %', current_user; END $$
"""


@pytest.fixture
def case(at, social_worker):
    case = young_person(at)
    put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    return case


@pytest.fixture
def attacker(case):
    """A session of the web's own role, which may make temporary things, as any login could before they were forbidden."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"GRANT TEMPORARY ON DATABASE {connection.ops.quote_name(connection.settings_dict['NAME'])} TO hsb_web"
        )
        cursor.execute("SET LOCAL SESSION AUTHORIZATION hsb_web")
        cursor.execute(TAKEN)
    yield case
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_catalog, public, pg_temp")
        cursor.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")


def views(one: definer.Definer) -> list[str]:
    return [
        f"CREATE TEMPORARY VIEW {table} AS SELECT * FROM public.{table} WHERE pg_temp.taken()" for table in one.tables
    ]


def tables(one: definer.Definer) -> list[str]:
    made = [f"CREATE TEMPORARY TABLE {table} (LIKE public.{table})" for table in one.tables]
    trap = "CREATE FUNCTION pg_temp.trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'TAKEN'; END $$"
    return [*made, trap] + [
        f"CREATE TRIGGER trap BEFORE INSERT OR DELETE ON pg_temp.{table} FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.trap()"
        for table in one.tables
    ]


def functions(one: definer.Definer) -> list[str]:
    body = "RETURNS bigint LANGUAGE sql AS $$ SELECT pg_temp.taken()::int::bigint $$"
    given = ("", "anyelement", "boolean", "text", "uuid", "date[]", "jsonb")
    return [f"CREATE FUNCTION pg_temp.{name}({types}) {body}" for name in USED for types in given]


def types(one: definer.Definer) -> list[str]:
    return [
        f"CREATE DOMAIN pg_temp.{name} AS pg_catalog.{name} CHECK (VALUE IS NULL OR pg_temp.taken())" for name in TYPES
    ]


def operators(one: definer.Definer) -> list[str]:
    made = []
    for kind in ("uuid", "text", "integer", "boolean", "bigint", "varchar", "date"):
        made.append(
            f"CREATE FUNCTION pg_temp.op(a {kind}, b {kind}) RETURNS boolean LANGUAGE sql AS $$ SELECT pg_temp.taken() $$"
        )
        for name in ("=", "<>", "<", ">", ">="):
            made.append(f"CREATE OPERATOR pg_temp.{name} (LEFTARG = {kind}, RIGHTARG = {kind}, FUNCTION = pg_temp.op)")
    return made


ATTACKS = {"view": views, "table": tables, "function": functions, "type": types, "operator": operators}


def call(one: definer.Definer, case) -> list:
    given = {**GIVEN, "uuid": str(case.pk)}
    kinds = [argument.split(maxsplit=1)[1] for argument in one.arguments.split(", ")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM public.{one.name}({', '.join('%s::' + f'pg_catalog.{named(kind)}' for kind in kinds)})",
            [given[kind] for kind in kinds],
        )
        return cursor.fetchall()


def named(kind: str) -> str:
    return {"int[]": "int4[]", "bigint": "int8"}.get(kind, kind)


@pytest.mark.parametrize("how", ATTACKS)
@pytest.mark.parametrize("one", FUNCTIONS, ids=NAMES)
def test_what_the_web_puts_in_the_way_is_not_run(one, how, attacker):
    held = call(one, attacker)
    with connection.cursor() as cursor:
        for statement in ATTACKS[how](one):
            cursor.execute(statement)
        cursor.execute("SET LOCAL search_path = pg_temp, pg_catalog, public")

    assert call(one, attacker) == held

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_catalog, public, pg_temp")
        cursor.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")
    assert grants.differences() == 0 and CaseAccess.objects.filter(content_object=attacker).exists()


@pytest.mark.parametrize("how", ["view", "table", "type"])
def test_the_attack_itself_works_where_a_function_looks_in_the_old_places(how, attacker):
    """Else the test above would prove nothing."""
    old = {
        "view": "SELECT count(*) FROM cases_involvement",
        "table": "DELETE FROM cases_involvement",
        "type": "SELECT 'x'::text",
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")
        cursor.execute(
            f"CREATE FUNCTION public.hsb_old() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS"
            f" $$ BEGIN EXECUTE $x$ {old[how]} $x$; END $$"
        )
        cursor.execute("SET LOCAL SESSION AUTHORIZATION hsb_web")
        for statement in ATTACKS[how](next(one for one in FUNCTIONS if one.name == "hsb_sync_grants")):
            cursor.execute(statement)

    with pytest.raises(DatabaseError, match="TAKEN"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT public.hsb_old()")


def test_every_function_that_runs_as_its_owner_is_one_of_ours_and_belongs_to_a_role_that_can_do_nothing_else():
    assert definer.wrong(FUNCTIONS) == []
    assert {name for _, name, *_ in definer.standing()} == {f"public.{name}" for name in NAMES}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s",
            [DEFINER_ROLE],
        )
        assert cursor.fetchone() == (False,) * 5
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [DEFINER_ROLE])
        assert cursor.fetchone() == (0,)


def test_its_role_reads_and_writes_only_what_the_functions_name():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.column_privileges WHERE grantee = %s AND privilege_type = 'SELECT'",
            [DEFINER_ROLE],
        )
        read = set(cursor.fetchall())
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.table_privileges WHERE grantee = %s",
            [DEFINER_ROLE],
        )
        whole = set(cursor.fetchall())

    assert read == {(table, column) for one in FUNCTIONS for table, columns in one.reads.items() for column in columns}
    assert whole == {("cases_caseaccess", "DELETE")}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("ALTER FUNCTION public.hsb_match(uuid) SET search_path = public", "settings"),
        ("GRANT EXECUTE ON FUNCTION public.hsb_match(uuid) TO PUBLIC", "may be called by"),
        ("ALTER FUNCTION public.hsb_match(uuid) OWNER TO CURRENT_USER", "belongs to"),
        ("DROP FUNCTION public.hsb_match(uuid)", "hsb_match is missing"),
        (
            "CREATE FUNCTION public.another() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
            r"another\(\) runs as .* none of ours",
        ),
    ],
)
def test_what_is_not_as_it_must_be_is_found_and_mended_or_refused(change, says):
    with connection.cursor() as cursor:
        cursor.execute(change)

    assert re.search(says, " ".join(definer.wrong(FUNCTIONS)))
    assert re.search(says, " ".join(database.unfit()))
    if "another" in change:
        with pytest.raises(guards.GuardsFailed, match="none of ours"):
            guards.apply()
    else:
        guards.apply()
        assert definer.wrong(FUNCTIONS) == []


@pytest.mark.parametrize("policy", ["definer_select ON cases_involvement", "definer_select ON cases_case"])
def test_grants_are_not_taken_away_in_silence_where_the_function_sees_nobody(policy, case):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP POLICY {policy}")

    with pytest.raises(DatabaseError, match="sees nobody on this case"), transaction.atomic():
        grants.sync(case.pk)
    assert CaseAccess.objects.filter(content_object=case).exists()


def test_grants_that_cannot_be_taken_away_are_said(case, at, stranger):
    put_on(case, stranger, Role.SOCIAL_WORKER, at)
    Involvement.objects.filter(case=case, user=stranger).update(closed_at=at)
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY definer_delete ON cases_caseaccess")

    with pytest.raises(DatabaseError), transaction.atomic():
        grants.sync(case.pk)


# -- what prepare takes away, and check asks for --------------------------------------------------------------------------------


@pytest.fixture
def as_web():
    """The session is the web's own role while this lasts."""

    def become(on: bool) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {'hsb_web' if on else 'DEFAULT'}")

    yield become
    become(False)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMPORARY TABLE cases_involvement (id int)",
        "CREATE TEMPORARY VIEW cases_involvement AS SELECT 1",
        "CREATE FUNCTION pg_temp.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TYPE pg_temp.uuid AS ENUM ('x')",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE SCHEMA mine",
    ],
)
def test_a_prepared_database_lets_the_web_make_nothing(statement, as_web):
    database.close_to_the_public()
    as_web(True)

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_check_refuses_a_login_that_may_make_temporary_tables_and_takes_it_when_prepared(as_web):
    may_report = connection.pg_version >= 160_000
    with connection.cursor() as cursor:
        cursor.execute(
            f"GRANT TEMPORARY ON DATABASE {connection.ops.quote_name(connection.settings_dict['NAME'])} TO PUBLIC"
        )
        if may_report:
            cursor.execute("GRANT hsb_report TO hsb_web WITH INHERIT FALSE, SET TRUE")
    as_web(True)
    with pytest.raises(CommandError, match="may make tables for its session"):
        call_command("database", "check")
    as_web(False)
    database.close_to_the_public()
    as_web(True)

    assert database.unfit() == ([] if may_report else [database.CANNOT_REPORT])


def test_check_refuses_where_a_role_is_missing():
    with connection.cursor() as cursor:
        cursor.execute("ALTER ROLE hsb_report RENAME TO hsb_report_gone")

    with pytest.raises(CommandError, match="There is no role hsb_report"):
        call_command("database", "check")


def test_a_login_of_that_name_that_may_go_round_the_wall_is_not_taken():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE hsb_tests_login LOGIN BYPASSRLS")

    with pytest.raises(CommandError, match="can go round row-level security"):
        database.create_login("hsb_tests_login", "word", "hsb_web")
