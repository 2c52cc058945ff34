"""What the address of a delay page asks: the filters of the dashboard, and what a list is narrowed to beyond them. Pure.

Every figure's link is the address of its list, so a figure and its rows are asked with the same values.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from hsb.pages.delay.chain import PLACES, SPANS
from hsb.ui.numbers import whole_number

PERIODS = {"": 12, "24": 24, "6": 6, "3": 3}
"""How many months a period has, the present one included; twelve unless asked otherwise."""
ROUTES = {"cp": (1, "Child protection only"), "cj": (2, "Criminal justice only"), "both": (3, "Both routes")}
FAMILY = {"yes": "Accepted help", "no": "Offered, not accepted", "not_asked": "Not offered yet"}
BUCKETS = {"0-10": (0, 10), "11-15": (11, 15), "16-20": (16, 20), "21+": (21, None)}
"""The buckets national statistics count working days in."""
CONFERENCE_BUCKETS = {"0-10": (0, 10), "11-15": (11, 15), "16-20": (16, 20), "21+": (21, None)}
"""Working days from the discussion that began the enquiry to the initial conference, as the Department for Education counts them."""
OFFER_BUCKETS = {"0-20": (0, 20), "21-40": (21, 40), "41-60": (41, 60), "61+": (61, None)}
"""How long a family had waited when help was first offered: wider, because the question is whether waiting matters (P5.10)."""
AGES = {"0-5": (0, 5), "6-10": (6, 10), "11-20": (11, 20), "21+": (21, None)}
"""How long something has waited, in working days."""
HOW = ("in_time", "late", "paused", "extended")
"""What a clock is counted as: met in time, run out (a breach that stands), stood still, given longer."""
NO_REASON = "none"
LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Asked:
    """The filters (the first five) and the narrowing of a list. Codes; empty means any."""

    period: str = ""
    route: str = ""
    whose: str = ""
    school: str = ""  # the id of the agency that referred, or "area:" and the name of an area
    family: str = ""
    step: str = ""  # a step's code, or that of a span
    before: str = ""  # the step before it
    days: str = ""  # a bucket
    age: str = ""
    ended: str = ""  # the first and last month, "2026-09~2026-11"
    over: str = ""  # longer than so many working days since the first account
    standard: str = ""
    how: str = ""
    reason: str = ""

    def but(self, **changes: str) -> "Asked":
        """Answer the same with these changed."""
        return replace(self, **changes)

    @property
    def filters(self) -> "Asked":
        """Answer the filters alone."""
        return Asked(**{name: getattr(self, name) for name in FILTERS})

    @property
    def query(self) -> str:
        """Answer the address's query, without what is empty."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def months(self) -> int:
        return PERIODS[self.period]

    def between(self, today: date) -> tuple[date, date]:
        """Answer the first and last day counted: what `ended` says, else so many months up to today."""
        if self.ended:
            first, last = (_month(part) for part in self.ended.split("~"))
            assert first is not None
            assert last is not None
            return first, months_before(last, -1) - timedelta(days=1)
        return months_before(today, self.months - 1), today


FILTERS = tuple(one.name for one in fields(Asked))[:5]


def read(given: Mapping[str, str]) -> Asked:
    """Answer what an address asks; what it does not know, it takes for any."""
    words = {one.name: given.get(one.name, "")[:60] for one in fields(Asked)}
    known = {
        "period": PERIODS,
        "route": ROUTES,
        "family": FAMILY,
        "step": {*PLACES, *SPANS},
        "before": PLACES,
        "days": {*BUCKETS, *OFFER_BUCKETS},
        "age": AGES,
        "how": HOW,
    }
    for name, codes in known.items():
        words[name] = words[name] if words[name] in codes else ""
    for name in ("whose", "standard", "reason"):
        words[name] = words[name] if words[name].replace("_", "").isalnum() else ""
    if not words["school"].startswith("area:"):
        words["school"] = _number(words["school"])
    words["school"] = words["school"].replace("\x00", "")
    words["over"] = _number(words["over"])
    months = [_month(part) for part in words["ended"].split("~")]
    if len(months) != 2 or None in months or months[0] > months[1]:  # type: ignore[operator]
        words["ended"] = ""
    return Asked(**words)


def months_before(day: date, months: int) -> date:
    """Answer the first day of the month so many months before a day's; after it, if negative."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def month_code(day: date) -> str:
    """Answer "2026-09"."""
    return f"{day:%Y-%m}"


def bucket_of(days: int, buckets: Mapping[str, tuple[int, int | None]] = BUCKETS) -> str:
    """Answer the bucket a number of working days falls in."""
    return next(code for code, (_, last) in buckets.items() if last is None or days <= last)


def _number(text: str) -> str:
    return text if whole_number(text, digits=LONGEST_NUMBER) is not None else ""


def _month(text: str) -> date | None:
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None
