"""Whose move it is, in the same words and numbers everywhere: page, badge, mail, calendar, team, list of cases, inbox (issue 16, A1, A6).

The casework is generated: referrals of several days, each taken as far as chance takes it.
"""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import access, barring
from hsb.cases.models import Case
from hsb.cases.visible import visible_cases
from hsb.clocks import steps as next_move
from hsb.clocks.policies import is_their_move
from hsb.pages.team.lists import Team
from hsb.pages.work import counts, digests
from hsb.pages.work.lists import Group, WorkLists
from hsb.people import feeds
from hsb.tasks import actions as tasks
from hsb.timeliness.models import Deadline
from referrals.allocation import actions as allocation
from referrals.inbox import claims
from referrals.inbox import queries as inbox
from referrals.mash import actions as mash
from referrals.models import Destination, MashDecision, Receipt
from referrals.yos import actions as yos
from referrals.yos import queries as yos_queries
from tests.conftest import cast
from tests.factories.referrals import sent
from tests.pages import text_of

pytestmark = [pytest.mark.both, pytest.mark.django_db]
NOW = datetime(2026, 11, 26, 10, 30, tzinfo=clock.LONDON)  # a Thursday
PEOPLE = (
    "social_worker",
    "mash_worker",
    "csws_manager",
    "yos_manager",
    "yos_officer",
    "police_officer",
    "dsl",
    "health",
    "victim_worker",
    "lscb_officer",
    "administrator",
)


@pytest.fixture(scope="module", params=[1, 2])
def some_weeks(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, int]]:
    """Some weeks of a partnership, and who works in it. The same for each of these numbers, made once for the tests of a module:
    what one of them changes goes with its own transaction."""
    chance = random.Random(request.param)
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        people = {name: cast(name) for name in PEOPLE}
        people["second"] = _another_mash_worker(people["csws_manager"])
        for days in (9, 6, 2, 1, 0):
            _take_as_far_as_chance_does(people, NOW - timedelta(days=days, hours=1), chance)
        denied = chance.choice(list(Case.objects.order_by("reference")))
        barring.deny(case=denied, user=people["second"], by=people["csws_manager"], at=NOW, reason="A neighbour.")
        yield {name: user.pk for name, user in people.items()}
        transaction.set_rollback(True)


@pytest.fixture
def casework(some_weeks: dict[str, int], db: None) -> dict[str, User]:
    """Everybody as this test's own request reads them."""
    return {name: User.objects.get(pk=pk) for name, pk in some_weeks.items()}


def _another_mash_worker(manager: User) -> User:
    user = User.objects.create_user("second@example.invalid", "Una Reeve", password="correct-horse-battery")
    agency = manager.memberships.get().agency
    agencies.give_role(user=user, agency=agency, role=Role.MASH_WORKER, by=None, at=NOW, from_on=NOW.date())
    return user


