"""P6: a page asks the database the same number of questions with three rows on it as with twelve, and never more than its budget.

Every address that answers GET is asked as somebody who may go there, in the world of many rows. What is listed in
`query_budgets.toml` is the number measured there; more than that, or a number that grows with the rows, breaks this test. The gate
asks one address in so many in the world of few rows too, by turns (`tests/turns`): a number that began to grow would be over its
budget as well. `just prove P6` asks all of them in both.
"""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases.models import MatchSuggestion
from hsb.documents import actions as documents
from hsb.escalation import actions as escalation
from hsb.notes import actions as notes
from hsb.notifications.models import Notice
from hsb.people.models import Invitation
from referrals.checks import actions as checks
from referrals.engagement import actions as engagement
from referrals.submission.addenda import add_addendum
from strategy_meetings.support import actions as support_actions
from tests.conftest import AGENCIES
from tests.factories import cases as case_factory
from tests.factories.referrals import draft, sent, young_persons_case
from tests.referrals.typed import minimal
from tests.security.matrix import ALLOWED, LINES, OPEN, address, expected
from tests.security.matrix_world import NOW, Actor, World, draw_no_pdfs, quick_pdfs, world  # noqa: F401  (fixtures)
from tests.turns import is_turn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdfs")]

BUDGETS = tomllib.loads((Path(__file__).parent / "query_budgets.toml").read_text())
FEW, MANY = 3, 12
ONE_IN = 1 if os.environ.get("PROVE") == "P6" else 4
# What the frame does before a page's own questions: session, person, roles, the transaction's settings.
FRAME = re.compile(
    r"^(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SELECT set_config|SELECT current_user|SELECT current_setting|SET )"
)


def more(world: World, number: int, done: int) -> None:  # noqa: F811
    """So many more of everything a page lists, up to `number`; `done` of them are there already."""
    sender = world.actor("sender").user
    health = Agency.objects.get(name=AGENCIES[AgencyKind.HEALTH][0])
    worker = world.actor("social_worker own_role").user
    asked = cases_of = world.young
    for n in range(done, number):
        at = NOW + timedelta(minutes=n)
        notes.add_note(case=cases_of, text=f"Note {n}.", by=worker, at=NOW)
        documents_ = documents.store_upload(
            file=ContentFile(f"Text {n}.".encode(), f"{n}.txt"), title=f"File {n}", case=asked, by=worker, at=NOW
        )
        assert documents_.pk
        theirs = world.actor("csws_manager own_role").user
        support = access.get_case(theirs, world.harmed.reference, look="a test")
        need = support_actions.record_need(opened=support, what=f"Need {n}.", said_by="The child", at=NOW)
        support_actions.offer(
            opened=support,
            kind="therapy",
            service=f"Service {n}",
            what="",
            offered_to="child",
            offered_on=NOW.date(),
            need=need,
            at=NOW,
        )
        check = checks.ask_check(
            case=asked, agency=health, question=f"Question {n}", due_on=at.date(), by=worker, at=NOW
        )
        nurse = world.actor("health_practitioner own_role").user
        checks.reply_to_check(check=check, known="known", text=f"Reply {n}.", key=f"k{n}", by=nurse, at=NOW)
        engagement.record_offer(
            case=asked,
            made_by_name="A worker",
            made_on=NOW.date(),
            made_to="both",
            framing=f"Offer {n}.",
            response="thinking",
            response_words="",
            what_next="",
            by=worker,
            at=NOW,
        )
        engagement.record_stance(
            case=asked, whose="young_person", stance="denies", on=NOW.date(), words=f"{n}", by=worker, at=NOW
        )
        escalation.raise_with_agencies(
            opened=access.get_case(sender, asked.reference, look="a test"),
            about="delay",
            words=f"Wait {n}.",
            wanted="A date.",
            arose_on=NOW.date(),
            by=sender,
            at=NOW,
        )
        add_addendum(referral=world.referral, text=f"More {n}.", key=f"a{n}", by=sender, at=NOW)
        another = case_factory.young_person(NOW)
        MatchSuggestion.objects.create(case=asked, other_case=another, agreeing="name", at=NOW)
        for role in (Role.MASH_WORKER, Role.CSWS_MANAGER, Role.SOCIAL_WORKER):
            case_factory.put_role_on(another, Agency.objects.get(name=AGENCIES[AgencyKind.CSWS][0]), role, NOW)
        draft(sender, NOW, minimal())
        new = sent(sender, NOW, minimal(request={"routes": ["child_protection", "criminal_justice"]}))
        case_factory.put_on(young_persons_case(new), worker, Role.SOCIAL_WORKER, NOW)
        for actor in world.actors[:60]:
            if actor.user is not None and actor.relation == "own_role":
                Notice.objects.create(
                    user=actor.user, case=asked, kind="mash.claimed", at=NOW, key=f"{n}{actor}", facts={}
                )
        Invitation.objects.create(
            email=f"i{n}@example.invalid",
            full_name=f"Invited {n}",
            agency=world.invitation.agency,
            role=Role.SOCIAL_WORKER,
            invited_at=NOW,
            sent_at=NOW,
            expires_at=NOW + timedelta(days=7),
        )


