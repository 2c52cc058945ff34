"""What a standard is: which event starts its clock, which meets it, how long it may take and who says so. Pure.

The rows are data: `timescales.toml` as shipped, then versions per partnership in the database. Both are read by `parse`, which
refuses a row that contradicts itself with a sentence saying what to put right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class StandardInvalid(ValueError):
    """A standard contradicts itself or misses something; the sentence says what to put right."""


class Unit(StrEnum):
    """How the time is counted."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar days"
    WORKING_DAYS = "working days"
    SCHOOL_DAYS = "school days"  # counted as working days, and marked provisional, until a school calendar is loaded
    MONTHS = "months"
    BEFORE_EVENT = "before event"  # so many days before a date that an event carries as a fact; 0 is that date itself
    AT_AGE = "at age"  # so many months after the date of birth that an event carries as a fact
    MEASURE = "measure"  # no due date: the time taken is what is wanted


COUNTED_IN_WORKING_DAYS = frozenset({Unit.WORKING_DAYS, Unit.SCHOOL_DAYS})
DAY_COUNTS = COUNTED_IN_WORKING_DAYS | {Unit.CALENDAR_DAYS}
BEFORE_COUNTS = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS})
DATED_BY_A_FACT = frozenset({Unit.BEFORE_EVENT, Unit.AT_AGE})


class Basis(StrEnum):
    """Who says so. Statutory ones can be tightened but not loosened, and an extension never cures their breach."""

    STATUTORY = "statutory"
    STATUTORY_GUIDANCE = "statutory guidance"
    NATIONAL = "national"
    LOCAL = "local"
    POLICY = "policy measure"


BINDING = frozenset({Basis.STATUTORY, Basis.STATUTORY_GUIDANCE})


class Per(StrEnum):
    """Whose case runs this clock."""

    DISPLAYED = "displayed"
    HARMED = "harmed"
    BOTH = "both"


class Restart(StrEnum):
    """What a second start means while the first clock still runs."""

    FIRST = "first"  # the clock that runs goes on
    EACH = "each"  # each start has a clock of its own
    LATEST = "latest"  # the running clock is dropped for the new one


class PauseReason(StrEnum):
    """Why a clock may stand still. Which standard allows which is in the table; the policy forbids one everywhere."""

    INFORMATION_REQUESTED = "information_requested"
    VERDICT_PENDING = "verdict_pending"
    PAPERS_WITH_CPS = "papers_with_cps"
    CONSENT_PENDING = "consent_pending"
    CRIMINAL_INVESTIGATION = "criminal_investigation"


