"""The kinds of meeting, read from `kinds.toml`: who chairs, who convenes, quorum, who is invited, what must be written. Pure."""

import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Role
from strategy_meetings.meetings.parts import PARTS, ROWS

SHIPPED = Path(__file__).with_name("kinds.toml")
ABOUT_ALL = frozenset({AgencyKind.CSWS, AgencyKind.POLICE, AgencyKind.HEALTH})
"""The core three, who with chair and minute-taker may be called for every child of a meeting."""


class KindsInvalid(ValueError):
    """A row contradicts itself or misses something; the sentence says file, row and what to put right."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Invites(_Strict):
    """A kind of agency that is asked; from which age of the child, where not always."""

    agency: AgencyKind
    required: bool
    from_age: int | None = None


class Kind(_Strict):
    """One kind of meeting."""

    key: str = Field(pattern=r"^[a-z_]+$")
    title: str = Field(min_length=3)
    short: str = Field(min_length=3)
    follows: str = ""
    convenes: tuple[Role, ...] = Field(min_length=1)
    chairs: tuple[Role, ...] = Field(min_length=1)
    chair_is_not: Literal["", "proposer", "involved"] = ""
    quorum: tuple[tuple[AgencyKind, ...], ...] = Field(min_length=1)
    others: int = Field(default=0, ge=0, le=4)
    distinct: bool = False
    exception_allowed: bool
    family: Literal["never", "no", "if_useful", "yes"]
    asks_about_day: bool = False
    held_event: str
    standards: tuple[str, ...]
    minutes_days: int = Field(ge=1, le=30)
    audiences: tuple[Literal["whole", "agency", "police_restricted", "family"], ...] = Field(min_length=1)
    invites: tuple[Invites, ...] = Field(min_length=1)
    each: tuple[str, ...] = Field(min_length=1)
    optional: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _parts_are_known(self) -> Self:
        unknown = [key for key in (*self.each, *self.optional, *self.once) if key not in PARTS and key not in ROWS]
        if unknown:
            raise ValueError(f"there is no part called {', '.join(unknown)}; the parts are in meetings/parts.py")
        return self

    @model_validator(mode="after")
    def _quorum_is_asked(self) -> Self:
        asked = {one.agency for one in self.invites}
        never = [" or ".join(line) for line in self.quorum if not asked & set(line)]
        if never:
            raise ValueError(f"the quorum needs {', '.join(never)}, which is never invited")
        return self

    @property
    def is_strategy(self) -> bool:
        """Whether it is a strategy discussion, first or again: it decides on section 47."""
        return self.held_event == "strategy.held"

    @property
    def is_conference(self) -> bool:
        """Whether it is an initial or a review conference: it decides on a plan."""
        return self.held_event in ("conference.held", "review_conference.held")

    @property
    def is_core_group(self) -> bool:
        """Whether it goes through a plan, item by item."""
        return self.held_event == "core_group.held"

    @property
    def has_family(self) -> bool:
        """Whether parents and child are invited, or left out with a reason."""
        return self.family == "yes"

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts its page shows for each child, in the order of `parts.PARTS`."""
        here = {*self.each, *self.optional, *self.once}
        return tuple(key for key in PARTS if key in here)

    @property
    def counts_direct_contact(self) -> bool:
        """Whether, besides social care, its quorum counts only agencies in direct contact with the child."""
        return self.is_conference and self.others > 0

    def not_there(self, took_part: Iterable[str]) -> list[str]:
        """Answer which lines of the quorum nobody of those agencies fills, in words; empty when it is quorate."""
        here = list(took_part)
        short = [line for line in self.quorum if not set(line) & set(here)]
        besides = set(here) - {one for line in self.quorum for one in line}
        if not short and len(besides) < self.others:
            return ["another agency in direct contact" if self.others == 1 else "two agencies in direct contact"]
        if not short and self.distinct and len(set(here)) < len(self.quorum):
            return ["a second agency"]
        return [" or ".join(AgencyKind(one).label for one in line[:2]) for line in short]

    def invited_at(self, age: int | None) -> list[Invites]:
        """Answer which agencies are asked about a child of this age (None: not known, and then all are)."""
        return [one for one in self.invites if one.from_age is None or age is None or age >= one.from_age]


def parse(text: str, name: str = SHIPPED.name) -> dict[str, Kind]:
    """Answer the kinds of a table, by key. Raises KindsInvalid with file, row and path of what is wrong."""
    try:
        rows = tomllib.loads(text).get("kind", [])
    except tomllib.TOMLDecodeError as broken:
        raise KindsInvalid(f"{name}: {broken}.") from broken
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[kind]]"]
    found: dict[str, Kind] = {}
    for number, row in enumerate(rows):
        where = f"{name}, line {lines[number]}, kind {row.get('key', number + 1)}"
        try:
            kind = Kind.model_validate(row)
        except ValidationError as wrong:
            first = wrong.errors()[0]
            path = ".".join(str(step) for step in first["loc"]) or "the row"
            raise KindsInvalid(f"{where}, {path}: {first['msg']}.") from wrong
        if kind.key in found:
            raise KindsInvalid(f"{where}: there is a kind of that key already.")
        found[kind.key] = kind
    _check_follows(found.values(), found.keys(), name)
    return found


def _check_follows(kinds: Iterable[Kind], keys: Collection[str], name: str) -> None:
    for kind in kinds:
        if kind.follows and kind.follows not in keys:
            raise KindsInvalid(f"{name}, kind {kind.key}, follows: there is no kind called {kind.follows}.")


@cache
def kinds() -> dict[str, Kind]:
    """Answer the kinds in use, by key."""
    return parse(SHIPPED.read_text(encoding="utf-8"))


def check_exceptions(allowed: Iterable[str]) -> None:
    """Raise KindsInvalid where a profile’s `quorum_exceptions` names a kind that is none, or one whose quorum the law asks for."""
    for key in allowed:
        if key not in kinds():
            raise KindsInvalid(f"The profile, settings, quorum_exceptions: there is no kind of meeting called {key}.")
        if kind_of(key).is_strategy:
            raise KindsInvalid(
                f"The profile, settings, quorum_exceptions: a {kind_of(key).title.lower()} is held by social care, police and health"
                " together (Working Together), so there is no exception."
            )


def kind_of(key: str) -> Kind:
    """Answer the kind of that key. Raises KeyError where there is none."""
    return kinds()[key]
