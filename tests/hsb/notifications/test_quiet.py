"""Days without e-mail, and who is told of what in the place of somebody who is away."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Absence
from hsb.cases.models import Case, CaseDenied, Part
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.notifications import actions, queries, quiet
from hsb.notifications.models import MailRecord, MailState, Notice, QuietSpell
from hsb.outbox import actions as outbox
from hsb.outbox.models import Message
from hsb.people import absences
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

THURSDAY = NOW.date()
SATURDAY, SUNDAY, MONDAY = (THURSDAY + timedelta(days=n) for n in (2, 3, 4))
WEEKEND = {5, 6}
SEVEN = timedelta(hours=7)


@pytest.fixture
def now() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def morning(day: date) -> datetime:
    return clock.start_of(day) + SEVEN


def quiet_people(day: date) -> set[int]:
    return set(quiet.quiet_on(day))


# -- which days -------------------------------------------------------------------------------------------------------------


def test_weekdays_spells_and_absences_are_quiet(
    yos_manager: User, yos_officer: User, social_worker: User, dsl: User, at: datetime, now: Any
) -> None:
    quiet.set_weekdays(user=yos_officer, weekdays=WEEKEND, at=at)
    quiet.add_spell(user=social_worker, first_on=SATURDAY, last_on=MONDAY, at=at)
    absences.record_absence(person=yos_manager, acting=None, from_on=SUNDAY, until_on=MONDAY, by=yos_manager, at=at)
    expected = {
        THURSDAY: set(),
        SATURDAY: {yos_officer, social_worker},
        SUNDAY: {yos_officer, social_worker, yos_manager},
        MONDAY: {social_worker},
        MONDAY + timedelta(days=1): set(),
        SATURDAY + timedelta(days=7): {yos_officer},
    }
    for day, people in expected.items():
        assert quiet_people(day) == {one.pk for one in people}, day


def test_new_weekdays_stand_in_the_place_of_the_old(yos_officer: User, at: datetime) -> None:
    quiet.set_weekdays(user=yos_officer, weekdays={0, 1}, at=at)
    quiet.set_weekdays(user=yos_officer, weekdays={1, 2}, at=at)
    assert quiet.weekdays_of(yos_officer) == [1, 2]
    quiet.set_weekdays(user=yos_officer, weekdays=set(), at=at)
    assert quiet.weekdays_of(yos_officer) == []


def test_one_day_of_the_week_is_left(yos_officer: User, at: datetime) -> None:
    with pytest.raises(ActionNotAllowed, match="Leave at least one day"):
        quiet.set_weekdays(user=yos_officer, weekdays=set(range(7)), at=at)
    assert quiet.weekdays_of(yos_officer) == []


@pytest.mark.parametrize(
    ("first_on", "last_on", "sentence"),
    [
        (MONDAY, SUNDAY, "must not be before the first"),
        (THURSDAY - timedelta(days=9), THURSDAY - timedelta(days=1), "are over"),
        (MONDAY, MONDAY + timedelta(days=400), "a year at most"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    yos_officer: User, at: datetime, first_on: date, last_on: date, sentence: str
) -> None:
    with pytest.raises(ActionNotAllowed, match=sentence):
        quiet.add_spell(user=yos_officer, first_on=first_on, last_on=last_on, at=at)
    assert not QuietSpell.objects.exists()


def test_nobody_removes_another_persons_quiet_days(yos_officer: User, dsl: User, at: datetime) -> None:
    spell = quiet.add_spell(user=yos_officer, first_on=MONDAY, last_on=MONDAY, at=at)
    quiet.remove_spell(user=dsl, pk=spell.pk, at=at)
    assert QuietSpell.objects.exists()
    quiet.remove_spell(user=yos_officer, pk=spell.pk, at=at)
    quiet.remove_spell(user=yos_officer, pk=spell.pk, at=at)
    assert not QuietSpell.objects.exists()


# -- the e-mail waits ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def allocated(case: Case, join: Callable[..., Any], yos_officer: User) -> Case:
    join(case, yos_officer, Part.ALLOCATED)
    return case


def tell(event: CaseEvent, at: datetime) -> None:
    actions.tell(event_id=event.pk, code=event.code, at=at)


def waits_until(user: User) -> list[datetime | None]:
    keys = [f"mail.send:{pk}" for pk in MailRecord.objects.filter(to=user).values_list("pk", flat=True)]
    return list(Message.objects.filter(key__in=keys).values_list("not_before", flat=True))


@pytest.mark.parametrize(
    ("weekdays", "day", "leaves"),
    [
        (WEEKEND, THURSDAY, None),
        (WEEKEND, SATURDAY, MONDAY),
        (WEEKEND, SUNDAY, MONDAY),
        ({0, 5, 6}, SATURDAY, MONDAY + timedelta(days=1)),
    ],
)
def test_it_comes_the_morning_of_the_next_day_that_is_not_quiet(
    allocated: Case, happens: Any, yos_officer: User, at: datetime, weekdays: set[int], day: date, leaves: date | None
) -> None:
    quiet.set_weekdays(user=yos_officer, weekdays=weekdays, at=at)
    then = datetime(day.year, day.month, day.day, 11, tzinfo=clock.LONDON)
    tell(happens("agency_check.replied", allocated), then)
    assert waits_until(yos_officer) == [morning(leaves) if leaves else None]
    assert Notice.objects.filter(user=yos_officer).count() == 1, "the notice does not wait"


def test_seven_in_london_is_seven_after_the_clocks_change(yos_officer: User, at: datetime) -> None:
    quiet.add_spell(user=yos_officer, first_on=date(2026, 3, 27), last_on=date(2026, 3, 29), at=at)
    leaves = quiet.may_leave_at(yos_officer, datetime(2026, 3, 28, 12, tzinfo=clock.LONDON))
    assert leaves is not None
    assert clock.local_time(leaves).isoformat() == "2026-03-30T07:00:00+01:00"


def test_a_quiet_weekend_is_one_email_however_much_happens(
    allocated: Case, happens: Any, yos_officer: User, at: datetime
) -> None:
    quiet.set_weekdays(user=yos_officer, weekdays=WEEKEND, at=at)
    for hours in (0, 5, 20, 30):
        tell(
            happens("agency_check.replied", allocated),
            datetime(2026, 3, 7, 8, tzinfo=clock.LONDON) + timedelta(hours=hours),
        )
    assert waits_until(yos_officer) == [morning(MONDAY)]


def test_what_was_read_meanwhile_is_not_mailed_on_monday(
    allocated: Case, happens: Any, yos_officer: User, at: datetime, now: Any
) -> None:
    quiet.set_weekdays(user=yos_officer, weekdays=WEEKEND, at=at)
    now.move_to(datetime(2026, 3, 7, 11, tzinfo=clock.LONDON))
    tell(happens("agency_check.replied", allocated), clock.now())
    outbox.work()
    assert MailRecord.objects.get().state == MailState.QUEUED
    Notice.objects.update(read_at=clock.now())
    now.move_to(morning(MONDAY))
    outbox.work()
    assert MailRecord.objects.get().last_error == "Everything was read meanwhile."


def test_it_leaves_on_monday_when_it_was_not_read(
    allocated: Case, happens: Any, yos_officer: User, at: datetime, now: Any, mailoutbox: list[Any]
) -> None:
    quiet.set_weekdays(user=yos_officer, weekdays=WEEKEND, at=at)
    outbox.work()
    now.move_to(datetime(2026, 3, 7, 11, tzinfo=clock.LONDON))
    tell(happens("agency_check.replied", allocated), clock.now())
    now.move_to(morning(MONDAY) - timedelta(seconds=1))
    outbox.work()
    assert mailoutbox == []
    now.move_to(morning(MONDAY))
    outbox.work()
    assert [message.to for message in mailoutbox] == [["yos_officer@example.invalid"]]


def test_days_taken_back_let_go_what_was_held_for_them(
    allocated: Case, happens: Any, yos_officer: User, at: datetime, now: Any, mailoutbox: list[Any]
) -> None:
    absence = absences.record_absence(
        person=yos_officer, acting=None, from_on=THURSDAY, until_on=THURSDAY + timedelta(days=20), by=yos_officer, at=at
    )
    tell(happens("agency_check.replied", allocated), clock.now())
    outbox.work()
    assert waits_until(yos_officer) == [morning(THURSDAY + timedelta(days=20))]
    absences.return_early(absence=absence, by=yos_officer, at=clock.now())
    outbox.work()
    outbox.work()
    assert len(mailoutbox) == 1


# -- whoever acts is told -----------------------------------------------------------------------------------------------------


@pytest.fixture
def away(yos_manager: User, yos_officer: User, at: datetime, now: Any) -> Absence:
    """Ruth Adeyemi is away from today for a week, and her manager acts for her."""
    return absences.record_absence(
        person=yos_officer,
        acting=yos_manager,
        from_on=THURSDAY,
        until_on=THURSDAY + timedelta(days=7),
        by=yos_officer,
        at=at,
    )


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_whoever_acts_has_notice_and_email_and_the_absent_person_the_notice(
    allocated: Case, away: Absence, happens: Any, yos_manager: User, yos_officer: User, at: datetime
) -> None:
    tell(happens("agency_check.replied", allocated), at)
    assert told(yos_manager) == told(yos_officer) == ["agency_check.replied"]
    assert waits_until(yos_manager) == [None]
    assert waits_until(yos_officer) == [morning(THURSDAY + timedelta(days=7))]
    assert queries.unread_count(User.objects.get(pk=yos_manager.pk)) == 1, "and may read it"


def test_after_the_return_only_the_person_is_told(
    allocated: Case, away: Absence, happens: Any, yos_manager: User, yos_officer: User, at: datetime
) -> None:
    tell(happens("agency_check.replied", allocated), at)
    absences.return_early(absence=away, by=yos_officer, at=at)
    tell(happens("agency_check.replied", allocated), at)
    assert len(told(yos_officer)) == 2
    assert len(told(yos_manager)) == 1
    assert queries.unread_count(User.objects.get(pk=yos_manager.pk)) == 0, "what they can no longer see is gone"


def test_whoever_acts_is_not_told_of_what_they_did_themselves(
    allocated: Case, away: Absence, happens: Any, yos_manager: User, at: datetime
) -> None:
    tell(happens("agency_check.replied", allocated, by=yos_manager), at)
    assert told(yos_manager) == []


def test_whoever_may_not_see_the_record_is_told_nothing_by_acting(
    allocated: Case, away: Absence, happens: Any, yos_manager: User, yos_officer: User, csws_manager: User, at: datetime
) -> None:
    CaseDenied.objects.create(case=allocated, user=yos_manager, reason="A relative.", at=at, by=csws_manager)
    tell(happens("agency_check.replied", allocated), at)
    assert told(yos_manager) == []
    assert told(yos_officer) == ["agency_check.replied"]


def test_a_receipt_is_its_senders_own(
    case: Case, join: Any, away: Absence, happens: Any, yos_manager: User, yos_officer: User, at: datetime
) -> None:
    join(case, yos_officer, Part.REFERRER)
    tell(happens("referral.received", case, by=yos_officer, destination="mash", reference="R-26-0011"), at)
    assert list(MailRecord.objects.values_list("to", "template")) == [(yos_officer.pk, "referral_receipt")]


def test_an_administrator_who_is_away_is_stood_in_for(
    administrator: User, social_worker: User, at: datetime, now: Any
) -> None:
    absences.record_absence(
        person=administrator, acting=social_worker, from_on=THURSDAY, until_on=MONDAY, by=administrator, at=at
    )
    assert queries.administrators(THURSDAY) == sorted([administrator, social_worker], key=lambda one: one.pk)
    assert queries.administrators(MONDAY) == [administrator]
