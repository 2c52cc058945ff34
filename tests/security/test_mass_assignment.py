"""S7: a form changes what it shows, whatever else is sent with it.

Every address that takes POST is sent every field of every model, ids, owner, state and version among them, by somebody who may
go there; no protected field of any row that was there before takes a value that was sent. Only the tables that were written to are
compared, by the statements that wrote; one address compares every table, so that nothing is written unseen. On SQLite, where no
database function writes by itself and no row rule refuses what a form should have.
"""

import copy
import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.test import Client

from hsb.agencies.permissions import Role
from tests.security.matrix import ALLOWED, LINES, address, expected, nobody
from tests.security.matrix_world import NOW, Actor, World, quick_pdfs, world  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db, pytest.mark.usefixtures("quick_pdfs")]

# The outbox holds what presses ask of the worker, none of it posted.
OURS = {config.label for config in apps.get_app_configs() if config.name in settings.OUR_APPS} - {"outbox"}
PLANTED_TEXT = "planted"
PLANTED_ID = UUID("00000000-0000-4000-8000-00000000beef")
PLANTED_DAY = date(1999, 12, 31)
PLANTED_NUMBER = 987_654


def models_of_ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m._meta.app_label in OURS]


def planted(field: models.Field) -> str:
    """A value of the right shape for a field, that stands nowhere else."""
    if isinstance(field, models.ForeignKey | models.UUIDField | models.OneToOneField):
        return str(PLANTED_ID)
    if isinstance(field, models.DateTimeField):
        return f"{PLANTED_DAY}T12:00:00Z"
    if isinstance(field, models.DateField):
        return str(PLANTED_DAY)
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.IntegerField):
        return str(PLANTED_NUMBER)
    return PLANTED_TEXT


# Fields nobody types into anywhere: ids, who and when, what belongs to whom, state, version, what only actions compute.
ALWAYS = ("id", "state", "version", "number", "reference", "kind", "part", "restricted", "alleged", "provisional", "merged_into",
          "safeguarding", "youth_offending", "criminal_justice", "is_superuser", "is_active", "password", "personal_group")  # fmt: skip


def is_protected(field: models.Field) -> bool:
    return (
        field.primary_key
        or field.is_relation
        or isinstance(field, models.DateTimeField | models.UUIDField | models.BinaryField)
        or field.name in ALWAYS
        or field.name.endswith(("_at", "_by", "_index"))
    )


def everything_sent() -> dict[str, str]:
    """Every field of every model, plainly and as an id."""
    found: dict[str, str] = {}
    for model in models_of_ours():
        for field in model._meta.concrete_fields:
            for name in {field.name, field.attname, f"{model._meta.model_name}-{field.name}"}:
                found.setdefault(name, planted(field))
    return found | {"pk": str(PLANTED_ID), "user": str(PLANTED_NUMBER), "is_staff": "on", "role": "administrator"}


def visitor(world: World, name: str) -> Actor | None:  # noqa: F811
    order = [
        "csws_manager own_role",
        "yos_manager own_role",
        "social_worker own_role",
        "sender",
        "administrator own_role",
    ]
    people = [world.actor(one) for one in order] + world.actors
    found = next((one for one in people if expected(world, name, "POST", one) == ALLOWED), None)
    return found or (_chair(world) if LINES[name].also is nobody else None)


def _chair(world: World) -> Actor:  # noqa: F811
    """Whoever runs the meeting, who is none of the people of the matrix."""
    client = Client()
    client.force_login(world.meeting.chair)
    return Actor("chair", Role.CSWS_MANAGER, "chair", world.meeting.chair, client)


_WRITTEN = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)


