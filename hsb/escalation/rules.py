"""The levels a disagreement goes through, as the partnership's profile says them, and what follows from them. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hsb.timeliness.calendar import Holidays, add_working_days

FIRST = 1
NO_ANSWER_AFTER = 5
"""Working days after which a level that has not answered may be passed, where no timescale is adopted for it."""


class LevelsInvalid(ValueError):
    """The profile's levels contradict the policy or themselves; the sentence says what to put right."""


@dataclass(frozen=True)
class Asked:
    """Whose answer a level wants: an agency of this kind, and the role that answers there."""

    kind: str
    role: str


@dataclass(frozen=True)
class EscalationLevel:
    """One level: its number (the timescales name it), what the partnership calls it, and who answers there.

    `contacts`: an agency's escalation contact answers in place of the role, where it has named one. `board`: it sees the
    disagreement and nothing else of the record, and its answer ends the matter.
    """

    number: int
    name: str
    plain: str  # as a parent is told
    asked: tuple[Asked, ...]
    contacts: bool = False
    board: bool = False


def read_levels(rows: Iterable[Mapping[str, Any]]) -> tuple[EscalationLevel, ...]:
    """Answer the levels of a profile in order. Raises LevelsInvalid for those that policy P7 does not allow."""
    levels = tuple(
        EscalationLevel(
            number=row["level"],
            name=row["name"],
            plain=row["plain"],
            asked=tuple(Asked(kind, role) for kind, role in row["asks"].items()),
            contacts=row.get("contacts", False),
            board=row.get("board", False),
        )
        for row in rows
    )
    numbers = [level.number for level in levels]
    if numbers != sorted(set(numbers)) or numbers[:1] != [FIRST]:
        raise LevelsInvalid("The levels of a disagreement are numbered upwards from 1, each number once.")
    if not {"csws", "yos"} <= {one.kind for one in levels[0].asked}:
        raise LevelsInvalid("The first level of a disagreement asks both csws and yos (policy, section 7).")
    if [level.number for level in levels if level.board] != numbers[-1:] or len(levels[-1].asked) != 1:
        raise LevelsInvalid("The last level of a disagreement, and only that, is the board's.")
    return levels


def level_of(levels: Sequence[EscalationLevel], number: int) -> EscalationLevel:
    """Answer the level of that number; for one the profile has dropped since, what can still be said of it."""
    return next(
        (level for level in levels if level.number == number),
        EscalationLevel(number, f"Level {number}", "a further step", ()),
    )


def next_level(levels: Sequence[EscalationLevel], number: int) -> EscalationLevel | None:
    """Answer the level that follows; None after the last. A level is never skipped."""
    return next((level for level in levels if level.number > number), None)


def may_be_passed(*, reached_on: date, late: bool | None, today: date, holidays: Holidays | frozenset[date]) -> bool:
    """Answer whether a level that has not answered may be passed: its clock is late, or, without a clock, it was long enough.

    `late` is None where no timescale is adopted for the level.
    """
    return today > add_working_days(reached_on, NO_ANSWER_AFTER, holidays) if late is None else late


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Answer which of these names stand in a text as words of their own, whatever their case. Names of one letter are not looked for."""
    words = _plain(text)
    return [name for name in names if len(name) > 1 and re.search(rf"(?<!\w){re.escape(_plain(name))}(?!\w)", words)]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
