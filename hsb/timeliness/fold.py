"""From what happened to which clocks run: one pure function. It never sees now.

Everything about a clock that does not depend on today is worked out here, from scratch, each time: when it started, when it is
due, what met it, where it paused, what was extended or cancelled. Whether it is late *by now* is a comparison of `late_at` with
an instant, made by whoever asks (`standing.py`, the sweep).

Order. Events are taken by (occurred_at, id), so back-dated and late-entered ones fall into their place. One leniency: an event
recorded later for the same London day counts as following, because people enter many events with a date and no hour.
Corrections. An event that corrects another takes its place, wholly; the chain is known by its root, which is the clock's key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from hsb.timeliness.calendar import Holidays, end_of, local_date
from hsb.timeliness.due import anchor, due_unless_calendar_ends
from hsb.timeliness.facts import ABOUT_A_CLOCK, End, Event, Extension, Fact, Pause, State, still_ran
from hsb.timeliness.pauses import extensions_of, pauses_of
from hsb.timeliness.standards import Restart, Standard
from hsb.timeliness.table import latest_in_force


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
    anchored_on: date | None  # the day it is counted from, where that is not the one it started on
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
    approval_role: str  # whose approval is all that is left; empty when it waits for none
    finished_by: int | None  # who finished it, and so does not approve it
    provisional: str  # why the date may still move; empty when it is firm

    @property
    def extended_to(self) -> date | None:
        """Answer the last date agreed beside the due date."""
        return self.extensions[-1].until if self.extensions else None

    @property
    def identity(self) -> tuple[str, int]:
        """Answer what tells this clock from the others of its case."""
        return self.code, self.root_event


def fold(events: Sequence[Event], standards: Iterable[Standard], holidays: Holidays | frozenset[date]) -> list[Clock]:
    """Answer every clock these events run, have run or cancelled, by the standards in force when each started."""
    facts = _as_held_true(events)
    by_code: dict[str, list[Standard]] = {}
    for standard in standards:
        by_code.setdefault(standard.code, []).append(standard)
    happened = {fact.code for fact in facts}
    clocks: list[Clock] = []
    for same_code in by_code.values():
        # Most standards have nothing to do with a case: told apart first, and each other reads only what it names.
        if any(trigger.event in happened for version in same_code for trigger in version.starts_on):
            named = ABOUT_A_CLOCK.union(*(version.codes() for version in same_code))
            clocks.extend(_clocks_of(same_code, [fact for fact in facts if fact.code in named], holidays))
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


def _as_held_true(events: Sequence[Event]) -> list[Fact]:
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
    facts = [Fact(root, event.code, event.facts, event.occurred_at, event.by) for root, event in newest.items()]
    return sorted(facts, key=lambda fact: fact.order)


def _clocks_of(versions: list[Standard], facts: list[Fact], holidays: Holidays | frozenset[date]) -> list[Clock]:
    """Answer the clocks of one standard, whose versions these are."""
    may_start = {trigger.event for version in versions for trigger in version.starts_on}
    clocks: dict[int, Clock] = {}
    last: dict[str, tuple[Fact, End | None]] = {}
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
        if before and standard.restart is not Restart.EACH and still_ran(before[1], fact):
            if standard.restart is Restart.FIRST:
                continue
            clocks[before[0].root] = _replaced(clocks[before[0].root], fact)
        end = _end_of_clock(standard, key, fact, facts)
        last[key] = (fact, end)
        clocks[fact.root] = _clock(standard, key, fact, end, facts, holidays)
    return list(clocks.values())


def _meets(fact: Fact, standard: Standard, key: str) -> bool:
    return fact.is_one_of(standard.met_by) and fact.speaks_to(standard, key)


def _cancels(fact: Fact, standard: Standard, key: str) -> bool:
    return fact.is_one_of(standard.cancels_on) and fact.speaks_to(standard, key)


def _met_before(standard: Standard, key: str, start: Fact, facts: list[Fact]) -> bool:
    """Had what meets the clock happened already when it would start, with nothing since that closed the matter?"""
    for fact in reversed(facts):
        if fact.order < start.order:
            if _meets(fact, standard, key):
                return True
            if _cancels(fact, standard, key):
                return False
    return False


def _replaced(clock: Clock, fact: Fact) -> Clock:
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


def _end_of_clock(standard: Standard, key: str, start: Fact, facts: list[Fact]) -> End | None:
    """Answer what met or cancelled the clock first; at the same instant, having done it counts."""
    after = [fact for fact in facts if fact.follows(start)]
    met = next((fact for fact in after if _meets(fact, standard, key)), None)
    cancelled = next((fact for fact in after if _cancels(fact, standard, key)), None)
    if met and not (cancelled and cancelled.at < met.at):
        return End(State.MET, met, max(met.at, start.at))
    if cancelled:
        return End(State.CANCELLED, cancelled, max(cancelled.at, start.at))
    return None


def _clock(
    standard: Standard,
    key: str,
    start: Fact,
    end: End | None,
    facts: list[Fact],
    holidays: Holidays | frozenset[date],
) -> Clock:
    """Answer the clock one start event runs."""
    holder = _holder(standard, key, start, end, facts)
    pauses = pauses_of(standard, key, start, end, facts)
    extensions = extensions_of(standard, start, end, facts)
    due_on, due_at, provisional = due_unless_calendar_ends(standard, key, start, pauses, facts, holidays)
    judged_on, late_at = _judged(standard, due_on, due_at, extensions)
    stands_still = bool(pauses) and pauses[-1].until_at is None
    if stands_still and (late_at is None or pauses[-1].from_at < late_at):
        late_at = None
    met = end if end and end.state is State.MET else None
    cancelled = end if end and end.state is State.CANCELLED else None
    finished = None if end else _finished(standard, key, start, facts)
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
        anchored_on=anchor(standard, start) if standard.anchor_fact else None,
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
        approval_role=standard.approved_by if finished else "",
        finished_by=finished.by if finished else None,
        provisional=provisional,
    )


def _finished(standard: Standard, key: str, start: Fact, facts: list[Fact]) -> Fact | None:
    """Answer what finished the work of a running clock but for a second person, unless it was given back since."""
    last: Fact | None = None
    for fact in facts:
        if fact.follows(start) and fact.speaks_to(standard, key):
            if fact.is_one_of(standard.finished_by):
                last = fact
            elif fact.is_one_of(standard.returned_by):
                last = None
    return last


def _holder(standard: Standard, key: str, start: Fact, end: End | None, facts: list[Fact]) -> Fact:
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


def _named(fact: str, holder: Fact) -> int | None:
    """Answer the id of the one person, or the one agency, whose move it is, where the event names one."""
    named = holder.facts.get(fact) if fact else None
    return int(named) if named else None


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
