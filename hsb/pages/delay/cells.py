"""Words and cells of the delay pages: what a table is made of, before anybody draws or exports it."""

from dataclasses import dataclass

from hsb.agencies.profile import profile
from hsb.pages.delay import chain
from hsb.pages.delay.asked import Asked
from hsb.timeliness.delay_reasons import Reason
from hsb.ui.words import MONTH_NAMES

PERIOD_WORDS = {"": "last 12 months", "24": "last 24 months", "6": "last 6 months", "3": "last 3 months"}
AGE_WORDS = {"0-5": "0–5", "6-10": "6–10", "11-20": "11–20", "21+": "Over 20"}
BUCKET_WORDS = {"0-10": "0–10", "11-15": "11–15", "16-20": "16–20", "21+": "21 or more"}
CONFERENCE_WORDS = {"0-10": "0–10", "11-15": "11–15", "16-20": "16–20", "21+": "21 and more"}
OFFER_WORDS = {"0-20": "0–20", "21-40": "21–40", "41-60": "41–60", "61+": "Over 60"}
APART_WORDS = {"held": "AIM2 held for the court", "refused": "After a refusal or withdrawal"}
HOW_WORDS = {"in_time": "Met in time", "late": "Ran late", "paused": "Stood still", "extended": "Given longer"}
REASON_WORDS = {str(value): str(label) for value, label in Reason.choices}
NO_REASON_WORDS = "No reason recorded"
TINTS = 3


@dataclass(frozen=True)
class Cell:
    """A cell: its words, where they lead, how deep it is tinted (0 to 3)."""

    text: str
    href: str = ""
    tint: int = 0
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table of the dashboard. The first cell of each row is its heading; the first `words` columns hold words, not numbers."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: int = 1
    note: str = ""


def whose_words(code: str) -> str:
    """Answer whose move it is, in the partnership's words."""
    own = {
        chain.REFERRER: "Referrer",
        chain.FAMILY: "Family",
        chain.INVESTIGATOR: "Police or social care",
        "": "Not said",
    }
    return own.get(code) or profile().name(code)


def period_words(asked: Asked) -> str:
    """Answer "last 12 months", or the months a list was narrowed to."""
    if not asked.ended:
        return PERIOD_WORDS[asked.period]
    first, last = asked.ended.split("~")
    return month_words(first) if first == last else f"{month_words(first)} to {month_words(last)}"


def month_words(code: str) -> str:
    """Answer "September 2026" for "2026-09"."""
    year, month = code.split("-")
    return f"{MONTH_NAMES[int(month) - 1]} {year}"


def tint(number: int | None, most: int) -> int:
    """Answer how deep a count is tinted beside the largest; words say the count, the tint only helps to find it."""
    return 0 if not number or not most else min(TINTS, 1 + int(TINTS * number / (most + 1)))
