"""Why a date is what it is: trigger, standard and source, each day not counted and why, pauses, extensions, owner. Pure."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hsb.timeliness.calendar import (
    ONE_DAY,
    SATURDAY,
    Holidays,
    is_working_day,
    local_date,
    next_working_day,
    previous_working_day,
)
from hsb.timeliness.english import capitalised, clock_time, counted, listed_days, long_date, number, short_date
from hsb.timeliness.facts import Extension, Pause
from hsb.timeliness.fold import Clock
from hsb.timeliness.standards import COUNTED_IN_WORKING_DAYS, Basis, Standard, Unit

LONGEST_STRIP = 100
"""A strip of more days than this tells nobody anything; the lists below it still do."""

PAUSED = "paused"
WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip: counted, or not and why."""

    label: str
    date: date
    count: int | None = None
    off_reason: str = ""
    is_start: bool = False
    is_today: bool = False
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything "Why this date?" shows."""

    sentence: str
    days: tuple[Day, ...]
    started_by: str
    started_at: datetime
    standard_title: str
    source: str
    basis_label: str
    not_counted: tuple[str, ...]
    pauses: tuple[str, ...]
    extensions: tuple[str, ...]
    owner: str
    provisional: str
    due_on: date | None
    note: str
    root_event: int
    moves: tuple[str, ...] = ()


def explain(clock: Clock, standard: Standard, holidays: Container[date], today: date) -> Explanation:
    """Answer why a clock's date is what it is."""
    unbounded = holidays.without_limits() if isinstance(holidays, Holidays) else holidays
    days = tuple(_days(clock, standard, unbounded, today))
    return Explanation(
        sentence=" ".join([_sentence(clock, standard), *_day_off(clock, standard, unbounded)]),
        days=days if len(days) <= LONGEST_STRIP else (),
        started_by=capitalised(standard.counted_from),
        started_at=clock.started_at,
        standard_title=_standard_title(standard),
        source=standard.source,
        basis_label=_basis_label(standard),
        not_counted=tuple(_not_counted(days)) if standard.unit in COUNTED_IN_WORKING_DAYS else (),
        pauses=tuple(_pause_words(pause) for pause in clock.pauses),
        extensions=tuple(_extension_words(extension, clock, standard) for extension in clock.extensions),
        owner=owner_words(clock.owner_kind, clock.owner_role),
        provisional=clock.provisional,
        due_on=clock.due_on,
        note=standard.note,
        root_event=clock.root_event,
        moves=tuple(_moves(clock, standard, unbounded)) if isinstance(unbounded, Holidays) else (),
    )


def change_words(day: date, name: str, *, is_working: bool) -> str:
    """Answer what became of a day: "Monday 30 November 2026 became a day off (State funeral)"."""
    said = "became a working day again" if is_working else "became a day off"
    return f"{long_date(day)} {said} ({name})"


def amount_words(standard: Standard) -> str:
    """Answer how much time a standard gives: "10 working days", "by the date of the conference"."""
    match standard.unit:
        case Unit.MEASURE:
            return "no set time"
        case Unit.BEFORE_EVENT:
            what = standard.dated_by_words or "the date given"
            return (
                f"{counted(standard.amount, standard.counting.value[:-1])} before {what}"
                if standard.amount
                else f"by {what}"
            )
        case Unit.AT_AGE:
            return f"at {_age(standard.amount)}"
        case _ if standard.include_trigger_day and standard.amount == 1:
            return "the same day"
        case unit:
            return counted(standard.amount, unit.value[:-1])


def owner_words(kind: str, role: str) -> str:
    """Answer whose move it is, from plain codes: "YOS officer", "school"."""
    said = (role or kind).replace("_", " ")
    for code in ("yos", "mash", "csws", "lscb", "iro", "aim", "mappa"):
        said = " ".join(word.upper() if word == code else word for word in said.split(" "))
    return capitalised({"dsl": "safeguarding lead"}.get(said, said))


