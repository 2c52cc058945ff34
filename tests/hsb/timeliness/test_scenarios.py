"""The dates of the seven stories, as far as the shipped standards set them: from what happened, by the fold alone."""

from dataclasses import replace
from datetime import date

import pytest

from hsb.timeliness.explain import explain
from hsb.timeliness.facts import Event, State
from hsb.timeliness.fold import Clock, fold
from tests.hsb.timeliness.builders import ENGLAND, event, shipped


def clocks_of(code: str, *events: Event) -> list[Clock]:
    """The clocks of a shipped row; those that await their screens run here, as they will."""
    return fold(events, [replace(shipped(code), awaiting=False, dormant=False)], ENGLAND)


def due(code: str, *events: Event) -> date | None:
    (clock,) = clocks_of(code, *events)
    return clock.due_on


def why(code: str, *events: Event) -> str:
    (clock,) = clocks_of(code, *events)
    return explain(clock, replace(shipped(code), awaiting=False), ENGLAND, clock.started_on).sentence


# -- 1: fourteen, strategy meeting, reconvened ----------------------------------------------------------------------------

STRATEGY = event(1, "strategy.held", "2026-12-02 10:00", meeting="m1", section_47="joint")
RECONVENED = event(2, "strategy.held", "2026-12-14 10:00", meeting="m2", section_47="joint")


@pytest.mark.policy("P5.5")
def test_the_conference_is_due_from_the_discussion_that_began_the_enquiry_however_often_it_is_reconvened() -> None:
    assert due("T6", STRATEGY) == due("T6", STRATEGY, RECONVENED) == date(2026, 12, 23)


def test_a_second_child_whose_enquiry_begins_at_the_reconvened_discussion_has_her_own_date() -> None:
    assert due("T6", RECONVENED) == date(2027, 1, 7)


def test_a_review_conference_in_time_meets_it_where_a_plan_runs_already() -> None:
    reviewed = event(3, "review_conference.held", "2026-12-22 10:00", meeting="m3")

    (clock,) = clocks_of("T6", STRATEGY, RECONVENED, reviewed)

    assert (clock.state, clock.met_on) == (State.MET, date(2026, 12, 22))


def test_the_decision_the_record_and_the_assessment_of_the_first_story() -> None:
    referred = event(1, "referral.received", "2026-11-30 09:00", destination="mash")

    assert due("T1", referred) == date(2026, 12, 1)
    assert due("T4b", STRATEGY) == date(2026, 12, 3)
    assert due("T5", referred) == date(2027, 2, 4)


# -- 2: the same boy, his sister of six -----------------------------------------------------------------------------------

CONFERENCE = event(1, "conference.held", "2026-12-21 10:00", meeting="c1", outcome="plan")


@pytest.mark.parametrize(
    ("code", "on"),
    [
        ("T8", date(2026, 12, 22)),
        ("T10", date(2027, 1, 7)),
        ("T9", date(2027, 1, 14)),
        ("T12", date(2027, 3, 21)),
    ],
)
def test_what_follows_a_conference(code: str, on: date) -> None:
    assert due(code, CONFERENCE) == on


def test_beside_a_date_counted_in_months_on_a_day_off_stands_the_last_working_day_before() -> None:
    next_review = event(1, "review_conference.held", "2027-03-18 10:00", meeting="r1", outcome="plan")

    assert why("T12", CONFERENCE) == (
        "Three months after the initial conference on Monday 21 December 2026. "
        "Sunday 21 March 2027 is a day off: the last working day before it is Friday 19 March 2027."
    )
    assert due("T13", next_review) == date(2027, 9, 18)
    assert "the last working day before it is Friday 17 September 2027" in why("T13", next_review)


# -- 4: fifteen, bail with admission --------------------------------------------------------------------------------------

BAILED = event(1, "bail.started", "2026-12-10 10:00", bail="b1", arrested_on="2026-12-09", period=1)


@pytest.mark.parametrize("recorded", ["2027-03-01 10:00", "2027-03-09 17:00", "2027-06-30 10:00"])
def test_bail_is_counted_from_the_arrest_whenever_its_extension_was_recorded(recorded: str) -> None:
    extended = event(2, "bail.extended", recorded, bail="b1", arrested_on="2026-12-09", period=2)
    again = event(3, "bail.extended", recorded, bail="b1", arrested_on="2026-12-09", period=3)

    assert due("T30", BAILED) == date(2027, 3, 9)
    assert due("T31a", extended) == date(2027, 6, 9)
    assert due("T31b", again) == date(2027, 9, 9)


def test_why_says_from_when_bail_is_counted() -> None:
    assert why("T30", BAILED) == (
        "Three months from the day after the arrest, Thursday 10 December 2026, that day included."
    )


@pytest.mark.parametrize(
    ("arrested_on", "ends"),
    [("2026-11-30", date(2027, 2, 28)), ("2027-02-28", date(2027, 5, 31)), ("2027-11-30", date(2028, 2, 29))],
)
def test_bail_at_the_end_of_a_month(arrested_on: str, ends: date) -> None:
    bailed = event(1, "bail.started", "2028-01-10 10:00", bail="b1", arrested_on=arrested_on, period=1)

    assert due("T30", bailed) == ends


