"""Changing the calendar: days proclaimed, days taken away, further years. Each asks for the recount that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hsb.accounts.models import User
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import ActionNotAllowed
from hsb.outbox import put
from hsb.timeliness import calendar_table, policies, queries
from hsb.timeliness.calendar import ONE_DAY
from hsb.timeliness.day_list import DayOff
from hsb.timeliness.english import long_date
from hsb.timeliness.explain import change_words
from hsb.timeliness.models import CalendarChange, NonWorkingDay, Recount

LAST_YEAR = 2100
"""The list of bank holidays is no better than a guess beyond it."""
RECOUNT = "clocks.recount"
"""The outbox work that puts the clocks right (`chronology/outbox_handlers.py`)."""


@dataclass(frozen=True)
class Loaded:
    """What loading more years added."""

    days_off: int
    days: int
    recount: Recount | None


@transaction.atomic
def add_days_off(*, days: Sequence[DayOff], by: User, at: datetime) -> Recount:
    """These are no working days any more, and a recount moves the clocks that run over them. All of them, or none.

    Raises ActionNotAllowed for a day beyond the known calendar, one that is a day off already, or one without a name.
    """
    policies.check_may_keep_calendar(by)
    if not days:
        raise ActionNotAllowed("Enter at least one day.")
    for one in days:
        policies.check_can_be_day_off(one.day, one.name, queries.holidays())
        name = one.name.strip()[:100]
        said = {"name": name, "source": NonWorkingDay.Source.ADMINISTRATOR, "added_at": at, "added_by": by}
        _, is_new = NonWorkingDay.objects.get_or_create(day=one.day, defaults=said)
        if not is_new:
            raise ActionNotAllowed(f"{long_date(one.day)} is a day off already: somebody added it just now.")
        _changed(one.day, name, is_working=False, by=by, at=at)
    because = "; ".join(change_words(one.day, one.name.strip(), is_working=False) for one in days)
    return _recount([one.day for one in days], because, by=by, at=at)


@transaction.atomic
def remove_day_off(*, day: date, by: User, at: datetime) -> Recount:
    """A day an administrator added is a working day again, and a recount moves the clocks back. Listed bank holidays stay."""
    policies.check_may_keep_calendar(by)
    held = NonWorkingDay.objects.filter(day=day, source=NonWorkingDay.Source.ADMINISTRATOR).first()
    if held is None or not held.delete()[0]:  # of two at once, the second finds nothing left to delete
        raise ActionNotAllowed(f"{long_date(day)} was not added by an administrator, so it cannot be taken away.")
    _changed(day, held.name, is_working=True, by=by, at=at)
    return _recount([day], change_words(day, held.name, is_working=True), by=by, at=at)


@transaction.atomic
def load_years(*, at: datetime, until: int | None = None, by: User | None = None) -> Loaded:
    """The known calendar reaches to the end of that year (five from now, when not said), and dates that were marked
    provisional are firm.

    `by` is nobody where the command loads. Days the list has learnt of in years already known count too.
    """
    if by is not None:
        policies.check_may_keep_calendar(by)
    if until is not None and not at.year <= until <= LAST_YEAR:
        raise ActionNotAllowed(f"Choose a year from {at.year} to {LAST_YEAR}.")
    before = queries.holidays()
    days_off, days = calendar_table.load(at=at, until=date(until, 12, 31) if until else None)
    after = queries.holidays()
    assert before.known_until is not None
    assert after.known_until is not None
    learnt = sorted(day for day in after - before if day <= before.known_until)
    for day in learnt:
        CalendarChange.objects.create(day=day, name=after.names[day], is_working=False, at=at, by=by)
    if not days and not learnt:
        return Loaded(days_off, days, None)
    facts = {"until": after.known_until.isoformat(), "days_off": days_off}
    audit.record(AuditKind.SETTING_CHANGED, by=by, at=at, what="calendar: years loaded", facts=facts)
    said = [change_words(day, after.names[day], is_working=False) for day in learnt]
    if days:
        said.append(f"The calendar is known to the end of {after.known_until.year}")
    reached = [before.known_until + ONE_DAY, after.known_until] if days else []
    return Loaded(days_off, days, _recount([*learnt, *reached], "; ".join(said), by=by, at=at))


def _changed(day: date, name: str, *, is_working: bool, by: User, at: datetime) -> None:
    """The counts, the history and the audit know of the day."""
    if is_working:
        calendar_table.count_in(day)
    else:
        calendar_table.count_out(day)
    CalendarChange.objects.create(day=day, name=name, is_working=is_working, at=at, by=by)
    what = f"calendar: day {'removed' if is_working else 'added'}"
    audit.record(AuditKind.SETTING_CHANGED, by=by, at=at, what=what, facts={"day": day.isoformat()})


def _recount(days: Sequence[date], because: str, *, by: User | None, at: datetime) -> Recount:
    return ask_for_recount(first_day=min(days), last_day=max(days), because=because, by=by, at=at)


def ask_for_recount(
    *, first_day: date, last_day: date, because: str, by: User | None, at: datetime, standard_codes: Sequence[str] = ()
) -> Recount:
    """The clocks will be put right in the background: the row shows how far that is. In the caller's transaction."""
    recount = Recount.objects.create(
        because=because if len(because) <= 300 else f"{because[:299]}…",
        standard_codes=" ".join(standard_codes),
        first_day=first_day,
        last_day=last_day,
        asked_at=at,
        asked_by=by,
    )
    put(RECOUNT, {"recount": recount.pk, "leg": 0}, key=f"{RECOUNT}:{recount.pk}:0")
    return recount
