"""From events to clocks: each rule by itself, then any chronology at all."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsb.timeliness.calendar import Holidays, end_of, working_days_between
from hsb.timeliness.facts import (
    DATE_NOT_KNOWN,
    EXTENDED,
    PAUSED,
    RESUMED,
    RUNNING,
    SCHOOL_CALENDAR_MISSING,
    Event,
    State,
)
from hsb.timeliness.fold import Clock, fell_due, fold
from tests.hsb.timeliness.builders import BASE, ENGLAND, PAUSING, at, clocks, event, only, shipped, standard


def test_a_clock_starts_and_is_due_at_the_end_of_its_last_working_day() -> None:
    clock = only([event(1, "asked", "2026-11-19 14:00")])

    assert (clock.started_on, clock.due_on) == (date(2026, 11, 19), date(2026, 11, 26))
    assert clock.due_at == clock.late_at == at("2026-11-27")
    assert (clock.state, clock.met_at, clock.identity) == (State.OPEN, None, ("X1", 1))


@pytest.mark.parametrize(
    ("answered", "state"),
    [
        ("2026-11-25 09:00", State.MET),
        ("2026-11-26 23:59", State.MET),
        ("2026-11-27 00:00", State.MET_LATE),
        ("2026-11-30 09:00", State.MET_LATE),
    ],
)
def test_met_the_day_before_on_and_after(answered: str, state: State) -> None:
    clock = only([event(1, "asked", "2026-11-19 14:00"), event(2, "answered", answered)])

    assert (clock.state, clock.met_event, clock.met_at) == (state, 2, at(answered))


@pytest.mark.parametrize(
    ("unit", "amount", "started", "due"),
    [
        ("working days", 1, "2026-11-20 17:30", date(2026, 11, 23)),
        ("working days", 1, "2026-12-24 10:00", date(2026, 12, 29)),
        ("working days", 45, "2026-11-02 10:00", date(2027, 1, 7)),
        ("calendar days", 28, "2026-11-19 14:00", date(2026, 12, 17)),
        ("months", 3, "2026-11-30 14:00", date(2027, 2, 28)),
        ("months", 6, "2026-08-31 14:00", date(2027, 2, 28)),
    ],
)
def test_units(unit: str, amount: int, started: str, due: date) -> None:
    assert only([event(1, "asked", started)], standard(unit=unit, amount=amount)).due_on == due


def test_hours_are_hours_when_the_clocks_change() -> None:
    clock = only([event(1, "asked", "2026-10-24 14:00")], standard(unit="hours", amount=24))

    assert clock.due_at == at("2026-10-25 13:00")
    assert clock.due_on == date(2026, 10, 25)


@pytest.mark.parametrize(
    ("known", "due"),
    [
        ("2026-11-19 08:30", date(2026, 11, 19)),
        ("2026-11-21 20:00", date(2026, 11, 23)),
        ("2026-12-25 20:00", date(2026, 12, 29)),
    ],
)
def test_a_safety_plan_is_due_the_same_school_day_or_the_next(known: str, due: date) -> None:
    clock = only([event(1, "incident.known", known)], shipped("T45"))

    assert (clock.due_on, clock.provisional) == (due, SCHOOL_CALENDAR_MISSING)


def test_calendar_days_can_include_the_trigger_day() -> None:
    row = standard(unit="calendar days", amount=7, include_trigger_day=True)

    assert only([event(1, "asked", "2026-11-19")], row).due_on == date(2026, 11, 25)


# -- the shipped standards of the first release -------------------------------------------------------------------------


def test_only_the_approved_decision_meets_a_referral_to_mash() -> None:
    received = event(1, "referral.received", "2026-11-18 10:00", destination="mash")
    acknowledged = event(2, "referral.acknowledged", "2026-11-18 10:05", destination="mash")
    proposed = event(3, "mash.decided", "2026-11-18 16:00", outcome="strategy")
    approved = event(4, "mash.decision_approved", "2026-11-19 09:00", outcome="strategy")

    waiting = only([received, acknowledged, proposed], shipped("T1"))
    decided = only([received, acknowledged, proposed, approved], shipped("T1"))

    assert (waiting.state, waiting.due_on) == (State.OPEN, date(2026, 11, 19))
    assert (decided.state, decided.met_event) == (State.MET, 4)


def test_a_referral_to_yos_alone_starts_no_mash_clock() -> None:
    received = [event(1, "referral.received", "2026-11-18 10:00", destination="yos")]

    assert clocks(received, shipped("T1"), shipped("T5")) == []
    assert only(received, shipped("T23")).due_on == date(2026, 11, 25)


@pytest.mark.parametrize("outcome", ["no_further_action", "early_help"])
def test_the_assessment_clock_ends_when_no_assessment_is_decided(outcome: str) -> None:
    received = event(1, "referral.received", "2026-11-18 10:00", destination="mash")
    approved = event(2, "mash.decision_approved", "2026-11-19 09:00", outcome=outcome)

    assert only([received, approved], shipped("T5")).state is State.CANCELLED
    assert only([received], shipped("T5")).due_on == date(2027, 1, 25)


def test_the_yos_clock_runs_once_though_form_and_receipt_both_start_it() -> None:
    events = [
        event(1, "referral.received", "2026-11-18 10:00", destination="yos"),
        event(2, "yos.referred", "2026-11-18 10:00"),
        event(3, "yos.information_requested", "2026-11-19 10:00"),
        event(4, "yos.information_received", "2026-11-24 10:00"),
        event(5, "yos.accepted", "2026-11-26 10:00"),
    ]

    clock = only(events, shipped("T23"))

    assert (clock.root_event, clock.state, clock.due_on) == (1, State.MET, date(2026, 11, 30))
    assert only(events, shipped("T24")).due_on == date(2026, 11, 30)


def test_a_suggestion_nobody_adopted_is_never_late() -> None:
    clock = only([event(1, "yos.referred", "2026-01-05"), event(2, "yos.declined", "2026-11-02")], shipped("T23"))

    assert (clock.due_on, clock.late_at, clock.state) == (date(2026, 1, 12), None, State.MET)


def test_a_declined_referral_can_come_again() -> None:
    again = clocks(
        [
            event(1, "yos.referred", "2026-01-05"),
            event(2, "yos.declined", "2026-01-06"),
            event(3, "yos.referred", "2026-02-02"),
        ],
        shipped("T23"),
    )

    assert [clock.state for clock in again] == [State.MET, State.OPEN]


def test_the_wait_after_the_investigation_is_measured() -> None:
    ended = event(1, "investigation.ended", "2026-10-28")
    measured = only([ended, event(2, "yos.referred", "2026-11-12")], shipped("T29"))

    assert (measured.due_on, measured.late_at, measured.state) == (None, None, State.MET)
    assert measured.provisional == ""


def test_no_wait_is_measured_where_yos_had_the_referral_before_the_investigation_ended() -> None:
    early = event(1, "referral.received", "2026-10-01", destination="yos")
    ended = event(2, "investigation.ended", "2026-10-28")

    assert clocks([early, ended], shipped("T29")) == []


def test_what_else_happened_before_does_not_stop_the_measure() -> None:
    events = [event(1, "note.added", "2026-10-01"), event(2, "investigation.ended", "2026-10-28")]

    assert only(events, shipped("T29")).state is State.OPEN
    assert fell_due(only(events, shipped("T29")), at("2027-10-28")) is None


def test_a_wait_is_measured_again_when_the_earlier_referral_was_closed() -> None:
    events = [
        event(1, "yos.referred", "2025-10-01"),
        event(2, "strand.moved", "2025-12-01", strand="youth_offending", after="closed"),
        event(3, "investigation.ended", "2026-10-28"),
    ]

    assert only(events, shipped("T29")).state is State.OPEN


def test_each_agency_asked_has_a_clock_of_its_own() -> None:
    events = [
        event(1, "agency_check.asked", "2026-11-18 10:00", agency="school", check="a", due_on="2026-11-20"),
        event(2, "agency_check.asked", "2026-11-18 10:00", agency="police", check="b", due_on="2026-11-24"),
        event(3, "agency_check.asked", "2026-11-18 10:00", agency="police", check="c", due_on="2026-11-24"),
        event(4, "agency_check.replied", "2026-11-19 10:00", agency="police", check="b"),
        event(5, "agency_check.closed", "2026-11-19 10:00", agency="police", check="c"),
    ]

    found = [(clock.key, clock.owner_kind, clock.state, clock.due_on) for clock in clocks(events, shipped("CHECK"))]

    assert found == [
        ("a", "school", State.OPEN, date(2026, 11, 20)),
        ("b", "police", State.MET, date(2026, 11, 24)),
        ("c", "police", State.CANCELLED, date(2026, 11, 24)),
    ]


def test_a_task_is_the_move_of_whoever_it_was_last_handed_to() -> None:
    row = standard(
        unit="before event",
        amount=0,
        date_fact="due_on",
        key_fact="task",
        person_fact="to",
        owner_fact="agency",
        passed_by=["passed"],
        restart="each",
    )
    asked = [
        event(1, "asked", "2026-11-16", task="a", to=7, agency="csws", agency_id=1, due_on="2026-11-20"),
        event(2, "asked", "2026-11-16", task="b", to=7, agency="csws", due_on="2026-11-20"),
        event(3, "passed", "2026-11-17", task="a", to=None, agency="school", agency_id=2),
        event(4, "answered", "2026-11-18", task="a"),
        event(5, "passed", "2026-11-19", task="a", to=11, agency="police", agency_id=3),
    ]

    found = [
        (clock.key, clock.owner_person, clock.owner_kind, clock.owner_agency, clock.started_on)
        for clock in clocks(asked, row)
    ]

    assert found == [("a", None, "school", 2, date(2026, 11, 16)), ("b", 7, "csws", None, date(2026, 11, 16))]


def test_the_question_says_which_role_answers_it() -> None:
    row = standard(owner_fact="agency", role_fact="role", key_fact="question", restart="each")
    asked = [
        event(1, "asked", "2026-11-16", question="a", agency="csws", role="csws_manager"),
        event(2, "asked", "2026-11-16", question="b", agency="yos", role="yos_manager"),
        event(3, "answered", "2026-11-17", question="b"),
    ]

    found = [(clock.owner_kind, clock.owner_role, clock.state) for clock in clocks(asked, row)]

    assert found == [("csws", "csws_manager", State.OPEN), ("yos", "yos_manager", State.MET)]


def test_an_assessment_counts_once_from_its_referral_and_by_itself_where_there_was_none() -> None:
    received = event(1, "referral.received", "2026-11-18 10:00", destination="mash")

    assert only([received, event(2, "cf_assessment.started", "2026-11-20")], shipped("T5")).root_event == 1
    assert only([event(2, "cf_assessment.started", "2026-11-18")], shipped("T5")).due_on == date(2027, 1, 25)


@pytest.mark.parametrize(
    ("after", "state"), [("closed", State.CANCELLED), ("ended", State.CANCELLED), ("child_in_need", State.OPEN)]
)
def test_closing_its_strand_cancels_a_clock(after: str, state: State) -> None:
    events = [
        event(1, "asked", "2026-11-19"),
        event(2, "strand.moved", "2026-11-20", strand="safeguarding", after=after),
    ]

    assert only(events).state is state
    assert only(events, standard(outlives_closure=True)).state is State.OPEN


def test_closing_another_strand_does_not() -> None:
    events = [
        event(1, "asked", "2026-11-19"),
        event(2, "strand.moved", "2026-11-20", strand="youth_offending", after="closed"),
    ]

    assert only(events).state is State.OPEN


def test_done_and_closed_in_one_breath_is_done() -> None:
    closed = event(2, "strand.moved", "2026-11-20 10:00", strand="safeguarding", after="closed")
    answered = event(3, "answered", "2026-11-20 10:00")

    assert only([event(1, "asked", "2026-11-19"), closed, answered]).state is State.MET


# -- order, days, corrections -------------------------------------------------------------------------------------------


def test_what_was_entered_late_falls_into_its_place() -> None:
    late_entry = clocks(
        [event(9, "asked", "2026-11-02"), event(3, "answered", "2026-11-05"), event(1, "asked", "2026-11-10")]
    )

    assert [(clock.root_event, clock.state) for clock in late_entry] == [(9, State.MET), (1, State.OPEN)]


def test_an_answer_before_the_question_does_not_count() -> None:
    assert only([event(1, "answered", "2026-11-18"), event(2, "asked", "2026-11-19")]).state is State.OPEN


def test_an_answer_entered_later_for_the_same_day_counts_although_only_its_day_is_known() -> None:
    clock = only([event(1, "asked", "2026-11-19 14:00"), event(2, "answered", "2026-11-19 00:00")])

    assert (clock.state, clock.met_at) == (State.MET, at("2026-11-19 14:00"))


def test_a_cancellation_entered_later_for_the_same_day_counts_too() -> None:
    clock = only([event(1, "asked", "2026-11-19 14:00"), event(2, "case.closed", "2026-11-19 00:00")])

    assert (clock.state, clock.cancelled_at) == (State.CANCELLED, at("2026-11-19 14:00"))


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    asked = event(1, "asked", "2026-11-19")
    earlier = event(2, "asked", "2026-11-16", corrects=1)
    earlier_still = event(3, "asked", "2026-11-12", corrects=2)

    clock = only([asked, earlier, earlier_still])

    assert (clock.root_event, clock.started_on, clock.due_on) == (1, date(2026, 11, 12), date(2026, 11, 19))


def test_an_event_corrected_into_another_no_longer_counts() -> None:
    events = [
        event(1, "asked", "2026-11-16"),
        event(2, "answered", "2026-11-17"),
        event(3, "note.added", "2026-11-17", corrects=2),
    ]

    assert only(events).state is State.OPEN


def test_the_root_is_taken_as_given_where_it_is() -> None:
    corrected = Event(7, "asked", {}, at("2026-11-16"), corrects=4, root=4)

    assert only([corrected]).root_event == 4


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        fold([Event(1, "asked", {}, datetime(2026, 11, 16))], [standard()], ENGLAND)


# -- what a second start means ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("first", [(1, State.OPEN)]),
        ("each", [(1, State.OPEN), (2, State.OPEN)]),
        ("latest", [(1, State.CANCELLED), (2, State.OPEN)]),
    ],
)
def test_a_second_start(restart: str, expected: list[tuple[int, State]]) -> None:
    found = clocks([event(1, "asked", "2026-11-16"), event(2, "asked", "2026-11-18")], standard(restart=restart))

    assert [(clock.root_event, clock.state) for clock in found] == expected


def test_a_dropped_clock_forgets_what_would_have_met_it_later() -> None:
    events = [event(1, "asked", "2026-11-16"), event(2, "asked", "2026-11-18"), event(3, "answered", "2026-11-19")]

    dropped, answered = clocks(events, standard(restart="latest"))

    assert (dropped.cancelled_event, dropped.met_event, answered.met_event) == (2, None, 3)


def test_what_comes_round_meets_one_clock_and_starts_the_next() -> None:
    row = standard(starts_on=["visited"], met_by=["visited"], unit="calendar days", amount=7)
    visits = [event(1, "visited", "2026-11-02"), event(2, "visited", "2026-11-09"), event(3, "visited", "2026-11-20")]

    assert [(clock.root_event, clock.state) for clock in clocks(visits, row)] == [
        (1, State.MET),
        (2, State.MET_LATE),
        (3, State.OPEN),
    ]


def test_a_dormant_standard_runs_no_clock_and_the_version_of_the_day_does() -> None:
    first = standard(effective_to="2026-03-31")
    second = standard(version=2, amount=3, effective_from="2026-04-01")

    assert clocks([event(1, "asked", "2026-11-16")], standard(adopted=False, dormant=True)) == []
    assert clocks([event(1, "asked", "2011-11-16")], first) == []
    before, after = clocks(
        [event(1, "asked", "2026-03-31"), event(2, "asked", "2026-04-30")],
        *[
            standard(effective_to="2026-03-31", restart="each"),
            standard(version=2, amount=3, effective_from="2026-04-01", restart="each"),
        ],
    )
    assert (before.version, before.due_on, after.version, after.due_on) == (1, date(2026, 4, 9), 2, date(2026, 5, 6))
    assert (first.version, second.version) == (1, 2)


# -- pauses -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paused", "resumed", "due"),
    [
        ("2026-11-20", "2026-11-20", date(2026, 11, 26)),  # the same day: nothing stood still
        ("2026-11-20", "2026-11-25", date(2026, 12, 1)),  # 4 days were left
        ("2026-11-20", "2026-11-28", date(2026, 12, 3)),  # resumed on a Saturday
        ("2026-11-26", "2026-11-28", date(2026, 11, 30)),  # paused on the last day, resumed on a Saturday
        ("2026-11-26", "2026-12-01", date(2026, 12, 1)),
        ("2026-11-27", "2026-12-01", date(2026, 11, 26)),  # too late to help
        ("2026-12-23", "2027-01-04", date(2026, 11, 26)),
    ],
)
def test_a_pause_leaves_what_was_left(paused: str, resumed: str, due: date) -> None:
    events = [event(1, "asked", "2026-11-19"), event(2, "paused", paused), event(3, "resumed", resumed)]

    assert only(events, standard(**PAUSING)).due_on == due


def test_days_months_and_hours_pause_by_what_has_passed() -> None:
    def due(unit: str, amount: int) -> Clock:
        events = [
            event(1, "asked", "2026-11-19 09:00"),
            event(2, "paused", "2026-11-20 09:00"),
            event(3, "resumed", "2026-11-23 15:00"),
        ]
        return only(events, standard(unit=unit, amount=amount, **PAUSING))

    assert due("calendar days", 10).due_on == date(2026, 12, 2)
    assert due("months", 1).due_on == date(2026, 12, 22)
    assert due("hours", 48).due_at == at("2026-11-24 15:00")
    assert due("hours", 12).due_at == at("2026-11-19 21:00")


def test_a_paused_clock_cannot_become_late_until_it_goes_on() -> None:
    paused = only([event(1, "asked", "2026-11-19"), event(2, "paused", "2026-11-20 10:00")], standard(**PAUSING))

    assert (paused.state, paused.due_on, paused.late_at) == (State.PAUSED, date(2026, 11, 26), None)
    assert (paused.pauses[0].from_on, paused.pauses[0].until_on, paused.pauses[0].ended_by) == (
        date(2026, 11, 20),
        None,
        None,
    )


def test_a_pause_does_not_cure_what_was_late_before_it() -> None:
    paused = only([event(1, "asked", "2026-11-02"), event(2, "paused", "2026-11-20")], standard(**PAUSING))

    assert (paused.state, paused.late_at) == (State.PAUSED, at("2026-11-10"))
    assert fell_due(paused, at("2026-11-20")) == date(2026, 11, 9)


def test_what_ends_a_clock_ends_its_pause() -> None:
    events = [event(1, "asked", "2026-11-19"), event(2, "paused", "2026-11-20"), event(3, "answered", "2026-12-10")]

    clock = only(events, standard(**PAUSING))

    assert (clock.state, clock.pauses[0].until_on, clock.pauses[0].ended_by) == (State.MET, date(2026, 12, 10), 3)
    assert clock.due_on == date(2026, 12, 16)


def test_pauses_follow_one_another_and_strays_do_nothing() -> None:
    events = [
        event(1, "resumed", "2026-11-18"),
        event(2, "asked", "2026-11-19 09:00"),
        event(3, "resumed", "2026-11-19 10:00"),
        event(4, "paused", "2026-11-20 09:00"),
        event(5, "paused", "2026-11-21 09:00"),
        event(6, "resumed", "2026-11-23 09:00"),
        event(7, "paused", "2026-11-24 09:00"),
        event(8, "resumed", "2026-11-25 09:00"),
        event(9, "answered", "2026-12-01 09:00"),
        event(10, "paused", "2026-12-02 09:00"),
    ]

    clock = only(events, standard(**PAUSING))

    assert [(p.began_by, p.ended_by) for p in clock.pauses] == [(4, 6), (7, 8)]
    assert clock.due_on == date(2026, 11, 30)


def test_resuming_entered_later_for_the_same_day_ends_the_pause() -> None:
    events = [
        event(1, "asked", "2026-11-19"),
        event(2, "paused", "2026-11-20 15:00"),
        event(3, "resumed", "2026-11-20 00:00"),
    ]

    clock = only(events, standard(**PAUSING))

    assert (clock.state, clock.pauses[0].until_at) == (State.OPEN, at("2026-11-20 15:00"))


@pytest.mark.parametrize(("held", "state"), [(True, State.PAUSED), (False, State.OPEN)])
def test_a_hold_in_force_when_a_clock_starts_holds_it_where_the_standard_says_so(held: bool, state: State) -> None:
    events = [event(1, "paused", "2026-11-10"), event(2, "asked", "2026-11-19")]
    row = standard(held_from_start=held, **PAUSING)

    assert only(events, row).state is state
    assert only([*events, event(3, "resumed", "2026-11-26")], row).due_on == (
        date(2026, 12, 3) if held else date(2026, 11, 26)
    )


def test_a_hold_that_was_lifted_before_a_clock_starts_does_not_hold_it() -> None:
    events = [event(1, "paused", "2026-11-10"), event(2, "resumed", "2026-11-11"), event(3, "asked", "2026-11-19")]

    assert only(events, standard(held_from_start=True, **PAUSING)).pauses == ()


def test_the_verdict_holds_the_report_by_itself() -> None:
    events = [
        event(1, "aim.hold_began", "2026-11-02"),
        event(2, "aim.consent_complete", "2026-11-16"),
        event(3, "aim.hold_ended", "2026-12-14"),
    ]

    clock = only(events, shipped("T26"))

    assert clock.due_on == date(2027, 1, 28)
    assert clock.pauses[0].reason == "the court has not yet recorded a conviction"


# -- dates that come from facts -----------------------------------------------------------------------------------------


def before(amount: int, **changes: object) -> Clock:
    events = [
        event(1, "called", "2026-11-02", held_on="2026-12-07"),
        event(2, "moved", "2026-11-10", held_on=changes.pop("moved_to", "2026-12-09")),
    ]
    terms = {"unit": "before event", "date_fact": "held_on", "starts_on": ["called"], "dated_by": ["called", "moved"]}
    return only(events, standard(**{**terms, "amount": amount, **changes}))


def test_days_before_an_event_move_with_it() -> None:
    assert before(0).due_on == date(2026, 12, 9)
    assert before(5).due_on == date(2026, 12, 2)
    assert before(5, counting="calendar days").due_on == date(2026, 12, 4)
    assert before(2, moved_to="2026-12-12").due_on == date(2026, 12, 10)  # a Saturday: the Thursday before
    assert before(0, moved_to="2026-12-12").due_on == date(2026, 12, 12)


def test_a_date_nobody_has_given_yet_is_said_to_be_missing() -> None:
    clock = only([event(1, "sentence.passed", "2026-11-02", order="custody")], shipped("T39"))

    assert (clock.due_on, clock.late_at, clock.provisional) == (None, None, DATE_NOT_KNOWN)


def test_the_first_review_sets_the_date_in_custody() -> None:
    events = [
        event(1, "sentence.passed", "2026-11-02", order="custody"),
        event(2, "custody.first_review_set", "2026-11-05", first_review_on="2026-12-01"),
    ]

    assert only(events, shipped("T39")).due_on == date(2026, 11, 30)  # the working day before it
    before = event(3, "aim.started", "2026-10-01")
    assert only([*events, before], shipped("T39")).met_at is None, "of what it is, nobody has said"
    handed = event(4, "custody.aim_handed_over", "2026-11-10")
    assert only([*events, before, handed], shipped("T39")).met_at is not None


def test_preparing_for_eighteen_begins_at_seventeen_and_a_half() -> None:
    clock = only([event(1, "birth_date.recorded", "2026-11-02", born_on=date(2010, 8, 31))], shipped("T47a"))

    assert clock.due_on == date(2028, 2, 29)


# -- extensions, breaches, the end of the calendar ----------------------------------------------------------------------


def extended(until: str = "2026-12-10", **changes: object) -> Clock:
    events = [
        event(1, "asked", "2026-11-19"),
        event(2, EXTENDED, "2026-11-25", standard="X1", until=until),
        event(3, EXTENDED, "2026-11-25", standard="X1", until="2027-01-29", root_event=99),
        event(4, EXTENDED, "2026-11-25", standard="X9", until="2027-01-29"),
        event(5, "answered", "2026-12-02"),
        event(6, EXTENDED, "2026-12-03", standard="X1", until="2027-01-29"),
    ]
    return only(events, standard(**changes))


def test_an_extension_stands_beside_the_due_date() -> None:
    by_law, local = extended(), extended(basis="local")

    assert (by_law.due_on, by_law.extended_to, by_law.judged_on, by_law.state) == (
        date(2026, 11, 26),
        date(2026, 12, 10),
        date(2026, 11, 26),
        State.MET_LATE,
    )
    assert (local.due_on, local.judged_on, local.late_at, local.state) == (
        date(2026, 11, 26),
        date(2026, 12, 10),
        at("2026-12-11"),
        State.MET,
    )
    assert extended(until="2026-11-20", basis="local").judged_on == date(2026, 11, 26)
    assert extended(basis="local", adopted=False).late_at is None
    assert len(local.extensions) == 1


def test_an_extension_agreed_when_the_date_had_passed_cures_nothing() -> None:
    asked = event(1, "asked", "2026-11-19")
    too_late = event(2, EXTENDED, "2026-11-27 09:00", standard="X1", until="2026-12-10")
    in_time = event(2, EXTENDED, "2026-11-26 17:00", standard="X1", until="2026-12-10")
    again = event(3, EXTENDED, "2026-12-09", standard="X1", until="2026-12-18")

    assert only([asked, too_late], standard(basis="local")).judged_on == date(2026, 11, 26)
    assert only([asked, too_late, again], standard(basis="local")).judged_on == date(2026, 11, 26)
    assert only([asked, in_time, again], standard(basis="local")).judged_on == date(2026, 12, 18)


def test_hours_extended_run_to_the_end_of_the_day_agreed() -> None:
    clock = only(
        [
            event(1, "asked", "2026-11-19 14:00"),
            event(2, EXTENDED, "2026-11-19 15:00", standard="X1", until="2026-11-23"),
        ],
        standard(unit="hours", amount=24, basis="local"),
    )

    assert (clock.due_at, clock.late_at) == (at("2026-11-20 14:00"), at("2026-11-24"))


# -- pauses people ask for ----------------------------------------------------------------------------------------------


def paused(*events: Event, **changes: object) -> Clock:
    """Five working days from Thursday 19 November, with these pauses."""
    return only([event(1, "asked", "2026-11-19"), *events], standard(**{**PAUSING, **changes}))


def stop(id: int, when: str, reason: str = "information_requested", **facts: object) -> Event:
    return event(id, PAUSED, when, **{"standard": "X1", "root_event": 1, "reason": reason, **facts})


def go(id: int, when: str, **facts: object) -> Event:
    return event(id, RESUMED, when, **{"standard": "X1", "root_event": 1, **facts})


def spans(clock: Clock) -> list[tuple[date, date | None]]:
    return [(pause.from_on, pause.until_on) for pause in clock.pauses]


def test_a_person_lets_a_clock_stand_still_and_go_on() -> None:
    still = paused(stop(2, "2026-11-23 10:00"))
    gone_on = paused(stop(2, "2026-11-23 10:00"), go(3, "2026-11-25 10:00"))

    assert (still.state, still.late_at, still.pauses[0].reason) == (
        State.PAUSED,
        None,
        "more information has been asked for",
    )
    assert (gone_on.state, gone_on.due_on) == (State.OPEN, date(2026, 11, 30))
    assert spans(gone_on) == [(date(2026, 11, 23), date(2026, 11, 25))]


@pytest.mark.policy("P6.2")
@pytest.mark.parametrize("reason", ["criminal_investigation", "consent_pending", "a holiday", ""])
def test_a_reason_the_standard_does_not_know_stops_nothing_even_when_recorded(reason: str) -> None:
    assert paused(stop(2, "2026-11-23", reason)).state is State.OPEN


def test_a_pause_of_another_clock_or_standard_stops_nothing() -> None:
    assert paused(stop(2, "2026-11-23", root_event=99)).state is State.OPEN
    assert paused(stop(2, "2026-11-23", standard="X9")).state is State.OPEN
    assert paused(stop(2, "2026-11-23", root_event=None)).state is State.PAUSED


def test_a_person_cannot_wave_through_what_waits_for_an_event() -> None:
    """And the other way: what the verdict ends is not what a person asked for (P6.5)."""
    held = event(2, "paused", "2026-11-20")

    assert paused(held, go(3, "2026-11-23")).state is State.PAUSED
    assert paused(stop(2, "2026-11-20"), event(3, "resumed", "2026-11-23")).state is State.PAUSED


def test_pauses_of_both_kinds_that_overlap_count_once() -> None:
    overlapping = paused(
        stop(2, "2026-11-20"), event(3, "paused", "2026-11-23"), go(4, "2026-11-24"), event(5, "resumed", "2026-11-26")
    )
    within = paused(
        stop(2, "2026-11-20"), event(3, "paused", "2026-11-23"), event(4, "resumed", "2026-11-24"), go(5, "2026-11-26")
    )

    assert spans(overlapping) == [
        (date(2026, 11, 20), date(2026, 11, 24)),
        (date(2026, 11, 24), date(2026, 11, 26)),
    ]
    assert spans(within) == [(date(2026, 11, 20), date(2026, 11, 26))]
    assert overlapping.due_on == within.due_on == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("last", "by", "broken"),
    [
        (None, "2026-11-26 23:59", None),
        (None, "2026-11-27 00:00", date(2026, 11, 26)),
        (("answered", "2026-11-26"), "2027-01-01", None),
        (("answered", "2026-11-30"), "2026-12-01", date(2026, 11, 26)),
        (("case.closed", "2026-11-25"), "2027-01-01", None),
        (("case.closed", "2026-11-30"), "2026-12-01", date(2026, 11, 26)),
    ],
)
def test_broken_by_then(last: tuple[str, str] | None, by: str, broken: date | None) -> None:
    events = [event(1, "asked", "2026-11-19"), *([event(2, *last)] if last else [])]

    assert fell_due(only(events), at(by)) == broken


def test_past_the_known_calendar_the_date_is_a_marked_guess() -> None:
    bounded = Holidays(ENGLAND.names, known_from=date(2012, 1, 1), known_until=date(2026, 12, 31))

    inside = only([event(1, "asked", "2026-12-18")], holidays=bounded)
    beyond = only([event(1, "asked", "2026-12-30")], holidays=bounded)

    assert (inside.due_on, inside.provisional) == (date(2026, 12, 29), "")
    assert beyond.due_on == date(2027, 1, 7)
    assert "ends on 31 December 2026" in beyond.provisional


# -- any chronology -----------------------------------------------------------------------------------------------------

CODES = ["asked", "answered", "paused", "resumed", "case.closed", EXTENDED, PAUSED, RESUMED]
instants = st.integers(0, 24 * 400).map(lambda hours: at("2025-06-01") + timedelta(hours=hours))


@st.composite
def chronologies(draw: st.DrawFn) -> list[Event]:
    """Events in any order, back-dated, corrected, on a few keys."""
    events: list[Event] = []
    for id in range(1, draw(st.integers(1, 14)) + 1):
        corrects = draw(st.none() | st.sampled_from([e.id for e in events])) if events and draw(st.booleans()) else None
        code = draw(st.sampled_from(CODES))
        facts = {"standard": "X1", "until": draw(instants).date().isoformat()} if code == EXTENDED else {}
        if code in (PAUSED, RESUMED):
            facts = {"standard": "X1", "reason": draw(st.sampled_from(["information_requested", "consent_pending"]))}
        facts |= {"agency": draw(st.sampled_from(["school", "police"]))} if draw(st.booleans()) else {}
        events.append(Event(id, code, facts, draw(instants), corrects=corrects))
    return events


rows = st.builds(
    lambda **changes: standard(**{**changes, **PAUSING}),
    unit=st.sampled_from(["working days", "calendar days", "months", "hours", "school days"]),
    amount=st.integers(1, 40),
    restart=st.sampled_from(["first", "each", "latest"]),
    key_fact=st.sampled_from(["", "agency"]),
    held_from_start=st.booleans(),
    basis=st.sampled_from(["statutory", "local"]),
)


@given(chronologies(), rows, st.randoms())
def test_any_chronology_folds_to_the_same_clocks_in_any_order(events: list[Event], row: object, random: object) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    folded = fold(events, [row], ENGLAND)  # type: ignore[list-item]

    assert folded == fold(shuffled, [row], ENGLAND)  # type: ignore[list-item]
    assert len({clock.identity for clock in folded}) == len(folded)


@given(chronologies(), rows)
def test_any_clock_makes_sense(events: list[Event], row: object) -> None:
    for clock in fold(events, [row], ENGLAND):  # type: ignore[list-item]
        assert (clock.state in (State.MET, State.MET_LATE)) == (clock.met_at is not None)
        assert (clock.state is State.CANCELLED) == (clock.cancelled_at is not None)
        assert clock.met_at is None or clock.met_at >= clock.started_at
        assert clock.due_on is not None
        assert clock.due_on >= clock.started_on
        assert (clock.state is State.PAUSED) == (
            clock.state in RUNNING and any(p.until_at is None for p in clock.pauses)
        )
        assert all(p.until_at is None or p.from_at <= p.until_at for p in clock.pauses)
        assert all(
            a.until_at is not None and a.until_at <= b.from_at
            for a, b in zip(clock.pauses, clock.pauses[1:], strict=False)
        )
        if clock.state is State.MET_LATE:
            assert fell_due(clock, clock.met_at) == clock.judged_on  # type: ignore[arg-type]


@given(chronologies(), rows, st.data())
def test_repeating_an_event_as_its_own_correction_changes_nothing(
    events: list[Event], row: object, data: st.DataObject
) -> None:
    before = fold(events, [row], ENGLAND)  # type: ignore[list-item]
    uncorrected = [e for e in events if e.corrects is None and not any(o.corrects == e.id for o in events)]
    if not uncorrected:
        return
    same = data.draw(st.sampled_from(uncorrected))

    again = Event(len(events) + 1, same.code, same.facts, same.occurred_at, corrects=same.id)

    assert fold([*events, again], [row], ENGLAND) == before  # type: ignore[list-item]


@given(instants, st.integers(1, 30), st.lists(st.integers(0, 200), min_size=2, max_size=2))
def test_a_pause_leaves_exactly_the_working_days_that_were_left(
    started: datetime, amount: int, hours: list[int]
) -> None:
    row = standard(amount=amount, **PAUSING)
    paused = started + timedelta(hours=hours[0])
    resumed = paused + timedelta(hours=hours[1])
    plain = fold([Event(1, "asked", {}, started)], [row], ENGLAND)[0]
    clock = fold(
        [Event(1, "asked", {}, started), Event(2, "paused", {}, paused), Event(3, "resumed", {}, resumed)],
        [row],
        ENGLAND,
    )[0]
    (pause,) = clock.pauses

    assert plain.due_on is not None
    assert clock.due_on is not None
    assert pause.until_on is not None
    if pause.from_on > plain.due_on:
        assert clock.due_on == plain.due_on
    else:
        left = working_days_between(pause.from_on, plain.due_on, ENGLAND)
        assert left == 0 or working_days_between(pause.until_on, clock.due_on, ENGLAND) == left
        assert clock.due_on >= max(plain.due_on, pause.until_on)


def test_late_begins_where_the_day_ends() -> None:
    assert only([event(1, "asked", "2026-03-24 10:00")], standard(amount=3)).late_at == end_of(date(2026, 3, 27))
    assert BASE["amount"] == 5
