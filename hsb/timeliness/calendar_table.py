"""Filling the calendar's two tables: the days off, and the count of working days up to each day.

Models come as arguments where a migration calls, because there they are the historical ones.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F

from hsb.timeliness.calendar import ONE_DAY, end_of, is_working_day, known_holidays

FIRST = date(2012, 1, 1)
YEARS_AHEAD = 5
"""The list of bank holidays is trusted so far beyond this year; what lies past it is marked provisional."""


def load(
    *, at: datetime, until: date | None = None, days_off: Any = None, calendar_days: Any = None
) -> tuple[int, int]:
    """The days off and the counts reach from 2012 to the end of `until`'s year. Answer how many of each were new.

    Days already there are left as they are, so an administrator's day keeps its name. Run again after a new release of the
    list, it adds what is new and counts afresh.
    """
    if days_off is None or calendar_days is None:
        from hsb.timeliness.models import CalendarDay, NonWorkingDay

        days_off, calendar_days = NonWorkingDay.objects, CalendarDay.objects
    last = date((until or at.date()).year + (0 if until else YEARS_AHEAD), 12, 31)
    last = max([last, *calendar_days.order_by("-day").values_list("day", flat=True)[:1]])
    listed = known_holidays(FIRST, last)
    present = set(days_off.values_list("day", flat=True))
    new = [day for day in sorted(listed) if day not in present]
    days_off.bulk_create(
        [days_off.model(day=day, name=listed.names[day], source="list", added_at=at) for day in new],
        ignore_conflicts=True,
    )
    names = dict(days_off.values_list("day", "name"))
    counted = calendar_days.count()
    _count(names, last, calendar_days)
    return len(new), calendar_days.count() - counted


def count_out(day: date) -> None:
    """A day that was counted as a working day no longer is; every count from it on is one less. In the caller's transaction."""
    from hsb.timeliness.models import CalendarDay

    if CalendarDay.objects.filter(day=day, is_working=True).update(is_working=False):
        CalendarDay.objects.filter(day__gte=day).update(working_day_number=F("working_day_number") - 1)


def count_in(day: date) -> None:
    """A day off that falls on a weekday is a working day again; every count from it on is one more."""
    from hsb.timeliness.models import CalendarDay

    if day.weekday() < 5 and CalendarDay.objects.filter(day=day, is_working=False).update(is_working=True):
        CalendarDay.objects.filter(day__gte=day).update(working_day_number=F("working_day_number") + 1)


def _count(names: Mapping[date, str], last: date, calendar_days: Any) -> None:
    """Write every day to `last`, where it is new or its count has changed."""
    stored = {
        day: (working, number)
        for day, working, number in calendar_days.values_list("day", "is_working", "working_day_number")
    }
    ends = any(field.name == "ends_at" for field in calendar_days.model._meta.fields)
    new, changed = [], []
    for day, working, number in numbered(names, FIRST, last):
        if day not in stored:
            new.append(calendar_days.model(day=day, is_working=working, working_day_number=number, **_end(day, ends)))
        elif stored[day] != (working, number):
            changed.append(calendar_days.model(day=day, is_working=working, working_day_number=number))
    calendar_days.bulk_create(new, batch_size=1000)
    calendar_days.bulk_update(changed, ["is_working", "working_day_number"], batch_size=500)


def _end(day: date, has_column: bool) -> dict[str, datetime]:
    """Answer when the day ends, for its column. The first migration's table did not have it."""
    return {"ends_at": end_of(day)} if has_column else {}


def numbered(names: Mapping[date, str], first: date, last: date) -> Iterator[tuple[date, bool, int]]:
    """Answer each day, whether it is a working day, and how many working days there are from `first` up to it."""
    number = 0
    for offset in range((last - first) // ONE_DAY + 1):
        day = first + timedelta(days=offset)
        working = is_working_day(day, names)
        number += working
        yield day, working, number
