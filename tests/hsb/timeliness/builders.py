"""Short ways to say what happened, for tests of the fold and what follows from it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from hsb.timeliness import table
from hsb.timeliness.calendar import LONDON, Holidays, known_holidays
from hsb.timeliness.facts import Event
from hsb.timeliness.fold import Clock, fold
from hsb.timeliness.standards import Standard

ENGLAND = known_holidays(date(2010, 1, 1), date(2031, 12, 31))
SHIPPED = table.read().standards
BASE: dict[str, Any] = {
    "code": "X1",
    "title": "Reply",
    "action": "Reply",
    "counted_from": "the question",
    "strand": "safeguarding",
    "starts_on": ["asked"],
    "met_by": ["answered"],
    "unit": "working days",
    "amount": 5,
    "basis": "statutory",
    "adopted": True,
    "owner_kind": "csws",
    "owner_role": "social_worker",
    "source": "a test",
}
PAUSING = {"pauses_on": ["paused"], "resumes_on": ["resumed"], "pause_reasons": ["information_requested"]}


def standard(**changes: Any) -> Standard:
    """Answer a standard of five working days from "asked" to "answered", changed as said."""
    return table.parse({**BASE, **changes})


def at(text: str) -> datetime:
    """Answer London's instant: "2026-11-19 14:00", or the start of a day."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def event(id: int, code: str, when: str, *, corrects: int | None = None, **facts: Any) -> Event:
    return Event(id=id, code=code, facts=facts, occurred_at=at(when), recorded_at=at(when), corrects=corrects)


def clocks(events: Iterable[Event], *rows: Standard, holidays: Holidays | frozenset[date] = ENGLAND) -> list[Clock]:
    return fold(list(events), rows or (standard(),), holidays)


def only(events: Iterable[Event], *rows: Standard, holidays: Holidays | frozenset[date] = ENGLAND) -> Clock:
    """Answer the one clock these events run."""
    (clock,) = clocks(events, *rows, holidays=holidays)
    return clock


def shipped(code: str) -> Standard:
    return next(row for row in SHIPPED if row.code == code)
