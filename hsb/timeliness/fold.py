"""From what happened to which clocks run: one pure function. It never sees now.

Everything about a clock that does not depend on today is worked out here, from scratch, each time: when it started, when it is
due, what met it, where it paused, what was extended or cancelled. Whether it is late *by now* is a comparison of `late_at` with
an instant, made by whoever asks (`standing.py`, the sweep).

Order. Events are taken by (occurred_at, id), so back-dated and late-entered ones fall into their place. One leniency: an event
recorded later for the same London day counts as following, because people enter many events with a date and no hour.
Corrections. An event that corrects another takes its place, wholly; the chain is known by its root, which is the clock's key.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from hsb.timeliness.calendar import (
    CalendarEnds,
    Holidays,
    add_months,
    add_working_days,
    end_of,
    local_date,
    next_working_day,
    working_days_between,
)
from hsb.timeliness.standards import (
    COUNTED_IN_WORKING_DAYS,
    PAUSE_WORDS,
    Restart,
    Standard,
    Trigger,
    Unit,
    latest_in_force,
)

EXTENDED = "clock.extended"
"""The event that adds a date beside a due date. Facts: standard, until (ISO date), and root_event when only one clock is meant."""

PAUSED, RESUMED = "clock.paused", "clock.resumed"
"""The events by which people let a clock stand still and go on. Facts: standard, root_event when only one clock is meant, and of
the first `reason`: a standard that does not know it (`pause_reasons`) runs on."""

SCHOOL_CALENDAR_MISSING = "School days are counted as working days until the school calendar is loaded."
DATE_NOT_KNOWN = "The date it depends on is not known yet."


class State(StrEnum):
    """Where a clock stands, as far as that is known without asking the time."""

    OPEN = "open"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met_late"
    CANCELLED = "cancelled"


RUNNING = frozenset({State.OPEN, State.PAUSED})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a case, as plain values. `root` is the first event of its correction chain."""

    id: int
    code: str
    facts: Mapping[str, Any]
    occurred_at: datetime
    recorded_at: datetime | None = None
    version: int = 1
    corrects: int | None = None
    root: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood still: from the day after `from_on` to `until_on` nothing is counted."""

    from_at: datetime
    from_on: date
    until_at: datetime | None
    until_on: date | None
    reason: str
    began_by: int
    ended_by: int | None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later date agreed beside the due date, never in its place."""

    until: date
    agreed_at: datetime
    event: int


@dataclass(frozen=True, slots=True)
class Clock:
    """One running or ended clock. Its key on a case is (code, root_event)."""

    code: str
    version: int
    root_event: int
    key: str
    strand: str
    started_at: datetime
    started_on: date
    due_on: date | None
    due_at: datetime | None
    judged_on: date | None  # the day it is held to: the due date, or the extension where one counts
    late_at: datetime | None  # the first instant at which it is late; None when it cannot be
    state: State
    met_at: datetime | None
    met_on: date | None
    met_event: int | None
    cancelled_at: datetime | None
    cancelled_event: int | None
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    adopted: bool
    owner_kind: str
    owner_role: str
    owner_person: int | None
    owner_agency: int | None
    provisional: str  # why the date may still move; empty when it is firm

    @property
    def extended_to(self) -> date | None:
        """Answer the last date agreed beside the due date."""
        return self.extensions[-1].until if self.extensions else None

    @property
    def identity(self) -> tuple[str, int]:
        """Answer what tells this clock from the others of its case."""
        return self.code, self.root_event


