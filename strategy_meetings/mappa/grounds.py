"""Cautions, convictions and sentences that stand in the proceedings on this record, for MAPPA to read: with day and source.

A later stage keeps the proceedings and brings them here (`add_source`). Nothing is recorded by itself: police or YOS look at what
stands there, add what proceedings do not hold (whether the offence is a specified one), and record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hsb.cases.models import Case
from strategy_meetings.mappa import rules
from strategy_meetings.mappa.states import Source


@dataclass(frozen=True)
class Standing:
    """One caution, conviction or sentence as it stands today. `key` names the allegation it is about."""

    key: str
    ground: rules.Ground
    what: str
    decided_on: date
    source: Source

    @property
    def answer(self) -> rules.Answer:
        """Answer the category by what proceedings alone say."""
        return rules.eligible(self.ground)


_SOURCES: list[Callable[[Case, date], list[Standing]]] = []


def add_source(source: Callable[[Case, date], list[Standing]]) -> None:
    """The source is asked on every page of MAPPA what stands in the proceedings."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def standing(case: Case, on: date) -> list[Standing]:
    """Answer what stands on a day, the newest first. The caller has opened the case, for somebody who reads its proceedings."""
    found = [one for source in _SOURCES for one in source(case, on)]
    return sorted(found, key=lambda one: one.decided_on, reverse=True)
