"""Durations in working days, as so many of each: the median, the nine in ten, the buckets. Pure.

The database counts (`GROUP BY days`); what is said of a spread is worked out here, once, the same on both databases.
"""

from collections import Counter
from collections.abc import Mapping

from hsb.pages.delay.asked import BUCKETS, bucket_of
from hsb.ui.words import count_of

FEWEST = 5
"""No percentile is said of fewer than this; a median always stands beside its number."""


class Spread(Counter[int]):
    """How many took each number of working days."""

    @property
    def number(self) -> int:
        return self.total()

    @property
    def median(self) -> float | None:
        """Answer the middle one, or halfway between the two in the middle; None of none."""
        if not self:
            return None
        low, high = self._at((self.number + 1) // 2), self._at(self.number // 2 + 1)
        return (low + high) / 2

    @property
    def nine_in_ten(self) -> int | None:
        """Answer the smallest number of days within which nine in ten were; None under five of them."""
        if self.number < FEWEST:
            return None
        return self._at(-(-self.number * 9 // 10))

    def over(self, days: float) -> int:
        """Answer how many took longer."""
        return sum(number for taken, number in self.items() if taken > days)

    def buckets(self, buckets: Mapping[str, tuple[int, int | None]] = BUCKETS) -> dict[str, int]:
        """Answer how many fall in each bucket."""
        found = dict.fromkeys(buckets, 0)
        for days, number in self.items():
            found[bucket_of(days, buckets)] += number
        return found

    def _at(self, position: int) -> int:
        """Answer the duration at a position, the shortest being the first."""
        for days in sorted(self):
            position -= self[days]
            if position <= 0:
                return days
        raise IndexError(position)


def taken(days: float) -> str:
    """Answer how long something took, in a sentence: "the same day", "1 working day", "31.5 working days"."""
    if not days:
        return "the same day"
    return f"{words(days)} working {'day' if days == 1 else 'days'}"


def longer_than(days: int) -> str:
    """Answer "longer than 3 working days"; than none, "a working day or longer"."""
    return f"longer than {count_of(days, 'working day')}" if days else "a working day or longer"


def words(days: float | None) -> str:
    """Answer "31" or "31.5"."""
    if days is None:
        return ""
    return f"{days:.0f}" if days == int(days) else f"{days:.1f}"
