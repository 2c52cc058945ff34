"""S3 and S4: nobody reads a word that is not for them, wherever they look, by either wall alone.

Every text of the world is a canary that stands nowhere else (`matrix_world`). Everybody visits every address with the ids of
things that are not theirs, in the path, the query and the body; whatever comes back, or leaves by mail or as a notice, holds
only words they may read. The gate asks a seeded part; `just prove S3` asks all of it.
"""

import os
import random
import re
from collections import Counter
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.urls import reverse

from hsb import guards
from hsb.agencies import queries as agencies
from hsb.cases import case_rows, visible
from hsb.cases.models import Case
from hsb.database import as_principals
from hsb.notifications.models import Notice
from hsb.outbox.handlers import handler_of
from hsb.outbox.models import Message
from tests.security.matrix import LINES, NOT_THERE, address, expected
from tests.security.matrix_world import Actor, Canary, World, ask, quick_pdfs, world  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("quick_pdfs")]

WHOLE = os.environ.get("PROVE") in ("S3", "S4")
SEED = 26
IS_SLICE = connection.vendor == "postgresql" or os.environ.get("HSB_TESTS_PART") == "quick"
# Of each address, in the gate: most where the second wall cannot hide what the first lets through. What is answered without
# foreign ids is held against the canaries too, in every cell of test_matrix.
PEOPLE = 2 if IS_SLICE else 4
NO_SUCH = "00000000-0000-4000-8000-000000000000"


def visitors(world: World, name: str) -> list[Actor]:  # noqa: F811
    """Everybody, or a seeded few of each kind: those without access first of all."""
    if WHOLE:
        return world.actors
    drawn = random.Random(f"{SEED} canaries {name}")
    return drawn.sample(world.actors, PEOPLE)


def asked(world: World, name: str, drawn: random.Random) -> tuple[tuple[str, dict[str, Any]], ...]:  # noqa: F811
    """The two ways of asking: foreign ids in the query, and foreign ids and words in the body."""
    newest = f"{world.harmed.opened_at.isoformat()}~{world.harmed.pk}"
    names = [one.token for one in world.canaries.values() if "name" in one.what]
    query = {
        "q": drawn.choice([world.harmed.reference, world.twin.reference, *names]),
        "after": newest,
        "reference": world.harmed.reference,
        "before": "999999999",
        "kind": "everything",
        "from": "0",
        "agency": "1",
        "next": f"/cases/{world.harmed.reference}/",
    }
    body = {
        "case": str(world.harmed.pk),
        "case_id": str(world.harmed.pk),
        "reference": world.harmed.reference,
        "draft": str(world.unsent.pk),
        "receipt_id": str(world.receipts["mash"].pk),
        "document": str(world.document.pk),
        "reason": "A child may be in danger this afternoon, at home.",
        "text": "Words of somebody who should not be here.",
        "then": "back",
        "worker": "1",
        "officer": "1",
    }
    if name == "cases:list" and drawn.random() < 0.5:
        query["export"] = "csv"
    return (("GET", query), ("POST", body))


def held_back(world: World, actor: Actor, *texts: str) -> list[Canary]:  # noqa: F811
    return [canary for text in texts for canary in world.forbidden(actor, text)]


@pytest.mark.parametrize("name", sorted(LINES))
def test_nobody_reads_what_is_not_for_them(world: World, name: str) -> None:  # noqa: F811
    where, leaks, answered = address(world, name), [], 0
    drawn = random.Random(f"{SEED} words {name}")

    for actor in visitors(world, name):
        for method, data in asked(world, name, drawn):
            # Emergency access opens a record on purpose: who did it may read it, and its managers are told.
            if name == "cases:emergency" and method == "POST":
                data = {**data, "reason": "Too short"}
            answer = ask(actor, method, where, {k: v for k, v in data.items() if v != actor.name})
            answered += 1
            leaks += [
                f"{method} {name} as {actor} ({answer.status}): {one.what}"
                for one in held_back(world, actor, answer.text, answer.headers)
                if one.token not in str(data)  # what they typed themselves may come back to them
            ]

    print(f"\nS3 {name}: {answered} responses, {len(leaks)} canaries", end="")
    assert not leaks, "\n".join(leaks[:30]) + f"\n({len(leaks)} in all)"


