"""The e-mail of the day: only numbers, once, on working days, and nothing where there is nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Absence
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, CaseDenied
from hsb.notifications import mail, quiet
from hsb.notifications.models import MailRecord, Notice
from hsb.outbox import actions as outbox
from hsb.pages.work import digests
from hsb.timeliness.models import Deadline
from tests.factories import cases as records
from tests.factories import deadlines

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 12)  # a Thursday
MORNING = datetime(2026, 3, 12, 7, 30, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def _that_morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def young(at, social_worker) -> Case:
    case = records.young_person(at - timedelta(days=20))
    records.put_on(case, social_worker, Role.SOCIAL_WORKER, at)
    return case


@pytest.fixture
def runs(young, at) -> Callable[..., Deadline]:
    def start(due: date, **changes: Any) -> Deadline:
        given = {"title": "Assessment", "action": "Finish it", **changes}
        return deadlines.running(given.pop("case", young), due=due, at=at, **given)

    return start


def written() -> dict[str, dict[str, str]]:
    """What each digest would say if it left now."""
    records = MailRecord.objects.filter(template="digest").select_related("to")
    return {record.to.full_name: digests.composed(record) for record in records}


def test_a_digest_says_how_much_is_overdue_and_due_by_tomorrow(runs, mailoutbox) -> None:
    runs(TODAY)
    runs(TODAY - timedelta(days=1))
    runs(TODAY - timedelta(days=9))
    runs(TODAY + timedelta(days=1))
    runs(TODAY + timedelta(days=2))
    runs(TODAY, adopted=False, late_at=None)

    digests.send_all(at=MORNING)
    outbox.work()

    assert written() == {"Priya Shah": {"overdue": "2", "due": "2", "brought": "0"}}
    (message,) = mailoutbox
    assert "2 steps of yours are overdue.\n2 steps are due today or tomorrow.\n\nSign in" in message.body
    for secret in ("Jordan", "Mallory", "HSB-", "Assessment", "Finish"):
        assert secret not in message.body + message.subject


def test_late_work_of_others_that_was_brought_to_a_manager_is_counted(young, csws_manager, at) -> None:
    for number, kind in enumerate(("chase.manager", "chase.escalation", "chase.owner", "mash.decided")):
        Notice.objects.create(user=csws_manager, kind=kind, at=at, key=f"{number}", facts={})

    digests.send_all(at=MORNING)

    assert written() == {"Helen Brandreth": {"overdue": "0", "due": "0", "brought": "2"}}


def test_nothing_is_sent_twice_however_often_it_is_asked(runs) -> None:
    runs(TODAY)

    first = digests.send_all(at=MORNING)
    again = digests.send_all(at=MORNING + timedelta(minutes=10))
    cache.clear()
    without_the_cache = digests.send_all(at=MORNING + timedelta(hours=3))

    assert (first, again, without_the_cache) == (1, 0, 0)
    assert len(written()) == 1


def test_nobody_has_an_empty_digest(young, runs) -> None:
    runs(TODAY + timedelta(days=2))

    assert digests.send_all(at=MORNING) == 0


@pytest.mark.parametrize(
    "at",
    [
        MORNING - timedelta(minutes=1),
        datetime(2026, 3, 14, 9, tzinfo=clock.LONDON),  # a Saturday
        datetime(2026, 4, 3, 9, tzinfo=clock.LONDON),  # Good Friday
    ],
)
def test_nothing_is_sent_before_half_past_seven_or_on_days_off(runs, at) -> None:
    runs(TODAY)

    assert digests.send_all(at=at) == 0


def test_a_record_one_may_not_see_is_not_counted(runs, young, social_worker, csws_manager, at) -> None:
    runs(TODAY)
    CaseDenied.objects.create(case=young, user=social_worker, reason="a relative", at=at, by=csws_manager)

    assert digests.send_all(at=MORNING) == 0


def test_somebody_away_gets_nothing(runs, social_worker, at) -> None:
    runs(TODAY)
    Absence.objects.create(
        person=social_worker,
        from_on=TODAY,
        until_on=TODAY + timedelta(days=1),
        recorded_at=at,
        recorded_by=social_worker,
    )

    assert digests.send_all(at=MORNING) == 0
    assert digests.send_all(at=MORNING + timedelta(days=1)) == 1


def test_a_digest_takes_nothing_from_whoever_sends_it(social_worker: User) -> None:
    with pytest.raises(ValueError, match="no free text"):
        mail.send(to=social_worker, template="digest", context={"overdue": "2"}, key="x")


def test_a_digest_that_waited_says_what_is_so_when_it_leaves(runs, mailoutbox) -> None:
    done, _ = runs(TODAY), runs(TODAY)
    digests.send_all(at=MORNING)
    Deadline.objects.filter(pk=done.pk).update(state="cancelled", cancelled_at=MORNING, cancelled_event=1)

    with time_machine.travel(MORNING + timedelta(hours=5), tick=False):
        outbox.work()

    (message,) = mailoutbox
    assert "1 step is due today or tomorrow." in message.body


@pytest.mark.parametrize("meanwhile", ["the work was done", "the day went by"])
def test_a_digest_with_nothing_left_to_say_is_dropped_and_alarms_nobody(runs, mailoutbox, meanwhile) -> None:
    clock_ = runs(TODAY)
    digests.send_all(at=MORNING)
    if meanwhile == "the work was done":
        Deadline.objects.filter(pk=clock_.pk).update(state="cancelled", cancelled_at=MORNING, cancelled_event=1)

    leaves = MORNING + (timedelta(hours=5) if meanwhile == "the work was done" else timedelta(days=1))
    with time_machine.travel(leaves, tick=False):
        outbox.work()

    assert not mailoutbox
    assert MailRecord.objects.get(template="digest").state == "failed"
    assert not Notice.objects.filter(kind="outbox.failed").exists()


def test_a_quiet_day_has_no_digest_and_the_next_has_the_numbers(runs, social_worker, at) -> None:
    runs(TODAY)
    quiet.set_weekdays(user=social_worker, weekdays={TODAY.weekday()}, at=at)

    assert digests.send_all(at=MORNING) == 0
    assert digests.send_all(at=MORNING + timedelta(days=1)) == 1