def visitor(world: World, name: str) -> Actor | None:  # noqa: F811
    """Somebody who may look there; the sender for what is theirs."""
    order = [
        "csws_manager own_role",
        "mash_worker own_role",
        "yos_manager own_role",
        "social_worker own_role",
        "sender",
    ]
    people = [world.actor(one) for one in order] + world.actors
    wanted = (ALLOWED, OPEN)
    return next((one for one in people if expected(world, name, "GET", one) in wanted and one.signed_in), None)


def questions(actor: Actor, where: str) -> tuple[int, list[str]]:
    """How many statements one look takes (once everything is warm), without those of the transaction itself."""
    with transaction.atomic():
        actor.client.get(where)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            response = actor.client.get(where)
        transaction.set_rollback(True)
    assert response.status_code < 500 and response.status_code != 404, (where, response.status_code)
    asked = [one["sql"] for one in caught.captured_queries if not FRAME.match(one["sql"])]
    return len(asked), asked


@pytest.fixture(scope="module")
def counted(world: World) -> Iterator[dict[str, tuple[int, int, Any]]]:  # noqa: F811
    """Address -> questions with a few rows (those with many where it was not asked so), with many, and those asked more often."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        draw_no_pdfs(monkeypatch)  # a module's fixture is made before those of its tests
        yield count(world)


def count(world: World) -> dict[str, tuple[int, int, Any]]:  # noqa: F811
    looks = [
        name for name, line in LINES.items() if "GET" in line.methods and line.whose not in ("public", "own_account")
    ]
    who = {name: visitor(world, name) for name in looks}
    first: dict[str, tuple[int, list[str]]] = {}
    with transaction.atomic():
        more(world, FEW, 0)
        compared = [name for place, name in enumerate(looks) if is_turn(place, ONE_IN)]
        first = {name: questions(who[name], address(world, name)) for name in compared if who[name]}
        more(world, MANY, FEW)
        found = {}
        for name in filter(who.get, looks):
            many, after = questions(who[name], address(world, name))
            few, before = first.get(name, (many, after))
            found[name] = (few, many, Counter(map(_shape, after)) - Counter(map(_shape, before)))
        transaction.set_rollback(True)
    return found


def _shape(sql: str) -> str:
    return re.sub(r"'[^']*'|\b[0-9a-f]{32}\b|\b\d+\b|\([?, ]*\)", "?", sql)[:160]


def test_no_page_asks_more_when_there_is_more(counted: dict[str, tuple[int, int, Any]]) -> None:
    grown = {name: f"{few} -> {many}: {list(extra)[:3]}" for name, (few, many, extra) in counted.items() if many > few}

    print(f"\nP6 {len(counted)} pages, {len(grown)} grow with their rows")
    assert grown == {}


def test_no_page_asks_more_than_its_budget(counted: dict[str, tuple[int, int, Any]]) -> None:
    for name, (_, many, _) in sorted(counted.items(), key=lambda one: -one[1][1]):
        print(f"\nP6 {name}: {many}", end="")

    # PostgreSQL takes its locks by statements of their own.
    locks = 2 if connection.vendor == "postgresql" else 0
    assert {name: many for name, (_, many, _) in counted.items() if many > BUDGETS["pages"].get(name, 0) + locks} == {}
    assert sorted(set(BUDGETS["pages"]) - set(counted)) == []
    # Looser by as many rows as were added, a budget would not notice a question more for each.
    assert {n: many for n, (_, many, _) in counted.items() if BUDGETS["pages"][n] + locks - many >= MANY - FEW} == {}