def test_a_designated_case_has_twelve_months() -> None:
    extended = event(2, "bail.extended", "2027-06-07 10:00", bail="b1", arrested_on="2026-12-09", period=3)
    designated = event(
        3, "bail.extended", "2027-08-20 10:00", bail="b1", arrested_on="2026-12-09", period=4, rank="designated"
    )
    by_a_court = event(3, "bail.extended", "2027-08-20 10:00", bail="b1", arrested_on="2026-12-09", period=4)

    assert due("T31c", designated) == date(2027, 12, 9)
    (before,) = clocks_of("T31b", extended, designated)
    assert before.state == State.MET
    assert clocks_of("T31c", by_a_court) == []


def test_an_extension_meets_the_period_before_it() -> None:
    extended = event(2, "bail.extended", "2027-03-08 10:00", bail="b1", arrested_on="2026-12-09", period=2)

    (first,) = clocks_of("T30", BAILED, extended)
    (second,) = clocks_of("T31a", BAILED, extended)

    assert (first.state, second.state) == (State.MET, State.OPEN)


# -- 5: sixteen, charged and held -----------------------------------------------------------------------------------------

CONSENT = event(1, "aim.consent_complete", "2026-12-07 10:00")
HELD = event(2, "aim.hold_began", "2026-12-14 10:00")
ACCEPTED = event(3, "aim.hold_ended", "2027-01-18 10:00")


@pytest.mark.policy("P6.5")
def test_the_report_waits_for_the_court_and_goes_on_with_what_was_left() -> None:
    assert due("T26", CONSENT) == date(2027, 1, 21)
    assert due("T26", CONSENT, HELD, ACCEPTED) == date(2027, 2, 22)
    assert due("T26", event(1, "aim.consent_complete", "2026-12-14 10:00")) == date(2027, 1, 28)  # story 4


def test_the_report_to_court_and_the_panel() -> None:
    asked = event(1, "psr.requested", "2027-01-18 10:00", hearing="h1", hearing_on="2027-02-08")
    ordered = event(2, "sentence.passed", "2027-02-08 10:00", order="referral_order", order_id="o1")

    assert due("T35", asked) == date(2027, 2, 4)
    assert due("T37", ordered) == date(2027, 3, 8)


# -- 7: sixteen, custody --------------------------------------------------------------------------------------------------

SENTENCED = event(1, "sentence.passed", "2027-02-05 10:00", order="custody")


def test_the_dates_of_custody() -> None:
    remanded = event(1, "remand.made", "2027-01-07 10:00", kind="youth_detention")
    looked_after = event(2, "looked_after.started", "2027-01-07 10:00")

    assert due("T22", remanded) == date(2027, 1, 21)
    assert due("CAREPLAN", looked_after) == date(2027, 1, 21)
    assert due("T17", looked_after) == date(2027, 2, 4)
    assert due("T38", SENTENCED) == date(2027, 2, 19)


@pytest.mark.policy("P6.6")
def test_aim2_is_begun_by_the_working_day_before_the_first_review_and_moves_with_it() -> None:
    review = event(2, "custody.first_review_set", "2027-02-10 10:00", first_review_on="2027-03-08")
    moved = event(3, "custody.first_review_set", "2027-03-02 10:00", first_review_on="2027-03-11")

    assert due("T39", SENTENCED, review) == date(2027, 3, 5)
    assert due("T39", SENTENCED, review, moved) == date(2027, 3, 10)


# -- corrections and new clocks beside the stories --------------------------------------------------------------------------


def test_the_first_notification_begins_with_the_day() -> None:
    assert due("T41a", event(1, "notification.required", "2026-12-01 10:00", notification="n1")) == date(2026, 12, 3)


def test_a_social_worker_is_allocated_on_the_working_day_after_approval() -> None:
    approved = event(1, "mash.decision_approved", "2026-12-04 16:00", outcome="section_47")
    allocated = event(2, "worker.allocated", "2026-12-07 09:00", worker=1, for_enquiry=True)

    assert due("ALLOCATE", approved) == date(2026, 12, 7)
    assert clocks_of("ALLOCATE", approved, allocated)[0].state is State.MET
    assert clocks_of("ALLOCATE", event(1, "mash.decision_approved", "2026-12-04 16:00", outcome="early_help")) == []


def test_seeing_the_child_is_counted_from_allocation_by_what_was_decided() -> None:
    for_enquiry = event(1, "worker.allocated", "2026-12-07 09:00", worker=1, for_enquiry=True)
    in_need = event(1, "worker.allocated", "2026-12-07 09:00", worker=1, for_enquiry=False)

    assert (due("T3a", for_enquiry), clocks_of("T3a", in_need)) == (date(2026, 12, 8), [])
    assert (due("T3b", in_need), clocks_of("T3b", for_enquiry)) == (date(2026, 12, 11), [])


@pytest.mark.policy("P5.10")
def test_the_referral_to_yos_is_measured_from_the_end_of_the_enquiry_or_the_finding_whichever_the_route_has() -> None:
    found = event(1, "hsb.finding_recorded", "2026-12-07 10:00", finding="abusive", basis="assessment")
    ended = event(2, "investigation.ended", "2026-12-09 10:00", kind="s47", ended_on="2026-12-09")
    referred = event(3, "yos.referred", "2026-12-14 10:00", reference="R-26-0001", route="child_protection")

    for events, began in (((found,), 1), ((ended,), 2), ((found, ended), 1)):
        (clock,) = clocks_of("T29", *events, referred)
        assert (clock.root_event, clock.state, clock.late_at) == (began, State.MET, None)
    assert clocks_of("T29", event(1, "hsb.finding_recorded", "2026-12-07 10:00", finding="not_abusive")) == []
