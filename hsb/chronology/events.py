"""What the chronology says by itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hsb.chronology.declare import declare, words
from hsb.timeliness.english import long_date


@declare("clock.moved", strand="", title="Due date moved")
@dataclass(frozen=True)
class DueDatesMoved:
    """The due dates of running clocks moved, because the calendar or a standard changed. `moves`: one dict for each clock with
    its standard, root_event, title, and ISO dates `was` and `now` (None: none)."""

    moves: list[dict[str, Any]]
    recount: int
    because: str = words("")

    def sentence(self) -> str:
        said = [f"{one['title']}: moved from {_day(one['was'])} to {_day(one['now'])}" for one in self.moves]
        return f"{'; '.join(said)}." + (f" {self.because}." if self.because else "")


def _day(iso: str | None) -> str:
    return long_date(date.fromisoformat(iso)) if iso else "no date"
