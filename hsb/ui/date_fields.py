"""Form fields for days and times, the British way: three boxes for a date, one box for a time.

A date field called `said_on` reads the boxes `said_on_day`, `said_on_month` and `said_on_year`. A month may be typed as a
number or a name. Errors name the box to put right.
"""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hsb.ui.fields import Worded, at_the_start
from hsb.ui.written_dates import MONTHS, month_number, visible

PARTS = ("day", "month", "year")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def date_parts(name: str, day: date | None) -> dict[str, str]:
    """Answer the three posted values of a date field, as a browser would send them."""
    values = (str(day.day), str(day.month), str(day.year)) if day else ("", "", "")
    return {f"{name}_{part}": value for part, value in zip(PARTS, values, strict=True)}


class DateWidget(forms.MultiWidget):
    """Three numeric boxes; drawn by templates/gds/layout/date.html."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        match = _PARTIAL.fullmatch(value) if isinstance(value, str) else None
        if not match:
            return ["", "", ""]
        year, month, day = match.groups()
        return [str(int(day)) if day else "", str(int(month)) if month else "", year]


class _DateBoxes(Worded, forms.Field):
    """What the two date fields share: reading the boxes and saying which one is wrong."""

    widget = DateWidget

    def __init__(
        self,
        *,
        not_before: date | Callable[[], date] | None = None,
        not_after: date | Callable[[], date] | None = None,
        example: str = "",
        **kwargs: Any,
    ) -> None:
        self.not_before = not_before
        self.not_after = not_after
        self.example = example
        super().__init__(**kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(self.widget.decompress(initial)) != [str(part or "").strip() for part in data or ["", "", ""]]

    def _read(self, value: Any) -> tuple[str, str, str]:
        parts = [visible(str(part or "")) for part in (value or ("", "", ""))]
        return (parts[0], parts[1], parts[2])

    def _wrong(self, sentence: str, *parts: str) -> ValidationError:
        return ValidationError(sentence, code="parts:" + ",".join(parts or PARTS))

    def _numbers(self, day: str, month: str, year: str) -> tuple[int | None, int | None, int | None]:
        what = at_the_start(self.what)
        number_of_month = _month_number(month) if month else None
        if month and number_of_month is None:
            raise self._wrong(f"{what}: the month must be a number from 1 to 12, or its name", "month")
        if day and not (re.fullmatch(r"[0-9]{1,2}", day) and 1 <= int(day) <= 31):
            raise self._wrong(f"{what}: the day must be a number from 1 to 31", "day")
        if year and not re.fullmatch(r"[0-9]{4}", year):
            raise self._wrong(f"{what}: the year must have 4 numbers, for example 2012", "year")
        if year and not 1900 <= int(year) <= 2100:
            raise self._wrong(f"{what}: check the year", "year")
        return (int(day) if day else None, number_of_month, int(year) if year else None)

    def _a_real_day(self, year: int, month: int, day: int) -> date:
        try:
            return date(year, month, day)
        except ValueError:
            raise self._wrong(
                f"{at_the_start(self.what)} must be a real date: {MONTHS[month - 1].capitalize()} {year} has no day {day}",
                "day",
            ) from None

    def _in_range(self, first: date, last: date) -> None:
        """Refuse when every day from first to last is outside the limits."""
        earliest, latest = _now_or_later(self.not_before), _now_or_later(self.not_after)
        what = at_the_start(self.what)
        if latest and first > latest:
            raise self._wrong(f"{what} must be {_in_words(latest)} or earlier")
        if earliest and last < earliest:
            raise self._wrong(f"{what} must be {_in_words(earliest)} or later")


class DateField(_DateBoxes):
    """A whole date. `not_after=clock.today` refuses the future; either limit may be a date or something that answers one."""

    def clean(self, value: Any) -> date | None:
        boxes = self._read(value)
        if not any(boxes):
            if self.required:
                raise self._wrong(str(self.error_messages["required"]))
            return None
        missing = [part for part, box in zip(PARTS, boxes, strict=True) if not box]
        if missing:
            raise self._wrong(f"{at_the_start(self.what)} must include a {' and a '.join(missing)}", *missing)
        day, month, year = self._numbers(*boxes)
        chosen = self._a_real_day(year or 0, month or 0, day or 0)
        self._in_range(chosen, chosen)
        self.run_validators(chosen)
        return chosen


class PartialDateField(_DateBoxes):
    """A date of which the day, or the day and month, may not be known. Kept as text: "2012", "2012-03" or "2012-03-09"."""

    def clean(self, value: Any) -> str:
        boxes = self._read(value)
        if not any(boxes):
            if self.required:
                raise self._wrong(str(self.error_messages["required"]))
            return ""
        day, month, year = self._numbers(*boxes)
        what = at_the_start(self.what)
        if year is None:
            raise self._wrong(
                f"{what} must include a year. Leave out the day, or the day and month, if they are not known", "year"
            )
        if day is not None and month is None:
            raise self._wrong(f"{what} must include a month when it has a day", "month")
        if month is None:
            self._in_range(date(year, 1, 1), date(year, 12, 31))
            return f"{year:04}"
        if day is None:
            self._in_range(date(year, month, 1), date(year, month, 28))
            return f"{year:04}-{month:02}"
        chosen = self._a_real_day(year, month, day)
        self._in_range(chosen, chosen)
        return chosen.isoformat()


class TimeField(Worded, forms.Field):
    """A time of day, written as people write it: 10:40am, 2pm, 14:40, 1440, midday."""

    widget = forms.TextInput

    def __init__(self, *, width: int = 5, **kwargs: Any) -> None:
        self.width = width
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value: Any) -> Any:
        return clock_words(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        text = "" if value is None else visible(str(value))
        if not text:
            return None
        read = read_time(text)
        if read is None:
            raise ValidationError(
                f"{at_the_start(self.what)} must be a time, for example 10:40am or 14:40",
                code="invalid",
            )
        return read


def read_time(text: str) -> time | None:
    """Answer the time a person wrote, or None when it cannot be one."""
    text = visible(text).lower().replace(" ", "")
    if text in ("midday", "noon", "12noon"):
        return time(12, 0)
    if text in ("midnight", "12midnight"):
        return time(0, 0)
    match = re.fullmatch(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?(am|pm|a\.m\.?|p\.m\.?|hrs?|hours)?", text, re.ASCII)
    if not match or (match[2] is None and match[3] is None):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


def clock_words(value: time) -> str:
    """Answer a time the British way: 2:44pm, midday, midnight."""
    if (value.hour, value.minute) == (12, 0):
        return "midday"
    if (value.hour, value.minute) == (0, 0):
        return "midnight"
    return f"{value.hour % 12 or 12}:{value.minute:02}{'am' if value.hour < 12 else 'pm'}"


def _month_number(text: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,2}", text, re.ASCII):
        return int(text) if 1 <= int(text) <= 12 else None
    return month_number(text.lower().rstrip("."))


def _now_or_later(limit: date | Callable[[], date] | None) -> date | None:
    return limit() if callable(limit) else limit


def _in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"
