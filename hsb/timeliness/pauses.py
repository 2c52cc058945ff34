"""When a clock stood still and when a later date was agreed, read from what happened. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from hsb.timeliness.calendar import (
    local_date,
)
from hsb.timeliness.due import as_date
from hsb.timeliness.facts import EXTENDED, PAUSED, RESUMED, End, Extension, Fact, Pause
from hsb.timeliness.standards import PAUSE_WORDS, Standard


def pauses_of(standard: Standard, key: str, start: Fact, end: End | None, facts: list[Fact]) -> tuple[Pause, ...]:
    """Answer the stretches in which the clock stood still, none overlapping: those that events bring, and those that people asked
    for. Each kind goes on by its own: a person cannot wave through what waits for an event."""
    stops = [fact for fact in facts if fact.is_one_of(standard.pauses_on) and fact.speaks_to(standard, key)]
    goes = [fact for fact in facts if fact.is_one_of(standard.resumes_on) and fact.speaks_to(standard, key)]
    holding = _held_at_start(start, stops, goes) if standard.held_from_start else None
    by_events = _stretches(standard, start, end, stops, goes, holding)
    named = [fact for fact in facts if fact.names(standard, start)]
    asked = [fact for fact in named if fact.code == PAUSED and fact.facts.get("reason") in standard.pause_reasons]
    by_people = _stretches(standard, start, end, asked, [fact for fact in named if fact.code == RESUMED], None)
    return tuple(_apart(by_events + by_people)) if by_people else tuple(by_events)


def _stretches(
    standard: Standard, start: Fact, end: End | None, stops: list[Fact], goes: list[Fact], holding: Fact | None
) -> list[Pause]:
    """Answer the pauses of one kind. The clock's end closes one that is still open."""
    stops = [fact for fact in stops if fact.follows(start) and (end is None or fact.at < end.at)]
    goes = [fact for fact in goes if fact.follows(start) and (end is None or fact.at < end.at)]
    pauses: list[Pause] = []
    since = start.at
    while holding or stops:
        if holding is None:
            holding = stops.pop(0)
            since = max(since, holding.at)
        resumed = next((fact for fact in goes if fact.follows(holding)), None)
        if resumed is None:
            pauses.append(_pause(standard, holding, since, end.event.root if end else None, end.at if end else None))
            break
        until = max(resumed.at, since)
        pauses.append(_pause(standard, holding, since, resumed.root, until))
        goes = goes[goes.index(resumed) + 1 :]
        stops = [fact for fact in stops if fact.at >= until]
        holding, since = None, until
    return pauses


def _apart(pauses: list[Pause]) -> Iterator[Pause]:
    """Answer the pauses in order, each from where the one before it ended: what stood still anyway is not counted twice."""
    reached: datetime | None = None
    for pause in sorted(pauses, key=lambda one: (one.from_at, one.began_by)):
        if reached is not None and pause.from_at < reached:
            if pause.until_at is not None and pause.until_at <= reached:
                continue
            pause = replace(pause, from_at=reached, from_on=local_date(reached))
        yield pause
        if pause.until_at is None:
            return
        reached = pause.until_at


def _held_at_start(start: Fact, stops: list[Fact], goes: list[Fact]) -> Fact | None:
    """Answer the pause that was in force when the clock started, if one was."""
    earlier = [fact for fact in stops if fact.order < start.order]
    if not earlier or any(earlier[-1].order < fact.order < start.order for fact in goes):
        return None
    return earlier[-1]


def _pause(standard: Standard, began: Fact, since: datetime, ended_by: int | None, until: datetime | None) -> Pause:
    return Pause(
        from_at=since,
        from_on=local_date(since),
        until_at=until,
        until_on=local_date(until) if until else None,
        reason=PAUSE_WORDS[began.facts["reason"]] if began.code == PAUSED else standard.paused_because,
        began_by=began.root,
        ended_by=ended_by,
    )


def extensions_of(standard: Standard, start: Fact, end: End | None, facts: list[Fact]) -> tuple[Extension, ...]:
    """Answer the dates agreed beside the due date while the clock ran."""
    return tuple(
        Extension(until=as_date(fact.facts["until"]), agreed_at=fact.at, event=fact.root)
        for fact in facts
        if fact.code == EXTENDED
        and fact.names(standard, start)
        and fact.follows(start)
        and (end is None or fact.order < end.event.order)
    )
