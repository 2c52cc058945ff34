"""Changing the calendar and the standards. What follows for the clocks is a refold: `manage.py deadlines rebuild`."""

from datetime import date, datetime

from django.db import transaction

from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import ActionNotAllowed
from hsb.timeliness import calendar_table, versions
from hsb.timeliness.english import long_date
from hsb.timeliness.models import CalendarDay, NonWorkingDay
from hsb.timeliness.standards import Standard, StandardInvalid


@transaction.atomic
def add_day_off(*, day: date, name: str, by: User, at: datetime) -> NonWorkingDay:
    """The day is no working day any more, and every count of working days over it is one less.

    The clocks that run over it move at the next refold of their case.
    """
    known = CalendarDay.objects.order_by("-day").values_list("day", flat=True).first()
    if known is None or day > known:
        raise ActionNotAllowed("That day lies beyond the known calendar. Load more years first.")
    held = NonWorkingDay.objects.filter(day=day).first()
    if held is not None:
        raise ActionNotAllowed(f"{long_date(day)} is a day off already: {held.name}.")
    if not name.strip():
        raise ActionNotAllowed("Give the day its name, as it was proclaimed.")
    added = NonWorkingDay.objects.create(
        day=day, name=name.strip()[:100], source=NonWorkingDay.Source.ADMINISTRATOR, added_at=at, added_by=by
    )
    calendar_table.count_out(day)
    audit.record(AuditKind.SETTING_CHANGED, by=by, at=at, what="calendar: day added", facts={"day": day.isoformat()})
    return added


@transaction.atomic
def remove_day_off(*, day: date, by: User, at: datetime) -> None:
    """A day an administrator added by mistake is a working day again. Listed bank holidays stay."""
    held = NonWorkingDay.objects.filter(day=day, source=NonWorkingDay.Source.ADMINISTRATOR).first()
    if held is None:
        raise ActionNotAllowed(f"{long_date(day)} was not added by an administrator, so it cannot be taken away.")
    held.delete()
    calendar_table.count_in(day)
    audit.record(AuditKind.SETTING_CHANGED, by=by, at=at, what="calendar: day removed", facts={"day": day.isoformat()})


@transaction.atomic
def adopt(*, code: str, effective_from: date, by: User, at: datetime, amount: int | None = None) -> Standard:
    """Our partnership has its own version of a standard from that day: a suggestion adopted, a number changed.

    Clocks that start from that day run by it. Raises ActionNotAllowed where law or guidance would be loosened.
    """
    try:
        adopted = versions.adopt(
            code=code, effective_from=effective_from, partnership=profile().code, amount=amount, at=at, by=by
        )
    except StandardInvalid as wrong:
        raise ActionNotAllowed(str(wrong)) from wrong
    audit.record(
        AuditKind.SETTING_CHANGED,
        by=by,
        at=at,
        what="timescale adopted",
        facts={"code": code, "version": adopted.version, "amount": adopted.amount},
    )
    return adopted