class Writes:
    """The tables that statements write to, while `connection.execute_wrapper` holds it."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITTEN.match(sql):
            self.tables.add(found[1])
        return execute(sql, params, many, context)


def snapshot(tables: set[str] | None = None) -> dict[tuple[str, Any], dict[str, Any]]:
    """Every protected value of every row, of these tables or of all."""
    rows: dict[tuple[str, Any], dict[str, Any]] = {}
    for model in models_of_ours():
        if tables is not None and model._meta.db_table not in tables:
            continue
        names = [f.attname for f in model._meta.concrete_fields if is_protected(f)]
        for row in model._default_manager.values("pk", *names):
            rows[model._meta.label, row.pop("pk")] = row
    return rows


def is_planted(value: Any) -> bool:
    if isinstance(value, datetime):
        return value.date() == PLANTED_DAY
    return value in (PLANTED_TEXT, str(PLANTED_ID), PLANTED_ID, PLANTED_NUMBER, PLANTED_DAY)


POSTED = sorted(
    name for name, line in LINES.items() if "POST" in line.methods and line.whose not in ("public", "own_account")
)


@pytest.fixture(scope="module")
def before(world: World) -> dict[tuple[str, Any], dict[str, Any]]:  # noqa: F811
    return snapshot()


@pytest.mark.parametrize("name", POSTED)
def test_nothing_protected_takes_what_was_sent(world: World, name: str, before: dict[Any, dict[str, Any]]) -> None:  # noqa: F811
    actor = visitor(world, name)
    assert actor is not None, f"nobody may send {name}: the table of the matrix is wrong"
    sent, wrong, cookies = everything_sent(), [], copy.deepcopy(actor.client.cookies)

    for extra in ({}, _well_filled(name)):
        with transaction.atomic():
            writes = Writes()
            with connection.execute_wrapper(writes):
                response = actor.client.post(address(world, name), sent | extra)
            assert response.status_code < 500, (name, response.status_code)
            after = snapshot(writes.tables)
            if name == WHOLLY:
                assert _changed(before, snapshot()) <= writes.tables
            for key, values in after.items():
                was = before.get(key)
                for column, value in values.items():
                    changed = was is None or was[column] != value
                    if changed and is_planted(value):
                        wrong.append(f"{key[0]}.{column} took {value!r}")
            for key, values in after.items():
                values = before.get(key, {})
                owner = {c for c in values if c in PLACES and key in after and after[key][c] != values[c]}
                wrong += [f"{key[0]}.{column} changed hands" for column in owner]
            transaction.set_rollback(True)
        actor.client.cookies = copy.deepcopy(cookies)

    print(f"\nS7 {name}: {len(sent)} fields sent, {len(wrong)} protected fields taken", end="")
    assert wrong == []


# The address whose press writes most.
WHOLLY = "referrals:mash_propose"


def _changed(before: dict[Any, dict[str, Any]], after: dict[Any, dict[str, Any]]) -> set[str]:
    """Answer the tables of which a row came, went or changed."""
    labels = {key[0] for key in before.keys() ^ after.keys()} | {
        k[0] for k in before.keys() & after.keys() if before[k] != after[k]
    }
    return {apps.get_model(label)._meta.db_table for label in labels}


# To whom a row belongs, which no form of ours ever moves.
PLACES = (
    "case_id",
    "referral_id",
    "owner_id",
    "submitted_by_id",
    "uploaded_by_id",
    "personal_group_id",
    "group_id",
    "user_id",
)


def _well_filled(name: str) -> dict[str, str]:
    """Answers good enough for the short forms to go through, so that the action is reached with everything else beside it."""
    return {
        "text": "A sentence somebody typed.",
        "reason": "A child may be in danger this afternoon.",
        "reasons": "Because of what was said.",
        "comment": "Say more.",
        "kind": "criminal",
        "engage": "True",
        "outcome": "accepted" if "yos" in name else "How it ended.",
        "ended_on_0": "19",
        "ended_on_1": "11",
        "ended_on_2": "2026",
        "what": "What is known?",
        "then": "reply",
        "due_on_day": "24",
        "due_on_month": "11",
        "due_on_year": "2026",
        "asks": "What has changed.",
        "version": "1",
        "changed": "text",
    }


def test_the_size_of_what_is_sent() -> None:
    protected = sum(is_protected(f) for m in models_of_ours() for f in m._meta.concrete_fields)

    print(
        f"\nS7 {len(POSTED)} forms × {len(everything_sent())} fields sent, {protected} protected columns watched; {NOW:%Y}"
    )
    assert len(POSTED) >= 40 and protected >= 250