def _take_as_far_as_chance_does(people: dict[str, User], at: datetime, chance: random.Random) -> None:
    referral = sent(people["dsl"], at)
    receipts = list(Receipt.objects.filter(referral=referral).select_related("case", "referral").order_by("pk"))
    at_mash = [one for one in receipts if one.destination == Destination.MASH]
    (at_yos,) = [one for one in receipts if one.destination == Destination.YOS]
    worker = chance.choice([people["mash_worker"], people["second"]])
    steps = chance.randrange(6)
    if steps >= 1:
        claims.claim(receipts=at_mash, by=worker, at=at)
    if steps >= 2:
        decided = at_mash if chance.random() < 0.7 else at_mash[:1]
        written = [
            mash.Written(one.case, 0, {"outcome": "strategy_meeting", "reasons": "To make safe."}) for one in decided
        ]
        mash.propose(referral=referral, written=written, by=worker, at=at)
    decisions = list(MashDecision.objects.filter(referral=referral))
    if steps == 3:
        mash.send_back(decisions=decisions, comment="Say more.", by=people["csws_manager"], at=at)
    if steps >= 4:
        mash.approve(decisions=decisions, by=people["csws_manager"], at=at)
    if steps >= 5:
        for one in decisions:
            if not one.case.is_harmed:
                allocation.allocate(case=one.case, worker=people["social_worker"], by=people["csws_manager"], at=at)
    if chance.random() < 0.6:
        criteria = yos_queries.screening_criteria(at_yos, on=clock.local_date(at))
        outcome = chance.choice(["accepted", "more_asked"])
        question = "What does the school know?" if outcome == "more_asked" else ""
        yos.screen(receipt=at_yos, outcome=outcome, reasons="Aged 14.", criteria=criteria, by=people["yos_manager"],
                   at=at, question=question)  # fmt: skip
        if outcome == "accepted" and chance.random() < 0.5:
            at_yos.case.refresh_from_db()
            yos.allocate(case=at_yos.case, officer=people["yos_officer"], by=people["yos_manager"], at=at)
    if chance.random() < 0.5:
        to = chance.choice(["csws_manager", "yos_manager"])
        tasks.set_task(case=at_yos.case, kind="question", what="Is it booked?", due_on=clock.local_date(at),
                       to=f"person:{people[to].pk}", by=people["csws_manager"], at=at)  # fmt: skip


def fresh(user: User) -> User:
    """The same person as another request would read them, with nothing kept."""
    return User.objects.get(pk=user.pk)


def ids(lists: WorkLists, *groups: Group) -> list[int]:
    return [deadline.pk for group in groups for deadline in lists.of(group)]


def test_page_badge_mail_and_calendar_say_the_same_to_everybody(
    casework: dict[str, User], client_for: Callable[[User], Client]
) -> None:
    numbers = {}
    for name, user in casework.items():
        lists = WorkLists(fresh(user), NOW.date())
        late, soon = ids(lists, Group.OVERDUE), ids(lists, Group.SOON)

        shown = client_for(user).get(reverse("pages:home"))
        sections = {section["group"]: int(section["count"]) for section in shown.context["sections"]}
        assert (sections.get("overdue", 0), sections.get("today-and-tomorrow", 0)) == (len(late), len(soon)), name
        assert counts.to_do(fresh(user)) == len(late) + len(soon), name
        if late or soon:
            assert f", {len(late) + len(soon)} overdue or due by tomorrow" in text_of(shown), name

        said = digests.counts(fresh(user), on=NOW.date())
        assert (said["overdue"], said["due"]) == (len(late), len(soon)), name

        calendar = Calendar.from_ical(Client().get(_feed(user)).content)
        tomorrow = NOW.date() + timedelta(days=1)
        due = [
            event
            for event in calendar.walk("VEVENT")
            if event["status"] == "CONFIRMED" and event.decoded("dtstart") <= tomorrow
        ]
        assert len(due) == len(late) + len(soon), name
        numbers[name] = len(late) + len(soon)
    assert sum(1 for number in numbers.values() if number) >= 4, numbers  # the casework is some


def _feed(user: User) -> str:
    return reverse("pages:calendar_feed", args=[feeds.make(person=user, at=NOW)])


def test_every_page_has_the_same_reading_of_whose_move_a_clock_is(casework: dict[str, User]) -> None:
    for name, user in casework.items():
        reader = fresh(user)
        lists = WorkLists(reader, NOW.date())
        mine = set(lists._moves().values_list("pk", flat=True))
        for case in visible_cases(reader):
            opened = access.get_case_by_id(fresh(user), case.pk, look="a test")
            for deadline in Deadline.objects.filter(case=case).running().with_owners():
                assert is_their_move(opened, deadline) == (deadline.pk in mine), (name, deadline.standard_code)


