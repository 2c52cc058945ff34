"""From which day a clock is chased: set by the refold, renewed by what changes whom or what it waits for, and by nothing else."""

from datetime import date

import pytest

from hsb.cases.models import Case
from hsb.timeliness import deadlines
from hsb.timeliness.facts import Event
from hsb.timeliness.models import Deadline
from tests.factories import cases
from tests.hsb.timeliness.builders import at, event

pytestmark = pytest.mark.django_db

# T1: one working day from Wednesday 18 November 2026; its ladder begins on the day itself.
RECEIVED = event(1, "referral.received", "2026-11-18 10:00", destination="mash")
EARLIER = event(2, "referral.received", "2026-11-17 10:00", corrects=1, destination="mash")
APPROVED = event(3, "mash.decision_approved", "2026-11-19 09:00", outcome="assessment")


@pytest.fixture
def case() -> Case:
    return cases.young_person(at("2026-11-17 09:00"))


def refold(case: Case, *events: Event) -> None:
    deadlines.refold(case_id=case.pk, events=events, at=at("2026-11-19 12:00"))


def chased_on(case: Case, code: str = "T1") -> date | None:
    return Deadline.objects.get(case=case, standard_code=code).next_chase_on


def test_a_clock_is_chased_from_its_first_rung(case) -> None:
    refold(case, RECEIVED)

    assert chased_on(case) == date(2026, 11, 19)
    assert chased_on(case, "T5") == date(2027, 1, 21)  # two working days before it is due


def test_a_refold_that_changes_nothing_leaves_the_ladder_where_it_stands(case) -> None:
    refold(case, RECEIVED)
    Deadline.objects.update(next_chase_on=date(2026, 11, 24))

    refold(case, RECEIVED, event(9, "note.added", "2026-11-19 10:00"))

    assert chased_on(case) == date(2026, 11, 24)


def test_another_date_renews_the_ladder(case) -> None:
    refold(case, RECEIVED)
    Deadline.objects.update(next_chase_on=None)  # climbed

    refold(case, RECEIVED, EARLIER)

    assert chased_on(case) == date(2026, 11, 18)


def test_what_is_done_is_chased_no_more(case) -> None:
    refold(case, RECEIVED)

    refold(case, RECEIVED, APPROVED)

    assert chased_on(case) is None


def test_a_clock_that_stands_still_is_not_chased_and_begins_afresh_when_it_runs_again(case) -> None:
    referred = event(4, "yos.referred", "2026-11-17 10:00")
    asked = event(5, "yos.information_requested", "2026-11-18 10:00")
    answered = event(6, "yos.information_received", "2026-11-19 10:00")
    refold(case, referred)
    due = chased_on(case, "T23")

    refold(case, referred, asked)
    assert chased_on(case, "T23") is None

    refold(case, referred, asked, answered)
    assert (due, chased_on(case, "T23")) == (date(2026, 11, 20), date(2026, 11, 23))


def test_what_cannot_be_late_is_not_chased(case) -> None:
    refold(case, RECEIVED, APPROVED, event(7, "investigation.ended", "2026-11-19 10:00"))

    measured = Deadline.objects.get(standard_code="T29")
    assert (measured.late_at, measured.next_chase_on) == (None, None)