@dataclass(frozen=True, slots=True)
class _Fact:
    """A correction chain, boiled down to what is held true now."""

    root: int
    code: str
    facts: Mapping[str, Any]
    at: datetime
    day: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "day", local_date(self.at))

    @property
    def order(self) -> tuple[datetime, int]:
        return self.at, self.root

    def follows(self, other: "_Fact") -> bool:
        """Did it come after the other one, or was it recorded later for the same day?"""
        return self.order > other.order or (self.day == other.day and self.root > other.root)

    def is_one_of(self, triggers: Iterable[Trigger]) -> bool:
        return any(trigger.matches(self.code, self.facts) for trigger in triggers)

    def key(self, standard: Standard) -> str:
        return str(self.facts.get(standard.key_fact, "")) if standard.key_fact else ""

    def names(self, standard: Standard, start: "_Fact") -> bool:
        """Is it about the clock that this starts, as events that people aim at a clock say it?"""
        return self.facts.get("standard") == standard.code and self.facts.get("root_event") in (None, start.root)

    def speaks_to(self, standard: Standard, key: str) -> bool:
        """Is it about the clock with that key? An event that names no key is about all of them."""
        return not standard.key_fact or standard.key_fact not in self.facts or self.key(standard) == key


@dataclass(frozen=True, slots=True)
class _End:
    """How a clock ended."""

    state: State
    event: _Fact
    at: datetime


def fold(events: Sequence[Event], standards: Iterable[Standard], holidays: Holidays | frozenset[date]) -> list[Clock]:
    """Answer every clock these events run, have run or cancelled, by the standards in force when each started."""
    facts = _as_held_true(events)
    by_code: dict[str, list[Standard]] = {}
    for standard in standards:
        by_code.setdefault(standard.code, []).append(standard)
    clocks: list[Clock] = []
    for same_code in by_code.values():
        clocks.extend(_clocks_of(same_code, facts, holidays))
    return sorted(clocks, key=lambda clock: (clock.started_at, clock.root_event, clock.code))


def fell_due(clock: "Judgeable", at: datetime) -> date | None:
    """Answer the day on which a clock was broken, if it was by then: run out unmet, met late, or dropped too late."""
    if clock.late_at is None or clock.judged_on is None:
        return None
    ended_at = clock.met_at or clock.cancelled_at or at
    return clock.judged_on if ended_at >= clock.late_at else None


class Judgeable(Protocol):
    """What a clock, or the row that keeps one, says about being late."""

    @property
    def judged_on(self) -> date | None: ...
    @property
    def late_at(self) -> datetime | None: ...
    @property
    def met_at(self) -> datetime | None: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


def _as_held_true(events: Sequence[Event]) -> list[_Fact]:
    """Answer one fact per correction chain, as its last correction tells it, in order."""
    corrected_by_id = {event.id: event.corrects for event in events}
    newest: dict[int, Event] = {}
    for event in sorted(events, key=lambda event: event.id):
        root = event.root
        if root is None:
            root = event.id
            while (earlier := corrected_by_id.get(root)) is not None:
                root = earlier
        newest[root] = event
    facts = [_Fact(root, event.code, event.facts, event.occurred_at) for root, event in newest.items()]
    return sorted(facts, key=lambda fact: fact.order)


def _clocks_of(versions: list[Standard], facts: list[_Fact], holidays: Holidays | frozenset[date]) -> list[Clock]:
    """Answer the clocks of one standard, whose versions these are."""
    may_start = {trigger.event for version in versions for trigger in version.starts_on}
    clocks: dict[int, Clock] = {}
    last: dict[str, tuple[_Fact, _End | None]] = {}
    for fact in facts:
        if fact.code not in may_start:
            continue
        standard = latest_in_force(versions, fact.day).get(versions[0].code)
        if standard is None or standard.dormant or not fact.is_one_of(standard.starts_on):
            continue
        key = fact.key(standard)
        if standard.met_beforehand and _met_before(standard, key, fact, facts):
            continue
        before = last.get(key)
        if before and standard.restart is not Restart.EACH and _still_ran(before[1], fact):
            if standard.restart is Restart.FIRST:
                continue
            clocks[before[0].root] = _replaced(clocks[before[0].root], fact)
        end = _end_of_clock(standard, key, fact, facts)
        last[key] = (fact, end)
        clocks[fact.root] = _clock(standard, key, fact, end, facts, holidays)
    return list(clocks.values())


def _meets(fact: _Fact, standard: Standard, key: str) -> bool:
    return fact.is_one_of(standard.met_by) and fact.speaks_to(standard, key)


def _cancels(fact: _Fact, standard: Standard, key: str) -> bool:
    return fact.is_one_of(standard.cancels_on) and fact.speaks_to(standard, key)