@pytest.mark.sqlite
def test_the_canaries_can_be_seen_by_those_they_are_for(world: World) -> None:  # noqa: F811
    """Otherwise the test above would pass on a product that shows nothing."""
    seen: set[str] = set()
    people = {
        "case": ("social_worker allocated", "csws_manager own_role", "yos_manager own_role"),
        "harmed": ("csws_manager own_role",),
        "sender": ("sender",),
    }
    for line, declared in LINES.items():
        for name in people.get(declared.whose, ()) if "GET" in declared.methods else ():
            text = ask(world.actor(name), "GET", address(world, line)).text.casefold()
            seen |= {token for token in world.canaries if token in text}

    print(f"\nS3 {len(seen)} of {len(world.canaries)} canaries are shown to somebody who may read them")
    assert len(seen) >= len(world.canaries) * 0.6


@pytest.mark.sqlite
def test_the_two_children_are_apart(world: World) -> None:  # noqa: F811
    """Somebody on one child's record only: every page of it, and nothing of the other's (P3.7)."""
    shown: Counter[str] = Counter()
    for actor in world.actors:
        if not actor.on or (world.young.pk in actor.on) == (world.harmed.pk in actor.on):
            continue
        mine = world.young if world.young.pk in actor.on else world.harmed
        for line, declared in LINES.items():
            if declared.whose not in ("case", "harmed") or "GET" not in declared.methods:
                continue
            where = address(world, line).replace(world.young.reference, mine.reference)
            answer = ask(actor, "GET", where)
            shown[mine.kind] += 1
            assert not held_back(world, actor, answer.text, answer.headers), (str(actor), line)
        if not WHOLE and sum(shown.values()) > 600 and min(shown.values()) > 100:
            break

    assert shown["displayed"] > 100 and shown["harmed"] > 100, shown


_CHANGING = re.compile(
    r'(nonce|value|content)="[^"]{20,}"|csrf\w*|/cases/[^/"]+/[^"]*|[0-9a-f-]{36}|HSB-\d\d-\d+', re.IGNORECASE
)


def _plain(text: str) -> str:
    """The page without what differs by itself: tokens, nonces and its own address."""
    return _CHANGING.sub("", text)


@pytest.mark.sqlite
@pytest.mark.parametrize("who", ["social_worker other_agency", "mash_worker denied", "dsl withdrawn", "superuser"])
def test_forbidden_and_not_there_say_the_same(world: World, who: str) -> None:  # noqa: F811
    actor = world.actor(who)
    differ, compared = [], 0
    for name, line in LINES.items():
        for method in line.methods:
            if line.whose not in ("case", "sender") or expected(world, name, method, actor) != NOT_THERE:
                continue
            there = address(world, name)
            nowhere = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", NO_SUCH, there).replace(world.young.reference, "HSB-26-9999")
            if there == nowhere:
                nowhere = re.sub(r"\d+", "999999", there)
            forbidden, missing = ask(actor, method, there), ask(actor, method, nowhere)
            compared += 1
            if (forbidden.status, _plain(forbidden.text)) != (missing.status, _plain(missing.text)):
                differ.append(f"{method} {name}: {forbidden.status} and {missing.status}")

    assert compared > 20
    assert differ == []


SOME = 5_000 if WHOLE else 60


def _waiting(done: set[int]) -> Any:
    """What the outbox still has to tell people, mail first."""
    return (
        Message.objects.filter(kind__in=("chronology.event", "mail.send")).exclude(pk__in=done).order_by("-kind", "-pk")
    )


