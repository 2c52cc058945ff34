"""The shipped table, clock by clock: every unit, every pause, before an event, at an age, bail by the day of arrest."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from hsb.timeliness.facts import Event, State
from hsb.timeliness.fold import Clock, fold
from hsb.timeliness.standards import PauseReason, Standard, Unit
from tests.hsb.timeliness.builders import ENGLAND, SHIPPED, at, event, shipped


def clock_of(code: str, *events: Event, **changes: object) -> Clock:
    """The one clock of a shipped row; those that await their screens run here, as they will."""
    (clock,) = fold(events, [replace(shipped(code), awaiting=False, dormant=False, **changes)], ENGLAND)
    return clock


PAUSING = [row for row in SHIPPED if row.pauses_on]


def test_every_unit_is_in_the_table() -> None:
    assert {row.unit for row in SHIPPED} == set(Unit)


@pytest.mark.parametrize("row", PAUSING, ids=lambda row: row.code)
def test_a_pause_of_the_table_stops_its_clock_and_resuming_gives_back_what_was_left(row: Standard) -> None:
    start = {name: value if not hasattr(value, "low") else "2026-01-05" for name, value in row.starts_on[0].where}
    begun = event(1, row.starts_on[0].event, "2026-01-05 10:00", **start)
    stop = event(2, row.pauses_on[0].event, "2026-01-07 10:00")
    go = event(3, row.resumes_on[0].event, "2026-01-14 10:00")

    plain = clock_of(row.code, begun, adopted=True)
    paused = clock_of(row.code, begun, stop, adopted=True)
    resumed = clock_of(row.code, begun, stop, go, adopted=True)

    assert (plain.state, paused.state, resumed.state) == (State.OPEN, State.PAUSED, State.OPEN)
    assert paused.late_at is None
    assert plain.due_on is not None and resumed.due_on is not None
    assert resumed.due_on > plain.due_on
    assert PauseReason.CRIMINAL_INVESTIGATION not in row.pause_reasons


@pytest.mark.policy("P6.5")
def test_a_verdict_pending_holds_the_assessment_by_itself_and_lets_go_when_the_court_has_spoken() -> None:
    held = event(1, "aim.hold_began", "2026-01-02 10:00")
    consent = event(2, "aim.consent_complete", "2026-01-05 10:00")
    verdict = event(3, "aim.hold_ended", "2026-02-02 10:00")

    waiting = clock_of("T26", held, consent, adopted=True)
    spoken = clock_of("T26", held, consent, verdict, adopted=True)

    assert (waiting.state, waiting.late_at) == (State.PAUSED, None)
    assert spoken.state is State.OPEN
    assert spoken.due_on == date(2026, 3, 16)  # 30 working days from the verdict
    assert shipped("T26").pause_reasons == ()  # nobody holds it by hand: the proceedings do


@pytest.mark.policy("P6.2")
@pytest.mark.parametrize("row", [row for row in SHIPPED if row.strand == "youth_offending"], ids=lambda row: row.code)
def test_no_clock_of_the_youth_offending_service_waits_for_an_investigation(row: Standard) -> None:
    named = {trigger.event for trigger in (*row.pauses_on, *row.cancels_on)}

    assert not named & {"criminal.recorded", "investigation.opened", "bail.started", "charging.papers_sent"}


@pytest.mark.parametrize(
    ("code", "born_on", "due"),
    [
        ("T47a", "2010-05-31", date(2027, 11, 30)),
        ("T47b", "2010-05-31", date(2028, 5, 31)),
        ("T47b", "2008-02-29", date(2026, 3, 1)),
        ("T47b", "2008-02-28", date(2026, 2, 28)),
    ],
)
def test_at_an_age(code: str, born_on: str, due: date) -> None:
    started = event(1, shipped(code).starts_on[0].event, "2026-01-05 10:00", **{shipped(code).date_fact: born_on})

    assert clock_of(code, started).due_on == due


@pytest.mark.parametrize(
    ("code", "arrested_on", "runs"),
    [
        ("T30", "2022-10-28", True),
        ("T30", "2022-10-27", False),
        ("T32a", "2022-10-27", False),  # retired: nobody is on bail any more from an arrest so long ago
    ],
)
def test_bail_runs_by_the_law_of_the_day_of_arrest(code: str, arrested_on: str, runs: bool) -> None:
    bail = event(1, "bail.started", "2022-11-01 10:00", arrested_on=arrested_on, period=1)

    assert bool(fold([bail], [replace(shipped(code), awaiting=False)], ENGLAND)) is runs


def test_before_an_event_follows_the_event_when_it_moves() -> None:
    called = event(1, "conference.report_asked", "2026-01-05 10:00", agency="school", held_on="2026-01-30")
    moved = event(2, "conference.moved", "2026-01-06 10:00", held_on="2026-02-02")

    assert clock_of("T7a", called).due_on == date(2026, 1, 28)
    assert clock_of("T7a", called, moved).due_on == date(2026, 1, 29)


@pytest.mark.parametrize(
    ("started", "due_at"),
    [
        ("2026-03-28 10:00", "2026-03-31 11:00"),  # the clocks go forward: 72 hours are 72 hours
        ("2026-10-24 10:00", "2026-10-27 09:00"),
        ("2026-11-02 10:00", "2026-11-05 10:00"),
    ],
)
def test_hours_are_hours_when_the_clocks_change(started: str, due_at: str) -> None:
    known: datetime | None = clock_of("T50", event(1, "data_breach.known", started)).due_at

    assert known == at(due_at)
