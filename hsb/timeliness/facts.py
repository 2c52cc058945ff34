"""What the fold reads: events in the order in which they were true, and what they say of a clock. Plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from hsb.timeliness.calendar import local_date
from hsb.timeliness.standards import Standard, Trigger

EXTENDED = "clock.extended"
"""The event that adds a date beside a due date. Facts: standard, until (ISO date), and root_event when only one clock is meant."""
PAUSED, RESUMED = "clock.paused", "clock.resumed"
"""The events by which people let a clock stand still and go on. Facts: standard, root_event when only one clock is meant, and of
the first `reason`: a standard that does not know it (`pause_reasons`) runs on."""
ABOUT_A_CLOCK = frozenset({EXTENDED, PAUSED, RESUMED})
"""What people do to a clock of any standard; every other event that a clock depends on its standard names."""
SCHOOL_CALENDAR_MISSING = "School days are counted as working days until the school calendar is loaded."
DATE_NOT_KNOWN = "The date it depends on is not known yet."


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a case, as plain values. `root` is the first event of its correction chain."""

    id: int
    code: str
    facts: Mapping[str, Any]
    occurred_at: datetime
    recorded_at: datetime | None = None
    version: int = 1
    corrects: int | None = None
    root: int | None = None
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood still: from the day after `from_on` to `until_on` nothing is counted."""

    from_at: datetime
    from_on: date
    until_at: datetime | None
    until_on: date | None
    reason: str
    began_by: int
    ended_by: int | None


@dataclass(frozen=True, slots=True)
class Extension:
    """A later date agreed beside the due date, never in its place."""

    until: date
    agreed_at: datetime
    event: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A correction chain, boiled down to what is held true now."""

    root: int
    code: str
    facts: Mapping[str, Any]
    at: datetime
    by: int | None = None
    day: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "day", local_date(self.at))

    @property
    def order(self) -> tuple[datetime, int]:
        return self.at, self.root

    def follows(self, other: "Fact") -> bool:
        """Did it come after the other one, or was it recorded later for the same day?"""
        return self.order > other.order or (self.day == other.day and self.root > other.root)

    def is_one_of(self, triggers: Iterable[Trigger]) -> bool:
        # A loop, not any(…): the fold asks it some thousand times for each event.
        for trigger in triggers:  # noqa: SIM110
            if trigger.matches(self.code, self.facts):
                return True
        return False

    def key(self, standard: Standard) -> str:
        return str(self.facts.get(standard.key_fact, "")) if standard.key_fact else ""

    def names(self, standard: Standard, start: "Fact") -> bool:
        """Is it about the clock that this starts, as events that people aim at a clock say it?"""
        return self.facts.get("standard") == standard.code and self.facts.get("root_event") in (None, start.root)

    def speaks_to(self, standard: Standard, key: str) -> bool:
        """Is it about the clock with that key? An event that names no key is about all of them."""
        return not standard.key_fact or standard.key_fact not in self.facts or self.key(standard) == key


class State(StrEnum):
    """Where a clock stands, as far as that is known without asking the time."""

    OPEN = "open"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met_late"
    CANCELLED = "cancelled"


RUNNING = frozenset({State.OPEN, State.PAUSED})


@dataclass(frozen=True, slots=True)
class End:
    """How a clock ended."""

    state: State
    event: Fact
    at: datetime


def still_ran(end: End | None, fact: Fact) -> bool:
    """Was a clock that ended so (or not at all) still running when this happened?"""
    return end is None or end.event.order > fact.order
