"""The table of effects, and what several of them share. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from aim2.proceedings.standing import (
    AllegationNow,
    Proceedings,
)
from aim2.proceedings.states import Standing


class Entry(Protocol):
    """An entry as it is held true."""

    @property
    def root(self) -> int: ...
    @property
    def event(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def day(self) -> date: ...


Effect = Callable[[Proceedings, Entry], Proceedings]
EFFECTS: dict[str, Effect] = {}


def effect_of(*codes: str) -> Callable[[Effect], Effect]:
    def keep(effect: Effect) -> Effect:
        for code in codes:
            EFFECTS[code] = effect
        return effect

    return keep


def concerned(entry: Entry) -> tuple[str, ...]:
    """Answer the allegations an entry names."""
    return tuple(str(one) for one in entry.facts.get("allegations") or ())


def day_of(entry: Entry, fact: str) -> date | None:
    """Answer a date an entry carries."""
    said = entry.facts.get(fact)
    return date.fromisoformat(str(said)) if said else None


def text_of(entry: Entry, fact: str) -> str:
    """Answer a code or id an entry carries, "" without one."""
    return str(entry.facts.get(fact) or "")


def each(now: Proceedings, ids: tuple[str, ...], change: Callable[[AllegationNow], AllegationNow]) -> Proceedings:
    return replace(now, allegations=tuple(change(one) if one.id in ids else one for one in now.allegations))


def stands(now: Proceedings, ids: tuple[str, ...], standing: Standing, day: date, **more: Any) -> Proceedings:
    return each(now, ids, lambda one: replace(one, standing=standing, since=day, confirmed=True, **more))


def change_bail(now: Proceedings, bail_id: str, **changed: Any) -> Proceedings:
    return replace(now, bails=tuple(replace(one, **changed) if one.id == bail_id else one for one in now.bails))


def end_remands(now: Proceedings, entry: Entry) -> Proceedings:
    """A sentence, or bail by a court, takes the place of a remand."""
    return replace(
        now,
        custodies=tuple(
            replace(one, released_on=entry.day) if one.kind != "sentence" and one.is_held else one
            for one in now.custodies
        ),
    )
