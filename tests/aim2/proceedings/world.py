"""Entries of proceedings as plain values, for tests of rules that need no database."""

from datetime import date, datetime, time
from typing import Any

from aim2.proceedings.standing import AsReferred
from hsb import clock
from hsb.timeliness.facts import Event

ONE, TWO = "a1", "a2"
REFERRED = [AsReferred(id=ONE, number=1), AsReferred(id=TWO, number=2)]


class History:
    """A history of entries, each on a day; ids count up."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, code: str, on: date, *allegations: str, corrects: int | None = None, **facts: Any) -> int:
        number = len(self.events) + 1
        self.events.append(
            Event(
                id=number,
                code=code,
                facts={"allegations": list(allegations or (ONE,)), **facts},
                occurred_at=datetime.combine(on, time(12), tzinfo=clock.LONDON),
                corrects=corrects,
            )
        )
        return number
