"""Declaring what can happen: frozen dataclasses with a code, a version and typed facts.

Facts are ids, codes, dates and numbers. What somebody typed, and anything personal, is marked `words(...)` and is kept in a
row of its own that only retention can destroy.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeVar


class Event(Protocol):
    """Something that happened, as `record` takes it."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def sentence(self) -> str:
        """Answer what happened in one plain English sentence, for the chronology."""
        ...


@dataclass(frozen=True)
class Declaration:
    """What is known of one kind of event."""

    code: str
    version: int
    strand: str
    title: str
    kind: type
    record_class: str
    quiet: bool
    hidden: bool
    takes_away: bool = False

    def rebuild(self, facts: dict[str, Any], spoken: dict[str, Any]) -> Event:
        """Answer the event as it was recorded; facts a later version added take their defaults."""
        known = {f.name for f in dataclasses.fields(self.kind)}
        event: Event = self.kind(**{k: v for k, v in (facts | spoken).items() if k in known})
        return event


DECLARED: dict[str, Declaration] = {}
E = TypeVar("E", bound=type)


def words(default: str | None = None) -> Any:
    """Answer a field whose value is personal or typed by somebody."""
    if default is None:
        return field(metadata={"words": True})
    return field(default=default, metadata={"words": True})


def declare(
    code: str,
    *,
    strand: str,
    title: str,
    version: int = 1,
    record_class: str = "header",
    quiet: bool = False,
    hidden: bool = False,
    takes_away: bool = False,
) -> Callable[[E], E]:
    """The decorated dataclass is the event of that code. `record_class` says who may read its words (agencies/permissions);
    a `quiet` one only repeats in other words what another event says, and is shown where everything is asked for;
    of a `hidden` one nobody else learns that it happened at all (a referrer must not learn that a child is known).
    One that `takes_away` corrects what did not belong on the record: nobody reads its words there any more.

    Raises ValueError when the code is taken: two meanings of one code would make the clocks lie.
    """

    def register(kind: E) -> E:
        taken = DECLARED.get(code)
        if taken and taken.kind.__qualname__ != kind.__qualname__:
            raise ValueError(f"The event code {code} is declared twice: {taken.kind} and {kind}.")
        kind.code = code  # type: ignore[attr-defined]
        kind.version = version  # type: ignore[attr-defined]
        DECLARED[code] = Declaration(code, version, strand, title, kind, record_class, quiet, hidden, takes_away)
        return kind

    return register


def split(event: Event) -> tuple[dict[str, Any], dict[str, Any]]:
    """Answer an event's facts and its words, apart."""
    facts: dict[str, Any] = {}
    spoken: dict[str, Any] = {}
    for one in dataclasses.fields(event):  # type: ignore[arg-type]
        (spoken if one.metadata.get("words") else facts)[one.name] = getattr(event, one.name)
    return facts, spoken
