"""The day a clock is due: counted by its standard from its start, or dated by a fact. Pure."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hsb.timeliness.calendar import (
    CalendarEnds,
    Holidays,
    add_months,
    add_working_days,
    day_of_age,
    end_of,
    local_date,
    next_working_day,
    working_days_between,
)
from hsb.timeliness.facts import DATE_NOT_KNOWN, SCHOOL_CALENDAR_MISSING, Fact, Pause
from hsb.timeliness.standards import (
    COUNTED_IN_WORKING_DAYS,
    Standard,
    Unit,
)


def due_unless_calendar_ends(
    standard: Standard,
    key: str,
    start: Fact,
    pauses: tuple[Pause, ...],
    facts: list[Fact],
    holidays: Holidays | frozenset[date],
) -> tuple[date | None, datetime | None, str]:
    """Answer the due day, the instant it ends, and why it may still move; past the known calendar it is a marked guess."""
    provisional = SCHOOL_CALENDAR_MISSING if standard.unit is Unit.SCHOOL_DAYS else ""
    try:
        due = _due(standard, key, start, pauses, facts, holidays)
    except CalendarEnds as beyond:
        assert isinstance(holidays, Holidays)
        due = _due(standard, key, start, pauses, facts, holidays.without_limits())
        provisional = beyond.sentence
    if due is None:
        return None, None, DATE_NOT_KNOWN if standard.has_due_date else ""
    return *due, provisional


def _due(
    standard: Standard,
    key: str,
    start: Fact,
    pauses: tuple[Pause, ...],
    facts: list[Fact],
    holidays: Holidays | frozenset[date],
) -> tuple[date, datetime] | None:
    """Answer the due day and the first instant after it (or the very instant, for hours)."""
    if standard.unit is Unit.MEASURE:
        return None
    if standard.unit is Unit.HOURS:
        instant = start.at.astimezone(UTC) + timedelta(hours=standard.amount)
        for pause in pauses:
            if pause.until_at is not None and pause.from_at <= instant:
                instant += pause.until_at - pause.from_at
        return local_date(instant), instant
    if standard.unit in (Unit.BEFORE_EVENT, Unit.AT_AGE):
        day = _dated_by_a_fact(standard, key, start, facts, holidays)
        return None if day is None else (day, end_of(day))
    day = _counted_from(standard, anchor(standard, start), holidays)
    for pause in pauses:
        if pause.until_on is not None and pause.from_on <= day:
            day = _carried_over(standard, day, pause.from_on, pause.until_on, holidays)
    return day, end_of(day)


def anchor(standard: Standard, start: Fact) -> date:
    """Answer the day a standard counts from: that of the event, or one the event says, whenever it was recorded."""
    named = start.facts.get(standard.anchor_fact) if standard.anchor_fact else None
    return as_date(named) + timedelta(days=standard.anchor_days) if named else start.day


def _counted_from(standard: Standard, day: date, holidays: Holidays | frozenset[date]) -> date:
    """Answer the last day of the time the standard gives, from its trigger day."""
    if standard.unit is Unit.MONTHS:
        after = add_months(day, standard.amount)
        return after - timedelta(days=1) if standard.include_trigger_day else after
    day_nought = day - timedelta(days=1) if standard.include_trigger_day else day
    if standard.unit in COUNTED_IN_WORKING_DAYS:
        return add_working_days(day_nought, standard.amount, holidays)
    return day_nought + timedelta(days=standard.amount)


def _carried_over(
    standard: Standard, due: date, paused: date, resumed: date, holidays: Holidays | frozenset[date]
) -> date:
    """Answer the due day with what was left of the time at the pause counted on from the day of resuming."""
    if standard.unit in COUNTED_IN_WORKING_DAYS:
        left = working_days_between(paused, due, holidays)
        return add_working_days(resumed, left, holidays) if left else next_working_day(resumed, holidays)
    return resumed + (due - paused)


def _dated_by_a_fact(
    standard: Standard, key: str, start: Fact, facts: list[Fact], holidays: Holidays | frozenset[date]
) -> date | None:
    """Answer the day an event's date sets; None until such an event has said a date. The last word counts."""
    sources = (
        [f for f in facts if f.is_one_of(standard.dated_by) and f.speaks_to(standard, key)]
        if standard.dated_by
        else [start]
    )
    said = [source.facts[standard.date_fact] for source in sources if source.facts.get(standard.date_fact)]
    if not said:
        return None
    day = as_date(said[-1])
    if standard.unit is Unit.AT_AGE:
        return day_of_age(day, standard.amount)
    if standard.counting is Unit.CALENDAR_DAYS:
        return day - timedelta(days=standard.amount)
    # Counted back from a day off, its next working day stands for it: two working days before a Saturday is the Thursday.
    return add_working_days(next_working_day(day, holidays), -standard.amount, holidays) if standard.amount else day


def as_date(value: Any) -> date:
    """Answer the date a fact carries: ISO text, as facts are stored, or a date already. Reviews of safety plans were once recorded
    in words, “7 December 2026”, and what is recorded stays."""
    if isinstance(value, date):
        return value
    text = str(value)
    return datetime.strptime(text, "%d %B %Y").replace(tzinfo=UTC).date() if " " in text else date.fromisoformat(text)
