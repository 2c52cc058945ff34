"""Reading a date as people write it: every form this product writes itself, and the common British ones. Pure.

Day before month, always. A year of two numbers is of this century unless that lies after `today`, then of the last: nobody types
a date of birth of the future.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = re.compile(r"(\d{1,2})\s*[/.\s-]\s*(\d{1,2})\s*[/.\s-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})\s*[-/]\s*(\d{1,2})\s*[-/]\s*(\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s.-]*([a-z]+)\.?[\s,.-]*(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")


@dataclass(frozen=True)
class WrittenDate:
    """What was read: a day; or, where it looks like one and is none, the sentence that says so; or neither."""

    day: date | None = None
    wrong: str = ""


def visible(text: str) -> str:
    """Answer the text without signs that cannot be seen (Unicode category Cf), every kind of space made a plain one, trimmed. For
    numbers, dates and addresses of mail and telephone: what is pasted from a web page or a PDF carries such signs along."""
    kept = (" " if unicodedata.category(sign) == "Zs" else sign for sign in text if unicodedata.category(sign) != "Cf")
    return "".join(kept).strip()


def read_date(text: str, *, today: date) -> WrittenDate:
    """Answer the day that was written, whatever stands between its parts."""
    plain = " ".join(visible(text).casefold().replace("–", "-").split())
    first, _, rest = plain.partition(" ")
    if rest and any(len(first.strip(",.")) >= 3 and day.startswith(first.strip(",.")) for day in DAYS):
        plain = rest.strip(" ,")
    if found := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in found.groups())
        return _day(year, month, day)
    if found := _NUMBERS.fullmatch(plain):
        return _day(_year(found[3], today), int(found[2]), int(found[1]))
    if found := _WORDS.fullmatch(plain):
        named = month_number(found[2])
        return WrittenDate() if named is None else _day(_year(found[3], today), named, int(found[1]))
    if found := _MONTH_FIRST.fullmatch(plain):
        named = month_number(found[1])
        return WrittenDate() if named is None else _day(int(found[3]), named, int(found[2]))
    return WrittenDate()


def month_number(name: str) -> int | None:
    """Answer the number of a month by its name or at least three letters of it ("sept" too); None where it is none."""
    if name == "sept":
        return 9
    found = [n for n, month in enumerate(MONTHS, start=1) if len(name) >= 3 and month.startswith(name)]
    return found[0] if len(found) == 1 else None


def _year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year else year - 100


def _day(year: int, month: int, day: int) -> WrittenDate:
    try:
        return WrittenDate(date(year, month, day))
    except ValueError:
        pass
    if 1 <= month <= 12 and 1 <= day <= 31 and year >= 1:
        return WrittenDate(wrong=f"{MONTHS[month - 1].capitalize()} {year} has no day {day}.")
    return WrittenDate(wrong="This looks like a date and is none. Write the day, then the month: 9 September 2011.")
