"""Reading a list of days off as somebody pasted or uploaded it: a day and its name on each line. Pure.

    2027-05-03, Proclaimed holiday
    Monday 3 May 2027; Proclaimed holiday
    3/5/2027    Proclaimed holiday

It is taken whole or refused whole, with the line and what to do about it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

LONGEST = 200
"""More lines than this are not a list of proclaimed days."""

_LINE = re.compile(
    r"\s*(?:\w+day,?\s+)?(?P<day>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}\s+[A-Za-z]+\s+\d{4})"
    r"(?:\s*[,;\t:–-]\s*|\s+|$)(?P<name>.*)",
    re.ASCII | re.IGNORECASE,
)
_WRITTEN = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


class DayListInvalid(ValueError):
    """A list that cannot be taken; the sentence names the line and says what to do."""


@dataclass(frozen=True)
class DayOff:
    """A day proclaimed, and what it is called."""

    day: date
    name: str


def read(text: str) -> list[DayOff]:
    """Answer the days of the list in their order. Empty lines, and a first line of headings, are passed over."""
    found: dict[date, int] = {}
    days: list[DayOff] = []
    for number, line in _lines(text):
        day = _day(line, number)
        if day.day in found:
            raise DayListInvalid(f"Line {number} has the same day as line {found[day.day]}. Leave one of them out.")
        found[day.day] = number
        days.append(day)
    if not days:
        raise DayListInvalid("The list has no day in it. Write a day and its name on each line.")
    if len(days) > LONGEST:
        raise DayListInvalid(f"The list has {len(days)} days. Add at most {LONGEST} at a time.")
    return days


def written(days: list[DayOff]) -> str:
    """Answer the list as text that `read` takes."""
    return "\n".join(f"{one.day.isoformat()}, {one.name}" for one in days)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        plain = line.replace('"', "").strip()
        if plain and not (number == 1 and re.match(r"(date|day)\b", plain, re.IGNORECASE)):
            yield number, plain


def _day(line: str, number: int) -> DayOff:
    shown = line if len(line) <= 60 else f"{line[:59]}…"
    match = _LINE.fullmatch(line)
    if match is None:
        raise DayListInvalid(
            f"Line {number} does not begin with a date: “{shown}”. Write it like 2027-05-03, Proclaimed holiday."
        )
    day = _real_day(match["day"])
    if day is None:
        raise DayListInvalid(
            f"Line {number}: “{match['day']}” is not a real date. Put it right and send the list again."
        )
    name = match["name"].strip(" ,;")
    if not name:
        raise DayListInvalid(f"Line {number} gives the day no name: “{shown}”. Add what it is called, after a comma.")
    if len(name) > 100:
        raise DayListInvalid(f"Line {number}: the name is longer than 100 characters. Shorten it.")
    return DayOff(day, name)


def _real_day(text: str) -> date | None:
    for form in _WRITTEN:
        try:
            return datetime.strptime(" ".join(text.split()), form).date()  # noqa: DTZ007 - a day, of no zone
        except ValueError:
            continue
    return None