PAUSE_WORDS: dict[str, str] = {
    PauseReason.INFORMATION_REQUESTED: "more information has been asked for",
    PauseReason.VERDICT_PENDING: "a verdict is pending",
    PauseReason.PAPERS_WITH_CPS: "the papers are with the Crown Prosecution Service",
    PauseReason.CONSENT_PENDING: "consent is awaited",
    PauseReason.CRIMINAL_INVESTIGATION: "a criminal investigation is going on",
}
"""A reason as it stands after "because"."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event code, with the facts it must carry: a value, one of several values, or a range of dates."""

    event: str
    where: tuple[tuple[str, Any], ...] = ()

    def matches(self, code: str, facts: Mapping[str, Any]) -> bool:
        """Is it this event, with these facts?"""
        return code == self.event and all(_holds(condition, facts.get(name)) for name, condition in self.where)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the chase ladder: so many working days after the due date (before it, if negative), to whom."""

    days: int
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of one standard, as one row of the table says it."""

    code: str
    title: str
    action: str  # what its owner has to do, verb first
    counted_from: str  # the trigger in words: "allocation", "the referral was received"
    strand: str
    starts_on: tuple[Trigger, ...]
    met_by: tuple[Trigger, ...]
    unit: Unit
    basis: Basis
    owner_kind: str
    owner_role: str
    source: str
    amount: int = 0
    version: int = 1
    partnership: str = ""  # empty: as shipped
    effective_from: date = date(2012, 1, 1)
    effective_to: date | None = None
    adopted: bool = False
    dormant: bool = False  # no clock at all until somebody adopts it
    awaiting: bool = False  # its events come with a later release
    include_trigger_day: bool = False  # the time begins with that day, not after it
    anchor_fact: str = (
        ""  # the fact that carries the day the time is counted from, where it is not the day of the event
    )
    anchor_days: int = 0  # so many days after that one
    pauses_on: tuple[Trigger, ...] = ()
    resumes_on: tuple[Trigger, ...] = ()
    pause_reasons: tuple[PauseReason, ...] = ()
    paused_because: str = ""
    held_from_start: bool = False  # a pause already in force when the clock starts holds it too
    cancels_on: tuple[Trigger, ...] = ()
    outlives_closure: bool = False  # closing the case or the strand does not end it
    counting: Unit = Unit.WORKING_DAYS  # in what the days before an event are counted
    date_fact: str = ""
    dated_by: tuple[Trigger, ...] = ()  # the events that carry the date, when not the starting one
    dated_by_words: str = ""
    key_fact: str = ""  # one clock for each value of this fact
    # The fact that names the owner's kind of agency; the same with "_id", where there is one, says which of them.
    owner_fact: str = ""
    role_fact: str = ""  # the fact that names the owner's role, beside their kind of agency
    person_fact: str = ""  # the fact that names the one person whose move it is, where it is one person's
    passed_by: tuple[Trigger, ...] = ()  # the events that hand it to another person (or agency), with the same facts
    # Done but for a second person: from what finishes it until what gives it back, it waits for somebody else in this role.
    approved_by: str = ""
    finished_by: tuple[Trigger, ...] = ()
    returned_by: tuple[Trigger, ...] = ()
    restart: Restart = Restart.FIRST
    met_beforehand: bool = False  # what meets it may come first: then no clock is needed
    private: bool = False  # only those whose move it is learn that it runs
    coordinated: bool = False  # more time for a learning need names who coordinates across agencies (policy 2.2)
    per: Per = Per.DISPLAYED
    ladder: tuple[Rung, ...] = ()
    note: str = ""
    correction: str = (
        ""  # what we had counted wrongly until this version: the sentence for the cases whose dates it moves
    )

    @property
    def binding(self) -> bool:
        """Does law or statutory guidance set it?"""
        return self.basis in BINDING

    @property
    def has_due_date(self) -> bool:
        """Does it end in a date, rather than only in a number of days taken?"""
        return self.unit is not Unit.MEASURE

    def runs_for(self, kind: str) -> bool:
        """Does it run on a case of this kind? Not while the screens that meet it are still to come: nobody could."""
        return not self.awaiting and (self.per is Per.BOTH or self.per == kind)

    def in_force(self, day: date) -> bool:
        """Does this version apply to a clock that starts on that day?"""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def codes(self) -> frozenset[str]:
        """Answer every event code it names."""
        named = (
            self.starts_on,
            self.met_by,
            self.pauses_on,
            self.resumes_on,
            self.cancels_on,
            self.dated_by,
            self.passed_by,
            self.finished_by,
            self.returned_by,
        )
        return frozenset(trigger.event for triggers in named for trigger in triggers)


@dataclass(frozen=True, slots=True)
class NotAClock:
    """A row of the deadline table that is no clock on a case, and why."""

    code: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """How the product does what a clock waits for. It goes with the code, whatever version of the standard a clock runs by."""

    button: str = ""  # what the button says, verb first
    page: str = ""  # the URL name, taking the case's reference
    page_takes_key: bool = False  # and the clock's key: each has a page of its own
    approve: str = ""  # what is left to do for whoever approves (`approved_by`)


def _holds(condition: Any, value: Any) -> bool:
    """Does a fact satisfy a condition? A range never holds for a fact that is absent."""
    if isinstance(condition, tuple):
        return value in condition
    if isinstance(condition, Between):
        return value is not None and condition.low <= str(value) <= condition.high
    return bool(value == condition)


@dataclass(frozen=True, slots=True)
class Between:
    """A range of dates, ends included, as ISO text (which sorts as dates do)."""

    low: str = ""
    high: str = "~"


# Whom a rung may name, in words.
RECIPIENT_WORDS = {"owner": "Owner", "manager": "Manager", "escalation": "Escalation contact"}
