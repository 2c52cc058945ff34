"""Where a clock stands today, and the words for it. Pure: today is an argument."""

from collections.abc import Container
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from hsb.timeliness.calendar import CalendarEnds, Holidays, working_days_between
from hsb.timeliness.english import clock_time, counted, long_date
from hsb.timeliness.facts import State

SOON = 2
"""Due within so many working days is due soon."""
WEEKDAY_IS_ENOUGH = 6
"""Up to so many days ahead, the name of the weekday says which day is meant."""


class Standing(StrEnum):
    """What a person needs to know of a clock, in one word."""

    NOT_DUE = "not_due"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    MEASURED = "measured"


class Counted(dict[date, int]):
    """For some days, the number of working days up to each, as the calendar table has them. Stands in for the holidays."""

    def __contains__(self, day: object) -> bool:
        """No day is known to be off: only asked where a number is missing, and then weekends are all there is to go by."""
        return False


class Timed(Protocol):
    """A clock as folded, or the row that keeps it."""

    @property
    def state(self) -> str: ...
    @property
    def adopted(self) -> bool: ...
    @property
    def started_on(self) -> date: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def judged_on(self) -> date | None: ...
    @property
    def late_at(self) -> datetime | None: ...
    @property
    def met_on(self) -> date | None: ...
    @property
    def extended_to(self) -> date | None: ...


def standing(clock: Timed, today: date, holidays: Container[date] = frozenset()) -> Standing:
    """Answer where a clock stands. A suggestion nobody adopted, and a measure, are never late."""
    if clock.state == State.CANCELLED:
        return Standing.CANCELLED
    if clock.state == State.MET_LATE:
        return Standing.MET_LATE
    if clock.state == State.MET:
        return Standing.MET
    if clock.state == State.PAUSED and clock.late_at is None:
        return Standing.PAUSED
    if not clock.adopted or clock.judged_on is None:
        return Standing.MEASURED
    if clock.judged_on < today:
        return Standing.OVERDUE
    if clock.judged_on == today:
        return Standing.DUE_TODAY
    return Standing.DUE_SOON if working_days(today, clock.judged_on, holidays) <= SOON else Standing.NOT_DUE


def words(clock: Timed, today: date, holidays: Container[date] = frozenset()) -> str:
    """Answer the standing as a reader says it: "due Thursday, 2 working days", "overdue by 3 working days"."""
    match standing(clock, today, holidays):
        case Standing.CANCELLED:
            return "no longer needed"
        case Standing.MET:
            return f"done {long_date(clock.met_on)}" if clock.met_on else "done"
        case Standing.MET_LATE:
            assert clock.judged_on is not None
            assert clock.met_on is not None
            late = working_days(clock.judged_on, clock.met_on, holidays)
            return f"done {counted(late, 'working day')} late" if late else "done late, the same working day"
        case Standing.PAUSED:
            return "paused"
        case Standing.MEASURED:
            passed = working_days(clock.started_on, today, holidays)
            target = f", {_suggested(clock.due_on)}" if clock.due_on else ", no target"
            return f"{counted(passed, 'working day')} so far{target}"
        case Standing.OVERDUE:
            return _overdue(clock, today, holidays)
        case Standing.DUE_TODAY:
            return f"due today{_by_the_hour(clock)}{_extended(clock)}"
        case _:
            return _due(clock, today, holidays)


def left(clock: Timed, today: date, holidays: Container[date] = frozenset()) -> str:
    """Answer the standing for a place that already shows the date: "2 working days", "3 working days late", "today"."""
    match standing(clock, today, holidays):
        case Standing.OVERDUE:
            assert clock.judged_on is not None
            late = working_days(clock.judged_on, today, holidays)
            return f"{counted(late, 'working day')} late" if late else f"late since {clock.judged_on:%A}"
        case Standing.DUE_TODAY:
            return f"today{_by_the_hour(clock)}"
        case Standing.NOT_DUE | Standing.DUE_SOON:
            assert clock.judged_on is not None
            return counted(working_days(today, clock.judged_on, holidays), "working day")
        case _:
            return words(clock, today, holidays)


def working_days(a: date, b: date, holidays: Container[date]) -> int:
    """Count working days for display: past the known calendar weekends only, rather than no page."""
    if isinstance(holidays, Counted) and None not in (numbers := (holidays.get(a), holidays.get(b))):
        return numbers[1] - numbers[0]  # type: ignore[operator]
    try:
        return working_days_between(a, b, holidays)
    except CalendarEnds:
        assert isinstance(holidays, Holidays)
        return working_days_between(a, b, holidays.without_limits())


def _due(clock: Timed, today: date, holidays: Container[date]) -> str:
    assert clock.judged_on is not None
    left = working_days(today, clock.judged_on, holidays)
    day = f"{clock.judged_on:%A}" if (clock.judged_on - today).days <= WEEKDAY_IS_ENOUGH else long_date(clock.judged_on)
    return f"due {day}{_by_the_hour(clock)}, {counted(left, 'working day')}{_extended(clock)}"


def _overdue(clock: Timed, today: date, holidays: Container[date]) -> str:
    assert clock.judged_on is not None
    late = working_days(clock.judged_on, today, holidays)
    said = f"overdue by {counted(late, 'working day')}" if late else f"overdue since {clock.judged_on:%A}"
    return said + _extended(clock)


def _by_the_hour(clock: Timed) -> str:
    """Answer the time of day, where the clock counts hours and so ends within its day."""
    if clock.due_at is None or clock.due_on != clock.judged_on or clock_time(clock.due_at) == "12am":
        return ""
    return f" by {clock_time(clock.due_at)}"


def _extended(clock: Timed) -> str:
    """Answer what to add where a later date stands beside the due date."""
    if clock.extended_to is None:
        return ""
    if clock.judged_on == clock.due_on:
        return f" (extended to {long_date(clock.extended_to)}, which does not change the date it is held to)"
    assert clock.due_on is not None
    return f" (extended from {long_date(clock.due_on)})"


def _suggested(day: date) -> str:
    return f"suggested by {long_date(day)}"
