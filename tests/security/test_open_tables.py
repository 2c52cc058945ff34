"""What the web role may do without being anybody: every table without a row policy is listed, with its verbs, and has no others."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from hsb.accounts.models import User
from hsb.database import as_principals
from hsb.open_tables import OPEN_TABLES

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE")


def held() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, v.verb FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " CROSS JOIN unnest(%s) v (verb)"
            " WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT c.relrowsecurity"
            " AND has_table_privilege('hsb_web', c.oid, v.verb)",
            [list(VERBS)],
        )
        found: dict[str, set[str]] = {}
        for table, verb in cursor.fetchall():
            if not table.startswith("bench_"):
                found.setdefault(table, set()).add(verb)
        return found


def test_every_table_without_a_row_policy_is_listed_and_opened_no_further_than_it_says() -> None:
    found = held()

    assert set(found) == set(OPEN_TABLES)
    assert {table: verbs for table, verbs in found.items() if verbs != set(OPEN_TABLES[table][0].split(", "))} == {}


def test_the_architecture_says_so_table_by_table() -> None:
    said = (Path(settings.BASE_DIR) / "docs" / "architecture.md").read_text()

    for table, (verbs, why) in OPEN_TABLES.items():
        assert f"| `{table}` | {verbs.lower()} | {why} |" in said


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM accounts_user",
        "DELETE FROM agencies_membership",
        "UPDATE agencies_agencyrole SET role = 'administrator'",
        "UPDATE auth_group SET name = 'x'",
        "INSERT INTO auth_group_permissions (group_id, permission_id) VALUES (1, 1)",
        "UPDATE timeliness_standardversion SET payload = '{}'",
        "SELECT payload FROM outbox_message",
    ],
)
def test_what_nobody_has_to_do_is_refused_to_everybody(statement: str, social_worker: User) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        as_principals([], social_worker.pk),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
