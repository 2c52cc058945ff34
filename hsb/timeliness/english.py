"""Days and numbers in British English. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from hsb.timeliness.calendar import LONDON

_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)


def long_date(day: date) -> str:
    """Answer a day as people write it: Thursday 3 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """Answer a day without weekday and year: 3 December."""
    return f"{day.day} {day:%B}"


def clock_time(instant: datetime) -> str:
    """Answer London's time of day: 2:05pm."""
    local = instant.astimezone(LONDON)
    hour = local.hour % 12 or 12
    minutes = f":{local:%M}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def number(n: int) -> str:
    """Answer a small number as a word, a large one in figures."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def counted(n: int, unit: str) -> str:
    """Answer a number with its unit, singular for one: "1 working day", "2 working days"."""
    return f"{n} {unit if n == 1 else unit + 's'}"


def listed(items: Sequence[str], joined: str = "and") -> str:
    """Answer items joined with commas and a last "and" (or "or")."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joined} {items[-1]}"


def listed_days(days: Iterable[date]) -> str:
    """Answer days grouped by month: "21, 22 and 29 November, 5 and 6 December"."""
    months: dict[tuple[int, int], list[str]] = {}
    for day in sorted(days):
        months.setdefault((day.year, day.month), []).append(str(day.day))
    return ", ".join(f"{listed(numbers)} {date(year, month, 1):%B}" for (year, month), numbers in months.items())


def capitalised(sentence: str) -> str:
    """Answer the sentence with a capital first letter and the rest untouched (MASH stays MASH)."""
    return sentence[:1].upper() + sentence[1:]
