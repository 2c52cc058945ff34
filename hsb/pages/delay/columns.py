"""The columns of the three lists behind the dashboard, the same on the page and in a file."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from hsb.pages.delay.asked import Asked
from hsb.pages.delay.cells import HOW_WORDS, NO_REASON_WORDS, REASON_WORDS, whose_words
from hsb.pages.delay.chain import OFFERED, PLACES, SPANS, WHOLE, called, goal, step_at
from hsb.pages.delay.lists import Row
from hsb.pages.delay.spread import longer_than
from hsb.timeliness.facts import State
from hsb.ui.words import day_month_year


@dataclass(frozen=True)
class ListLine:
    """A line as it is shown: whose record, then the texts of the columns after it."""

    reference: str
    child: str
    href: str
    headings: tuple[str, ...]
    cells: tuple[str, ...]
    why: str = ""  # where its due date says why it is that date

    @property
    def labelled(self) -> tuple[tuple[str, str], ...]:
        """Answer each text with the heading of its column."""
        return tuple(zip(self.headings, self.cells, strict=True))

    @property
    def texts(self) -> tuple[str, ...]:
        """Answer what a file holds of the line: what the page shows."""
        return (self.reference, self.child, *self.cells)


@dataclass(frozen=True)
class Columns:
    """One kind of list: what it and its file are called, its headings and how a row is written."""

    file: str
    audited: str
    unit: str  # what is counted
    headings: tuple[str, ...]
    title: Callable[[Asked], str]
    cells: Callable[[Row], tuple[str, ...]]
    numeric: tuple[str, ...]  # the headings of columns of numbers

    def line(self, row: Row) -> ListLine:
        """Answer a row as it is shown."""
        href = reverse("cases:overview", args=[row.reference])
        why = reverse("cases:clock", args=[row.reference, row.tie]) if self is CLOCKS else ""
        return ListLine(row.reference, row.child, href, self.own, self.cells(row), why)

    @property
    def own(self) -> tuple[str, ...]:
        """Answer the headings after the record's own two."""
        return self.headings[2:]


def _steps_title(asked: Asked) -> str:
    return called(asked.step) if asked.step else "Steps completed"


def _steps_cells(row: Row) -> tuple[str, ...]:
    place, before, since, day, whose = row.values
    reached = {SPANS[WHOLE]: goal().name, SPANS[OFFERED]: called(OFFERED)}.get(place) or step_at(place).name
    mover = whose_words(whose) if place > 0 else ""
    return (step_at(before).name, day_month_year(since), reached, day_month_year(day), mover, f"{row.days:,}")


def _waits_title(asked: Asked) -> str:
    waits_for = f": {step_at(PLACES[asked.step]).waited_for}" if asked.step in PLACES else ""
    longer = f" {longer_than(int(asked.over))}" if asked.over else ""
    return f"Waiting now{waits_for}{longer}"


def _waits_cells(row: Row) -> tuple[str, ...]:
    place, whose, waited, since, held, refused = row.values
    apart = [f"{held:,} held"] if held else []
    apart += [f"{refused:,} after a refusal"] if refused else []
    said = ", ".join(apart)
    return (step_at(place).waited_for, whose_words(whose), day_month_year(since), f"{waited:,}", f"{row.days:,}", said)


def _clocks_title(asked: Asked) -> str:
    return HOW_WORDS[asked.how or "late"]


def _clocks_cells(row: Row) -> tuple[str, ...]:
    _, title, owner, counted, due, met, state, reason = row.values
    done = day_month_year(met) or ("No longer needed" if state == State.CANCELLED else "Not yet")
    said = REASON_WORDS.get(reason, reason) or NO_REASON_WORDS
    return (title, whose_words(owner), day_month_year(due or counted), done, f"{row.days:,}", said)


_WHO = ("Reference", "Young person")
STEPS = Columns(
    "delay-steps",
    "steps behind the delay dashboard",
    "step",
    (*_WHO, "From", "On", "To", "Reached on", "Whose move", "Working days"),
    _steps_title,
    _steps_cells,
    numeric=("Working days",),
)
WAITING = Columns(
    "delay-waiting",
    "who waits, behind the delay dashboard",
    "record",
    (*_WHO, "Waiting for", "Whose move", "Since", "Working days since", "Working days in all", "Of these, no wait"),
    _waits_title,
    _waits_cells,
    numeric=("Working days since", "Working days in all"),
)
CLOCKS = Columns(
    "delay-clocks",
    "clocks behind the delay dashboard",
    "due date",
    (*_WHO, "Standard", "Whose move", "Due", "Met", "Working days", "Reason"),
    _clocks_title,
    _clocks_cells,
    numeric=("Working days",),
)
