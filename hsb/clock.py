"""The only place in the product that asks what time it is.

Everything below a view takes `at` (an aware instant) or `on`/`today` (a London date) as an argument, so that rules can be
tested without waiting and a missed night can be caught up.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

__all__ = [
    "LONDON",
    "UTC",
    "end_of",
    "instant_on",
    "is_known_by_its_day",
    "local_date",
    "local_time",
    "now",
    "start_of",
    "today",
]

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Answer the present instant, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Answer the present day in London."""
    return local_date(now())


def local_date(instant: datetime) -> date:
    """Answer the London calendar day on which an aware instant falls."""
    return instant.astimezone(LONDON).date()


def local_time(instant: datetime) -> datetime:
    """Answer the same instant on London's clock."""
    return instant.astimezone(LONDON)


def start_of(day: date) -> datetime:
    """Answer the aware instant at which a London day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def end_of(day: date) -> datetime:
    """Answer the aware instant at which a London day ends (the next day's start), also on the two days a year the clocks change."""
    return start_of(day + timedelta(days=1))


NOON = time(12)


def instant_on(day: date, *, at: datetime) -> datetime:
    """Answer an instant for something known only by its London day: its noon, but never after `at`."""
    return min(datetime.combine(day, NOON, tzinfo=LONDON), at)


def is_known_by_its_day(instant: datetime) -> bool:
    """Answer whether an instant stands for its whole day, so that no page says a time that nobody gave."""
    return local_time(instant).time() == NOON