def _sentence(clock: Clock, standard: Standard) -> str:
    """Answer the one sentence that says how the date comes about."""
    counted_on = clock.anchored_on or clock.started_on
    started = f"{standard.counted_from}{',' if clock.anchored_on else ' on'} {long_date(counted_on)}"
    after = f"after {started}"
    match standard.unit:
        case Unit.MEASURE:
            return f"No number of days is set: the time since {started} is measured."
        case Unit.BEFORE_EVENT | Unit.AT_AGE if clock.due_on is None:
            return f"There is no date yet: it depends on {standard.dated_by_words or 'a date nobody has entered'}."
        case Unit.BEFORE_EVENT if clock.due_on is not None and not standard.amount:
            return f"By {standard.dated_by_words or 'the date given'}, {long_date(clock.due_on)}."
        case Unit.BEFORE_EVENT:
            counted_back = f"{number(standard.amount)} {_unit(standard.counting, standard.amount)}"
            return capitalised(f"{counted_back} before {standard.dated_by_words or 'the date given'}.")
        case Unit.AT_AGE:
            return f"When the young person is {_age(standard.amount)}."
        case Unit.HOURS:
            at = f" at {clock_time(clock.started_at)}"
            return capitalised(f"{number(standard.amount)} {_unit(standard.unit, standard.amount)} {after}{at}.")
        case _ if standard.include_trigger_day and standard.amount == 1:
            moved = clock.due_on != clock.started_on and not clock.pauses
            said = "The next one, because that was not a school or working day" if moved else "The same day"
            return f"{said}: {started}."
        case unit:
            counts = f"{number(standard.amount)} {_unit(unit, standard.amount)}"
            if standard.include_trigger_day:
                return capitalised(f"{counts} from {started}, that day included.")
            return capitalised(f"{counts} {after}.")


def _day_off(clock: Clock, standard: Standard, holidays: Container[date]) -> Iterator[str]:
    """Answer the last working day before a date that no working day was counted to, where it falls on a day off."""
    by_months = standard.unit in (Unit.MONTHS, Unit.AT_AGE)
    if by_months and clock.due_on is not None and not is_working_day(clock.due_on, holidays):
        before = previous_working_day(clock.due_on, holidays)
        yield f"{long_date(clock.due_on)} is a day off: the last working day before it is {long_date(before)}."


def _unit(unit: Unit, amount: int) -> str:
    return unit.value[:-1] if amount == 1 else unit.value


def _age(months: int) -> str:
    years, rest = divmod(months, 12)
    return counted(years, "year") + (f" and {counted(rest, 'month')}" if rest else "") + " old"


def _days(clock: Clock, standard: Standard, holidays: Container[date], today: date) -> Iterator[Day]:
    """Answer each day from the start to the due day, for standards that count days."""
    if clock.due_on is None or standard.unit in (Unit.HOURS, Unit.MONTHS, Unit.BEFORE_EVENT, Unit.AT_AGE):
        return
    count = 0
    day = first = clock.anchored_on or clock.started_on
    while day <= clock.due_on:
        off = "" if day == first and not standard.include_trigger_day else _off(day, clock, standard, holidays)
        counts = not off and (day > first or standard.include_trigger_day)
        # A clock that stood still from its last day on, and ran on at a weekend, ends on the next day that counts: still its last.
        count = min(count + counts, standard.amount or count + counts)
        is_due = day == clock.due_on
        yield Day(
            label=f"{day:%a} {day.day}",
            date=day,
            # The trigger day is day 0; after a pause on the last day, the day of resuming is the last day.
            count=count if counts or is_due or (day == first and not off) else None,
            off_reason="" if is_due else off,
            is_start=day == first,
            is_today=day == today,
            is_due=is_due,
        )
        day += timedelta(days=1)


