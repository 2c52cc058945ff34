"""The plain values components are fed. A page's view (or a query) builds them; a component only lays them out.

Every text is text: components escape it. Dates arrive as dates, and components write them the British way.

Over 300 lines: one dataclass for each component.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Link:
    """Words that go somewhere; `about` completes them for people who cannot see the row ("for HSB-26-0398")."""

    text: str
    href: str
    about: str = ""


@dataclass(frozen=True)
class IdentityBar:
    """Who this case is about: initials for everyone to see, the name only when pressed."""

    reference: str
    initials: str
    age: int | None = None
    full_name: str = ""
    pseudonym: str = ""
    badges: Sequence[str] = ()
    strands: Sequence[tuple[str, str]] = ()  # (strand, its state in words)
    people: Sequence[tuple[str, str, str]] = ()  # (agency, worker, address or "")
    href: str = ""

    @property
    def who(self) -> str:
        """Answer "J.M., 14", or the pseudonym where that is how the child is known."""
        called = self.pseudonym or self.initials
        return f"{called}, {self.age}" if self.age is not None else called


@dataclass(frozen=True)
class Condition:
    """A condition in force: cannot be dismissed."""

    title: str
    text: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class Stage:
    """A step of the delay chain. `state`: done, now (its gap still runs) or todo. `gap` follows the step."""

    name: str
    when: str = ""
    state: str = "done"
    gap: str = ""  # "same day", "3"
    gap_unit: str = ""  # "working days"; spoken, not shown
    gap_note: str = ""  # "so far", "usually 6"
    slow: bool = False


@dataclass(frozen=True)
class Explanation:
    """Why a date is what it is. `hsb.timeliness.explain.Explanation` carries the same attributes; either may be passed."""

    sentence: str
    days: Sequence["CountedDay"] = ()
    started_by: str = ""
    started_at: datetime | date | None = None
    started_href: str = ""
    standard_title: str = ""
    source: str = ""
    source_href: str = ""
    basis_label: str = ""
    not_counted: Sequence[str] = ()
    pauses: Sequence[str] = ()
    extensions: Sequence[str] = ()
    owner: str = ""
    provisional: str | bool = ""
    note: str = ""


@dataclass(frozen=True)
class CountedDay:
    """One square of the strip."""

    label: str
    date: date
    count: int | None = None
    off_reason: str = ""
    is_start: bool = False
    is_today: bool = False
    is_due: bool = False


@dataclass(frozen=True)
class NextStep:
    """What happens next: the action, who, by when, why this date, and the one thing to press."""

    what: str
    who: str = ""
    due_on: date | None = None
    due_words: str = ""  # "2 working days", "1 working day late"
    since: str = ""  # for what others owe: "since 24 November, 5 working days · no target"
    late: bool = False
    why: Any = None
    action: Link | None = None
    primary: bool = False
    booked: bool = False


@dataclass(frozen=True)
class Entry:
    """A line of the chronology."""

    sentence: str
    by: str = ""
    at: str = ""  # "16:40"
    href: str = ""
    link_text: str = ""
    struck: str = ""  # the corrected sentence, shown struck through before the right one
    note: str = ""  # "Date corrected by DC Sorrell, 17 November."
    cancelled: bool = False
    strand: str = ""
    anchor: str = ""
    write: str = ""  # where a note about it is written
    about: str = ""  # what kind of entry it is, for whoever hears its links


@dataclass(frozen=True)
class Day:
    """A day of the chronology with its entries."""

    on: date
    entries: Sequence[Entry] = ()


@dataclass(frozen=True)
class Task:
    """A line of a task list. Without `href` it is locked, and its hint says what opens it."""

    title: str
    hint: str = ""
    href: str = ""
    status: str = "not_started"
    status_words: str = ""


@dataclass(frozen=True)
class Fact:
    """A row of a summary list."""

    key: str
    value: Any = ""
    change: Link | None = None
    lines: Sequence[str] = ()
    quote: bool = False


@dataclass(frozen=True)
class WorkRow:
    """A row of My work: verb first, whose child, when, and the one button."""

    what: str
    child: str  # "D.K., 15"
    reference: str
    href: str
    due_words: str = ""  # "Friday 27 November"
    left_words: str = ""  # "2 working days late"
    late: bool = False
    strong: bool = True
    why: str = ""
    why_href: str = ""  # the page of its clock, where the whole "Why this date?" stands
    action: Link | None = None
    acting_for: str = ""
    owner: str = ""  # whose it is, on a manager's page
    waiting_for: str = ""  # "CPS": the row waits for others
    since_words: str = ""  # "since 19 October"
    judged_on: date | None = None  # the day it is held to, where the list goes on from
    note_href: str = ""  # where a note on its record is written, for those who write notes


@dataclass(frozen=True)
class CaseRow:
    """A row of the case list."""

    reference: str
    href: str
    child: str
    kind: str = ""
    strands: Sequence[tuple[str, str]] = ()  # (strand, state in words)
    next_what: str = ""
    next_due: str = ""
    next_href: str = ""  # the page of the clock that says so
    next_whose: str = ""  # whose move it is
    late: bool = False
    worker: str = ""
    opened: str = ""
    flags: Sequence[str] = ()  # values of the "flag" kind: restricted, alleged, looked_after


@dataclass(frozen=True)
class InboxRow:
    """A referral waiting."""

    child: str
    href: str
    sender: str = ""
    route: str = ""
    received: str = ""  # "Wed 18 Nov, 3:42pm"
    due: str = ""  # "Due today", "Overdue, was due Wed 18 Nov"
    due_href: str = ""  # the page of the clock; the rail goes without, because the referral it opens says why
    late: bool = False
    danger: bool = False
    claimed_by: str = ""
    reference: str = ""
    open: bool = False


@dataclass(frozen=True)
class Around:
    """Somebody around the child."""

    name: str
    role: str = ""
    warning: str = ""  # "address not to be disclosed"
    href: str = ""


@dataclass(frozen=True)
class Clock:
    """An open clock."""

    title: str
    left: str  # "2 days"
    sub: str = ""  # "YOS · Thursday 3 December"
    href: str = ""
    late: bool = False
    provisional: bool = False
    note: str = ""  # "extended to 3 December", "since 2 November, because …"


@dataclass(frozen=True)
class DocumentLine:
    """A document in a list."""

    title: str
    href: str = ""
    on: date | None = None
    detail: str = ""  # "PDF, 120 kB"
    state: str = ""  # of the "document" kind; clean is not shown


@dataclass(frozen=True)
class Moment:
    """A point of a timeline."""

    title: str
    when: str = ""
    by: str = ""
    text: str = ""


@dataclass(frozen=True)
class Filter:
    """One control of a filter bar: a drop-down, or a box when there are no choices."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]] = ()
    value: str = ""
    width: int = 0


@dataclass(frozen=True)
class Pages:
    """Keyset pages: there is a next and a previous, never a page number. Addresses keep the filters."""

    previous: str = ""
    next: str = ""
    shown: str = ""  # "26 to 50 of 1,000+"


@dataclass(frozen=True)
class TwoTexts:
    """A lost update, both sides: what is stored now and what this person typed."""

    name: str
    label: str
    theirs: str
    yours: str
    saved_by: str = ""
    saved_at: str = ""


@dataclass(frozen=True)
class Tab:
    """A tab of the case page."""

    key: str
    label: str
    href: str


@dataclass(frozen=True)
class TabGroup:
    """Tabs of the case page that belong together. It leads to its first; alone, a tab needs no group's name."""

    name: str
    tabs: Sequence[Tab]
    current: bool = False

    @property
    def label(self) -> str:
        """Answer what stands on it."""
        return self.tabs[0].label if len(self.tabs) == 1 else self.name


@dataclass(frozen=True)
class Card:
    """A boxed thing: a decision, an action."""

    title: str
    text: str = ""
    facts: Sequence[tuple[str, str]] = ()
    link: Link | None = None
    mark: str = ""
    lines: Sequence[str] = field(default_factory=tuple)
