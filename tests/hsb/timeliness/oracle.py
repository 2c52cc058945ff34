"""An oracle of working days that shares nothing with the product: days are counted out one by one, once, and looked up after.

No `datetime` arithmetic either: months have the lengths written here, and the first of January 1900 was a Monday. A list of the
working days in their order answers every question by its place in it.
"""

from bisect import bisect_right
from collections.abc import Container, Iterator
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2100
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SATURDAY, _SUNDAY = 5, 6

Day = tuple[int, int, int]


def every_day() -> Iterator[tuple[Day, int]]:
    """Answer each day from 1 January 1900 with its weekday, Monday being 0."""
    weekday = 0
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for month, length in enumerate(_LENGTHS, start=1):
            leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            for day in range(1, length + leap + 1):
                yield (year, month, day), weekday
                weekday = (weekday + 1) % 7


class Oracle:
    """The working days of one nation, held as a list."""

    def __init__(self, days_off: Container[Day]) -> None:
        self.days: list[Day] = []
        self.place: dict[Day, int] = {}
        self.working: list[int] = []  # places of the working days, in order
        self.up_to: list[int] = []  # how many working days there are up to each place, itself included
        for place, (day, weekday) in enumerate(every_day()):
            self.days.append(day)
            self.place[day] = place
            if weekday not in (_SATURDAY, _SUNDAY) and day not in days_off:
                self.working.append(place)
            self.up_to.append(len(self.working))

    def is_working(self, day: Day) -> bool:
        place = self.place[day]
        return self.up_to[place] > (self.up_to[place - 1] if place else 0)

    def add(self, day: Day, n: int) -> Day:
        """The n-th working day after the day; for n < 0 the working day whose number is n less; for 0 the day itself."""
        if n == 0:
            return day
        number = self.up_to[self.place[day]] + n
        return self.days[self.working[number - 1]]

    def between(self, a: Day, b: Day) -> int:
        return self.up_to[self.place[b]] - self.up_to[self.place[a]]

    def count(self, a: Day, b: Day) -> int:
        """The same by looking for both in the list, a second way that must agree with the first."""
        return bisect_right(self.working, self.place[b]) - bisect_right(self.working, self.place[a])


def as_tuple(day: date) -> Day:
    return day.year, day.month, day.day


def summer_time(year: int) -> tuple[Day, Day]:
    """The days on which London's clocks go forward and back, by the rule since 1996: the last Sundays of March and October."""
    sundays: dict[int, Day] = {}
    for day, weekday in every_day():
        if day[0] == year and weekday == _SUNDAY and day[1] in (3, 10):
            sundays[day[1]] = day
        if day[0] > year:
            break
    return sundays[3], sundays[10]
