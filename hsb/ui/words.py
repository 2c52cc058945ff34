"""Dates, times and counts in words, the British way."""

from datetime import date, datetime, time

from hsb import clock
from hsb.ages import estimate_moves_on
from hsb.ui import written_dates
from hsb.ui.date_fields import clock_words

DAYS = tuple(day.capitalize() for day in written_dates.DAYS)
MONTH_NAMES = tuple(month.capitalize() for month in written_dates.MONTHS)


def _day(value: date | datetime) -> date:
    return clock.local_date(value) if isinstance(value, datetime) else value


def long_date(value: date | datetime | None) -> str:
    """Answer "Thursday 3 December 2026"."""
    if not value:
        return ""
    day = _day(value)
    return f"{DAYS[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def day_month(value: date | datetime | None) -> str:
    """Answer "3 December"."""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day} {MONTH_NAMES[day.month - 1]}"


def day_month_year(value: date | datetime | None) -> str:
    """Answer "3 December 2026"."""
    return f"{day_month(value)} {_day(value).year}" if value else ""


def short_date(value: date | datetime | None) -> str:
    """Answer "26 Nov" (in lists where the year is plain)."""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]}"


def weekday(value: date | datetime | None) -> str:
    """Answer "Thursday"."""
    return DAYS[_day(value).weekday()] if value else ""


def time_words(value: datetime | time | None) -> str:
    """Answer "2:44pm"; an instant is shown on London's clock."""
    if value is None:
        return ""
    return clock_words(clock.local_time(value).time() if isinstance(value, datetime) else value)


def date_time(value: datetime | None) -> str:
    """Answer "Wednesday 18 November 2026, 3:42pm"."""
    return f"{long_date(value)}, {time_words(value)}" if value else ""


def partial_date(value: str) -> str:
    """Answer "9 March 2012", "March 2012" or "2012" from the text a PartialDateField keeps."""
    parts = [int(part) for part in str(value).split("-") if part.isdigit()]
    if len(parts) == 3:
        return f"{parts[2]} {MONTH_NAMES[parts[1] - 1]} {parts[0]}"
    if len(parts) == 2:
        return f"{MONTH_NAMES[parts[1] - 1]} {parts[0]}"
    return str(value)


def about_age(estimate: str, estimated_at: datetime, today: date | None = None) -> str:
    """Answer "thought to be about 9 in November 2026", and from the first anniversary on "about 10 now (thought to be about 9 in
    November 2026)": an estimate belongs to its day and moves on with the child. What is no number stands as it was written."""
    said_on = _day(estimated_at)
    then = f"thought to be about {estimate} in {MONTH_NAMES[said_on.month - 1]} {said_on.year}"
    if not estimate.isdigit():
        return then
    now = estimate_moves_on(int(estimate), said_on, today or clock.today())
    return then if now == int(estimate) else f"about {now} now ({then})"


def count_of(number: int, one: str, many: str = "") -> str:
    """Answer "1 working day", "2 working days"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