def _off(day: date, clock: Clock, standard: Standard, holidays: Container[date]) -> str:
    """Answer why a day is not counted; empty when it is."""
    if any(pause.from_on < day and (pause.until_on is None or day <= pause.until_on) for pause in clock.pauses):
        return PAUSED
    if standard.unit in COUNTED_IN_WORKING_DAYS and not is_working_day(day, holidays):
        names: object = getattr(holidays, "names", {})
        assert isinstance(names, dict)
        return WEEKEND if day.weekday() >= SATURDAY else str(names.get(day, "day off"))
    return ""


def _not_counted(days: tuple[Day, ...]) -> Iterator[str]:
    """Answer the days left out, grouped by reason; and that there was no bank holiday, where there was none."""
    reasons: dict[str, list[date]] = {}
    for day in days:
        if day.off_reason:
            reasons.setdefault(day.off_reason, []).append(day.date)
    weekends = reasons.pop(WEEKEND, [])
    paused = reasons.pop(PAUSED, [])
    if weekends:
        yield f"{listed_days(weekends)} ({'weekend' if len(weekends) <= 2 else 'weekends'})"
    for name, held in reasons.items():
        yield f"{listed_days(held)} ({name})"
    if paused:
        yield f"{listed_days(paused)} ({PAUSED})"
    if not reasons:
        yield "no bank holidays"


def _moves(clock: Clock, standard: Standard, holidays: Holidays) -> Iterator[str]:
    """Answer each time the calendar moved this date while its clock ran, newest first, by undoing the changes one by one."""
    if clock.due_on is None or standard.unit not in COUNTED_IN_WORKING_DAYS:
        return
    due, off = clock.due_on, frozenset(holidays)
    for change in reversed(holidays.changes):
        before = off - {change.day} if not change.is_working else off | {change.day}
        first = clock.started_on if standard.include_trigger_day else clock.started_on + ONE_DAY
        if change.at > clock.started_at and first <= change.day <= due and change.day.weekday() < SATURDAY:
            because = f"because {change_words(change.day, change.name, is_working=change.is_working)}"
            if clock.pauses:  # what was left at a pause is counted again after it: the day alone does not say from when
                yield f"Counted again on {short_date(local_date(change.at))}, {because}"
            else:
                was = next_working_day(due + ONE_DAY, before)
                if not change.is_working:
                    was = previous_working_day(due - ONE_DAY, before)
                yield (f"From {long_date(was)} to {long_date(due)} on {short_date(local_date(change.at))}, {because}")
                due = was
        off = before


def _standard_title(standard: Standard) -> str:
    return f"{standard.title}, {amount_words(standard)}"


def _basis_label(standard: Standard) -> str:
    match standard.basis:
        case Basis.LOCAL if standard.adopted and standard.partnership:
            return f"Local: adopted from {long_date(standard.effective_from)}"
        case Basis.LOCAL if standard.adopted:
            return "Local"
        case Basis.POLICY if standard.unit is Unit.MEASURE:
            return "Policy: measured, never late"
        case Basis.POLICY:
            return "Policy" if standard.adopted else "Policy, no number set: the days are a suggestion, not adopted"
        case basis if standard.adopted:
            return capitalised(basis.value)
        case Basis.LOCAL:
            return "Local: suggested, not adopted"
        case basis:
            return f"{capitalised(basis.value)}: for information"


def _pause_words(pause: Pause) -> str:
    because = f", because {pause.reason}" if pause.reason else ""
    if pause.until_on is None:
        return f"Since {long_date(pause.from_on)}{because}. Counting goes on when that ends"
    return f"From {short_date(pause.from_on)} to {long_date(pause.until_on)}{because}"


def _extension_words(extension: Extension, clock: Clock, standard: Standard) -> str:
    if standard.binding:
        held = "; the date set by law or guidance stays"
    elif clock.judged_on is not None and clock.judged_on < extension.until:
        held = ", when the date before had passed: it was late all the same"
    else:
        held = ""
    return f"to {long_date(extension.until)}, agreed on {short_date(local_date(extension.agreed_at))}{held}"