def _met_before(standard: Standard, key: str, start: _Fact, facts: list[_Fact]) -> bool:
    """Had what meets the clock happened already when it would start, with nothing since that closed the matter?"""
    for fact in reversed(facts):
        if fact.order < start.order:
            if _meets(fact, standard, key):
                return True
            if _cancels(fact, standard, key):
                return False
    return False


def _still_ran(end: _End | None, fact: _Fact) -> bool:
    """Was a clock that ended so (or not at all) still running when this happened?"""
    return end is None or end.event.order > fact.order


def _replaced(clock: Clock, fact: _Fact) -> Clock:
    """Answer a clock that a later start has put an end to."""
    return replace(
        clock,
        state=State.CANCELLED,
        met_at=None,
        met_on=None,
        met_event=None,
        cancelled_at=fact.at,
        cancelled_event=fact.root,
    )


def _end_of_clock(standard: Standard, key: str, start: _Fact, facts: list[_Fact]) -> _End | None:
    """Answer what met or cancelled the clock first; at the same instant, having done it counts."""
    after = [fact for fact in facts if fact.follows(start)]
    met = next((fact for fact in after if _meets(fact, standard, key)), None)
    cancelled = next((fact for fact in after if _cancels(fact, standard, key)), None)
    if met and not (cancelled and cancelled.at < met.at):
        return _End(State.MET, met, max(met.at, start.at))
    if cancelled:
        return _End(State.CANCELLED, cancelled, max(cancelled.at, start.at))
    return None


def _clock(
    standard: Standard,
    key: str,
    start: _Fact,
    end: _End | None,
    facts: list[_Fact],
    holidays: Holidays | frozenset[date],
) -> Clock:
    """Answer the clock one start event runs."""
    holder = _holder(standard, key, start, end, facts)
    pauses = _pauses(standard, key, start, end, facts)
    extensions = _extensions(standard, start, end, facts)
    due_on, due_at, provisional = _due_unless_calendar_ends(standard, key, start, pauses, facts, holidays)
    judged_on, late_at = _judged(standard, due_on, due_at, extensions)
    stands_still = bool(pauses) and pauses[-1].until_at is None
    if stands_still and (late_at is None or pauses[-1].from_at < late_at):
        late_at = None
    met = end if end and end.state is State.MET else None
    cancelled = end if end and end.state is State.CANCELLED else None
    if met:
        state = State.MET_LATE if late_at is not None and met.at >= late_at else State.MET
    elif cancelled:
        state = State.CANCELLED
    else:
        state = State.PAUSED if stands_still else State.OPEN
    return Clock(
        code=standard.code,
        version=standard.version,
        root_event=start.root,
        key=key,
        strand=standard.strand,
        started_at=start.at,
        started_on=start.day,
        due_on=due_on,
        due_at=due_at,
        judged_on=judged_on,
        late_at=late_at,
        state=state,
        met_at=met.at if met else None,
        met_on=local_date(met.at) if met else None,
        met_event=met.event.root if met else None,
        cancelled_at=cancelled.at if cancelled else None,
        cancelled_event=cancelled.event.root if cancelled else None,
        pauses=pauses,
        extensions=extensions,
        adopted=standard.adopted,
        owner_kind=str(holder.facts.get(standard.owner_fact, standard.owner_kind))
        if standard.owner_fact
        else standard.owner_kind,
        owner_role=str(holder.facts.get(standard.role_fact, standard.owner_role))
        if standard.role_fact
        else standard.owner_role,
        owner_person=_named(standard.person_fact, holder),
        owner_agency=_named(f"{standard.owner_fact}_id" if standard.owner_fact else "", holder),
        provisional=provisional,
    )


def _holder(standard: Standard, key: str, start: _Fact, end: _End | None, facts: list[_Fact]) -> _Fact:
    """Answer the event that says whose move the clock is: the last that handed it on, else the one that started it."""
    passes = (
        fact
        for fact in facts
        if fact.is_one_of(standard.passed_by)
        and fact.speaks_to(standard, key)
        and fact.follows(start)
        and (end is None or fact.order < end.event.order)
    )
    return max(passes, key=lambda fact: fact.order, default=start)