@pytest.mark.sqlite
def test_what_leaves_by_mail_and_as_notices_holds_no_canary(world: World) -> None:  # noqa: F811
    """Every event of the world told to everybody it concerns: mail names nobody, and a notice is read only by its own person."""
    with transaction.atomic():
        mail.outbox.clear()
        done: set[int] = set()
        while waiting := list(
            Message.objects.filter(kind__in=("chronology.event", "mail.send")).exclude(pk__in=done)[:200]
        ):
            for row in waiting:
                handler = handler_of(row.kind)
                result = handler.act(row.payload, key=row.key)
                if handler.finish is not None:
                    handler.finish(result)
                done.add(row.pk)
        sent = "\n".join(f"{m.subject}\n{m.body}\n{m.to}\n{m.extra_headers}" for m in mail.outbox)
        told = Notice.objects.count()
        leaks = [canary.what for token, canary in world.canaries.items() if token in sent.casefold()]
        for actor in world.actors[:20]:
            if actor.signed_in:
                answer = ask(actor, "GET", reverse("notices:list"))
                leaks += [one.what for one in held_back(world, actor, answer.text)]
        transaction.set_rollback(True)

    print(f"\nS3 {len(mail.outbox)} e-mails, {told} notices")
    assert leaks == []
    assert told > 10


# -- S4: each wall alone -------------------------------------------------------------------------------------------------

FEW = ("cases:list", "cases:overview", "cases:people", "cases:notes", "cases:documents", "documents:download",
       "referrals:mash_inbox", "referrals:mash_receipt", "referrals:yos_inbox", "referrals:yos_receipt", "referrals:checks",
       "referrals:case_referral", "referrals:assessment", "referrals:engagement", "strategy_meetings:safety_plan",
       "notices:list", "pages:home", "cases:access", "referrals:compare", "referrals:outcome", "referrals:draft")  # fmt: skip


def _sweep(world: World) -> tuple[int, list[str]]:  # noqa: F811
    leaks, answered = [], 0
    for name in LINES if WHOLE else FEW:
        drawn = random.Random(f"{SEED} walls {name}")
        where = address(world, name)
        for actor in world.actors if WHOLE else drawn.sample(world.actors, 8):
            method, data = asked(world, name, drawn)[0]
            answer = ask(actor, method, where, data)
            answered += 1
            leaks += [
                f"{name} as {actor}: {one.what}"
                for one in held_back(world, actor, answer.text, answer.headers)
                if one.token not in str(data)
            ]
    return answered, leaks


@pytest.mark.postgres
def test_the_database_alone_lets_nothing_through(world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """S4, the application's filter forgotten: every case counts as visible, and row-level security stands alone."""
    monkeypatch.setattr(visible, "visible_cases", lambda user, at=None: Case.objects.all())
    monkeypatch.setattr(case_rows, "_conditions", lambda user, wanted: ("TRUE", []))
    answered, leaks = _sweep(world)

    print(f"\nS4 without the application's filter: {answered} responses, {len(leaks)} canaries")
    assert leaks == []


@pytest.mark.postgres
def test_the_database_shows_a_stranger_no_row_of_any_case(world: World) -> None:  # noqa: F811
    """Below every page: each table with a row rule, read whole, by each kind of person who is on nothing here."""
    ours = {world.young.pk, world.harmed.pk, world.adult.pk, world.twin.pk}
    for name in (
        "social_worker other_agency",
        "mash_worker withdrawn",
        "csws_manager expired",
        "dsl denied",
        "superuser",
    ):
        actor = world.actor(name)
        for model in guards.project_models():
            fields = {field.attname for field in model._meta.concrete_fields}
            column = "pk" if model is Case else "case_id" if "case_id" in fields else ""
            if not column or guards.row_rule(model) is None:
                continue
            if getattr(model, "row_policy", None) == "true":
                continue  # the table of denials, which every policy asks; it holds ids and a reason that names nobody
            with as_principals(agencies.principals(actor.user), actor.user.pk):
                seen = set(model.objects.values_list(column, flat=True)) & ours
            assert not seen, (name, model._meta.label)


@contextmanager
def _no_wall(*_: Any, **__: Any):
    with transaction.atomic():
        yield


@pytest.mark.postgres
def test_the_application_alone_lets_nothing_through(world: World, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """S4, row-level security off: requests run as the owner, whom no policy binds."""
    monkeypatch.setattr("hsb.agencies.middleware.as_principals", _no_wall)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM cases_case GROUP BY 1")
        assert cursor.fetchone()[1] >= 4  # the owner sees every row
    answered, leaks = _sweep(world)

    print(f"\nS4 without row-level security: {answered} responses, {len(leaks)} canaries")
    assert leaks == []
