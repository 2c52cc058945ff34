"""Working days in England and Wales. Standard library only, no clock, no database, no network.

One idea holds everything here: let W(d) be the number of working days up to and including day d. Then

    working_days_between(a, b) = W(b) - W(a)

so counting starts the day after `a` ("day 0 is the trigger date") and ends with `b`. It is signed, and for any three days
`between(a, b) + between(b, c) == between(a, c)`. `timeliness_calendarday` holds W as a table, so SQL counts the same way.

    add_working_days(d, n)  is, for n > 0, the n-th working day after d;
                            for n = 0, d itself (also when d is a Saturday);
                            for n < 0, the working day w with W(w) = W(d) + n.

With that choice `working_days_between(d, add_working_days(d, n, h), h) == n` for every day and every n. Its one surprise:
counted back from a Saturday or Sunday, the Friday before is "day 0", so one working day before Sunday is Thursday. Any other
choice would break either the inverse or the sum.

`holidays` is anything that answers `day in holidays`: a set, a dict, or `Holidays` below, which also carries names and knows
where it ends.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class CalendarEnds(LookupError):
    """A date outside the known calendar was asked for. The sentence is for the administrator, who can load more years."""

    def __init__(self, day: date, known_from: date | None, known_until: date | None) -> None:
        edge = (
            f"ends on {known_until:%d %B %Y}"
            if known_until and day > known_until
            else f"begins on {known_from:%d %B %Y}"
        )
        self.day = day
        self.sentence = (
            f"The calendar of bank holidays {edge}, so {day:%d %B %Y} cannot be counted. "
            "An administrator can load more years under “Working days”."
        )
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class Change:
    """A day became a day off, or a working day again, at an instant: what a date counted before it did not know."""

    day: date
    name: str
    is_working: bool
    at: datetime


class Holidays(frozenset[date]):
    """The days off, with their names, and the first and last day for which the list is complete (None: no limit).

    `changes` are the days that changed while clocks ran, in the order they did.
    """

    names: Mapping[date, str]
    known_from: date | None
    known_until: date | None
    changes: tuple[Change, ...]

    def __new__(
        cls,
        names: Mapping[date, str] | Iterable[date] = (),
        *,
        known_from: date | None = None,
        known_until: date | None = None,
        changes: Iterable[Change] = (),
    ) -> "Holidays":
        named = dict(names) if isinstance(names, Mapping) else dict.fromkeys(names, "Day off")
        made = super().__new__(cls, named)
        made.names = named
        made.known_from = known_from
        made.known_until = known_until
        made.changes = tuple(changes)
        return made

    def without_limits(self) -> "Holidays":
        """Answer the same days, guessing weekends only outside the known years. Whoever uses it must say so."""
        return Holidays(self.names, changes=self.changes)


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Is it neither a Saturday, a Sunday nor one of the holidays?"""
    if isinstance(day, datetime):
        raise TypeError("Pass a date: which day an instant falls on depends on the place (see local_date).")
    _check_known(day, holidays)
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: date, n: int, holidays: Container[date]) -> date:
    """Answer the day n working days after `day` (before it, if n is negative); n = 0 is the day itself."""
    if n < 0 and not is_working_day(day, holidays):
        day = previous_working_day(day, holidays)
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += step
        if is_working_day(day, holidays):
            left -= 1
    return day


def working_days_between(a: date, b: date, holidays: Container[date]) -> int:
    """Count the working days after `a` up to and including `b`; negative when `b` is the earlier."""
    if b < a:
        return -working_days_between(b, a, holidays)
    _check_known(a, holidays)
    return sum(
        is_working_day(date.fromordinal(ordinal), holidays) for ordinal in range(a.toordinal() + 1, b.toordinal() + 1)
    )


def next_working_day(day: date, holidays: Container[date]) -> date:
    """Answer the day itself if it is a working day, else the first one after it."""
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def previous_working_day(day: date, holidays: Container[date]) -> date:
    """Answer the day itself if it is a working day, else the last one before it."""
    while not is_working_day(day, holidays):
        day -= ONE_DAY
    return day


def add_months(day: date, months: int) -> date:
    """Answer the same day of the month so many months later, or that month's last day where it is shorter."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month_starts = date(year, month_index + 1, 1)
    last = (date(year + month_index // 11, (month_index + 1) % 12 + 1, 1) - month_starts).days
    return month_starts.replace(day=min(day.day, last))


def day_of_age(born_on: date, months: int) -> date:
    """Answer the day somebody is so many months old. Of somebody born on 29 February the birthday is 1 March in common years."""
    day = add_months(born_on, months)
    leap_day = (born_on.month, born_on.day) == (2, 29)
    return day + ONE_DAY if leap_day and months % 12 == 0 and day.day == 28 else day


def known_holidays(first: date, last: date) -> Holidays:
    """Answer the bank holidays of England and Wales from `first` to `last`, each with its name.

    They come from the `holidays` package, imported here so that nothing else in this module needs it. Days an administrator
    has added are in the database: `timeliness.queries.holidays()` answers both together.
    """
    if last < first:
        raise ValueError(f"The last day ({last}) is before the first ({first}).")
    from holidays import country_holidays

    listed = country_holidays("GB", subdiv="ENG", years=range(first.year, last.year + 1))
    named = {day: name.replace("(observed)", "(substitute day)") for day, name in sorted(listed.items())}
    return Holidays({day: name for day, name in named.items() if first <= day <= last})


def local_date(instant: datetime) -> date:
    """Answer the London day on which an aware instant falls (as hsb.clock does; repeated here to need no Django)."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs a time zone before anyone can say which day it falls on.")
    return instant.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """Answer the first instant after a London day, also on the two days a year the clocks change."""
    after = day + ONE_DAY
    return datetime(after.year, after.month, after.day, tzinfo=LONDON)


def _check_known(day: date, holidays: Container[date]) -> None:
    """Refuse a day outside the years for which the list of holidays is complete, where the list says what they are."""
    known_from: date | None = getattr(holidays, "known_from", None)
    known_until: date | None = getattr(holidays, "known_until", None)
    if (known_until and day > known_until) or (known_from and day < known_from):
        raise CalendarEnds(day, known_from, known_until)