def test_the_list_of_cases_and_the_page_of_a_case_name_the_same_mover(
    casework: dict[str, User], client_for: Callable[[User], Client]
) -> None:
    for name, user in casework.items():
        if name == "administrator":
            continue
        for row in client_for(user).get(reverse("cases:list")).context["rows"]:
            if not row.next_what:
                continue
            deadline = Deadline.objects.get(pk=int(row.next_href.rstrip("/").rpartition("/")[2]))
            opened = access.get_case(fresh(user), row.reference, look="a test")
            move = next_move.for_clock(opened, deadline)
            assert (row.next_what, row.next_whose) == (move.what, move.who), name
            if deadline.approval_role:
                assert "MASH worker" not in row.next_whose and "approve" in row.next_what.lower()


def test_a_teams_numbers_are_its_rows_and_each_is_somebodys_move(
    casework: dict[str, User], client_for: Callable[[User], Client]
) -> None:
    for manager in ("csws_manager", "yos_manager"):
        team = Team(fresh(casework[manager]), NOW.date())
        lines, rest = team.table()
        late = {deadline.pk: deadline for deadline in team.overdue()}
        assert sum(line.overdue for line in lines) + rest.overdue == len(late)
        shown = client_for(casework[manager]).get(reverse("pages:team"))
        assert shown.context["late_count"] == str(len(late))

        kind = AgencyKind.CSWS if manager == "csws_manager" else AgencyKind.YOS
        members = [
            user for user in casework.values() if user.memberships.filter(agency_role__agency__kind=kind).exists()
        ]
        theirs = {user.pk: set(ids(WorkLists(fresh(user), NOW.date()), Group.OVERDUE)) for user in members}
        assert set(late) <= set().union(*theirs.values())
        seen = set(Deadline.objects.filter(case__in=team.visible).values_list("pk", flat=True))
        for user in members:
            if user.pk != casework["second"].pk:  # who is denied a record has its line under another child's name
                assert theirs[user.pk] & seen <= set(late), (manager, user.full_name)
        for pk, deadline in late.items():
            worker = deadline.worker  # type: ignore[attr-defined]
            assert worker is None or pk in theirs.get(worker, ()), "late against the name of somebody who has no move"


def test_the_inbox_counts_children_and_my_work_the_steps_they_are_decided_in(
    casework: dict[str, User], client_for: Callable[[User], Client]
) -> None:
    worker, manager = casework["mash_worker"], casework["csws_manager"]
    page = inbox.inbox(fresh(worker), Destination.MASH, today=NOW.date())
    children, approvals = 0, 0
    for user in (worker, manager):
        lists = WorkLists(fresh(user), NOW.date())
        late = [one for one in lists.of(Group.OVERDUE) if one.standard_code == "T1"]
        together = lists.decided_with(late)
        children += sum(1 + len(together.get(one.pk, ())) for one in late)
    approvals = Deadline.objects.running().filter(standard_code="T1").exclude(approval_role="").count()

    assert (page.overdue, page.to_approve) == (children, approvals)
    assert f"{page.waiting} children waiting" in text_of(client_for(worker).get(reverse("referrals:mash_inbox")))


def test_every_number_at_the_head_of_a_list_says_what_it_counts(
    casework: dict[str, User], client_for: Callable[[User], Client]
) -> None:
    addresses = [reverse("pages:home"), reverse("pages:team"), reverse("pages:team_overdue"), reverse("cases:list"),
                 reverse("pages:team_unallocated"), reverse("referrals:mash_inbox"), reverse("pages:delay_waiting"),
                 reverse("pages:work", args=["overdue"]),
                 reverse("pages:team_worker", args=[casework["mash_worker"].pk])]  # fmt: skip
    from tests.hsb.ui.drawn import page

    browser = client_for(casework["csws_manager"])
    for address in addresses:
        shown = page(browser.get(address).content)
        for head in shown.cssselect(".hsb-headcount"):
            said = " ".join(head.text_content().split())
            assert said and not said.replace(",", "").replace("+", "").isdigit(), (address, said)