def _named(fact: str, holder: _Fact) -> int | None:
    """Answer the id of the one person, or the one agency, whose move it is, where the event names one."""
    named = holder.facts.get(fact) if fact else None
    return int(named) if named else None


def _pauses(standard: Standard, key: str, start: _Fact, end: _End | None, facts: list[_Fact]) -> tuple[Pause, ...]:
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
    standard: Standard, start: _Fact, end: _End | None, stops: list[_Fact], goes: list[_Fact], holding: _Fact | None
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


def _held_at_start(start: _Fact, stops: list[_Fact], goes: list[_Fact]) -> _Fact | None:
    """Answer the pause that was in force when the clock started, if one was."""
    earlier = [fact for fact in stops if fact.order < start.order]
    if not earlier or any(earlier[-1].order < fact.order < start.order for fact in goes):
        return None
    return earlier[-1]


def _pause(standard: Standard, began: _Fact, since: datetime, ended_by: int | None, until: datetime | None) -> Pause:
    return Pause(
        from_at=since,
        from_on=local_date(since),
        until_at=until,
        until_on=local_date(until) if until else None,
        reason=PAUSE_WORDS[began.facts["reason"]] if began.code == PAUSED else standard.paused_because,
        began_by=began.root,
        ended_by=ended_by,
    )


def _extensions(standard: Standard, start: _Fact, end: _End | None, facts: list[_Fact]) -> tuple[Extension, ...]:
    """Answer the dates agreed beside the due date while the clock ran."""
    return tuple(
        Extension(until=_as_date(fact.facts["until"]), agreed_at=fact.at, event=fact.root)
        for fact in facts
        if fact.code == EXTENDED
        and fact.names(standard, start)
        and fact.follows(start)
        and (end is None or fact.order < end.event.order)
    )


def _judged(
    standard: Standard, due_on: date | None, due_at: datetime | None, extensions: tuple[Extension, ...]
) -> tuple[date | None, datetime | None]:
    """Answer the day a clock is held to, and the first instant at which it is late.

    What law or statutory guidance sets is held to its own date whatever was agreed; a suggestion nobody adopted is never late.
    A later date agreed once the one before had passed comes too late to count.
    """
    if due_on is None or due_at is None:
        return None, None
    judged_on, late_at = due_on, due_at
    for extension in extensions if not standard.binding else ():
        if extension.agreed_at < late_at or not standard.adopted:
            judged_on = max(due_on, extension.until)
            late_at = end_of(judged_on) if judged_on > due_on else due_at
    return judged_on, late_at if standard.adopted else None


def _due_unless_calendar_ends(
    standard: Standard,
    key: str,
    start: _Fact,
    pauses: tuple[Pause, ...],
    facts: list[_Fact],
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
    start: _Fact,
    pauses: tuple[Pause, ...],
    facts: list[_Fact],
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
    day = _counted_from(standard, start.day, holidays)
    for pause in pauses:
        if pause.until_on is not None and pause.from_on <= day:
            day = _carried_over(standard, day, pause.from_on, pause.until_on, holidays)
    return day, end_of(day)


def _counted_from(standard: Standard, day: date, holidays: Holidays | frozenset[date]) -> date:
    """Answer the last day of the time the standard gives, from its trigger day."""
    if standard.unit is Unit.MONTHS:
        return add_months(day, standard.amount)
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
    standard: Standard, key: str, start: _Fact, facts: list[_Fact], holidays: Holidays | frozenset[date]
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
    day = _as_date(said[-1])
    if standard.unit is Unit.AT_AGE:
        return add_months(day, standard.amount)
    if standard.counting is Unit.CALENDAR_DAYS:
        return day - timedelta(days=standard.amount)
    # Counted back from a day off, its next working day stands for it: two working days before a Saturday is the Thursday.
    return add_working_days(next_working_day(day, holidays), -standard.amount, holidays) if standard.amount else day


def _as_date(value: Any) -> date:
    """Answer the date a fact carries: ISO text, as facts are stored, or a date already."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))
