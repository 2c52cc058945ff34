"""From the entries to what stands: one pure fold. Each entry is judged where it falls, by day and then by when it was recorded.

An entry that another corrects is gone, wholly; the newest of the chain stands in its place. `fold` forgives (it reads what is
stored); `check` answers the first entry that what stood before does not allow, with the sentence that says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aim2.proceedings import effects, needs
from aim2.proceedings.standing import AllegationNow, AsReferred, Proceedings
from aim2.proceedings.states import TRANSITIONS, Standing
from hsb import clock
from hsb.timeliness.calendar import add_months
from hsb.timeliness.facts import Event

CODES = frozenset(effects.EFFECTS)


@dataclass(frozen=True, slots=True)
class Held:
    """One entry as it is held true: the newest of its chain of corrections."""

    root: int
    event: int
    code: str
    facts: Mapping[str, Any]
    day: date

    @property
    def order(self) -> tuple[date, int]:
        return self.day, self.root


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry that what stood before it does not allow."""

    entry: Held
    sentence: str


def held_true(events: Iterable[Event]) -> list[Held]:
    """Answer the entries of proceedings among these events, each as its last correction has it, in the order they count in."""
    by_id = {event.id: event for event in events}
    newest: dict[int, Event] = {}
    for event in sorted(by_id.values(), key=lambda one: one.id):
        root = event.id
        while (earlier := by_id[root].corrects if root in by_id else None) is not None:
            root = earlier
        newest[root] = event
    found = [
        Held(root, event.id, event.code, event.facts, clock.local_date(event.occurred_at))
        for root, event in newest.items()
        if event.code in CODES
    ]
    return sorted(found, key=lambda one: one.order)


def begin(referred: Sequence[AsReferred]) -> Proceedings:
    """Answer how proceedings stand by the referrals alone."""
    return Proceedings(
        allegations=tuple(
            AllegationNow(
                id=one.id,
                number=one.number,
                alleged_on=one.alleged_on,
                sexual=one.sexual,
                standing=Standing(one.standing) if one.standing else Standing.REPORTED,
                since=one.since,
                admission=one.admission,
            )
            for one in referred
        )
    )


def fold(referred: Sequence[AsReferred], events: Iterable[Event]) -> Proceedings:
    """Answer what stands, from what was referred and every entry since."""
    now = begin(referred)
    for entry in held_true(events):
        now = effects.EFFECTS[entry.code](now, entry)
    return now


def check(referred: Sequence[AsReferred], events: Iterable[Event]) -> Refusal | None:
    """Answer the first entry that is not allowed where it falls, or None when the whole history makes sense."""
    now = begin(referred)
    for entry in held_true(events):
        sentence = needs.refusal(now, entry)
        if sentence:
            return Refusal(entry, sentence)
        now = effects.EFFECTS[entry.code](now, entry)
    return None


def steps(referred: Sequence[AsReferred], events: Iterable[Event]) -> list[tuple[str, Standing, Standing]]:
    """Answer every change of an allegation's standing, in order: (allegation, from, to). For the test of the table."""
    now = begin(referred)
    found = []
    for entry in held_true(events):
        after = effects.EFFECTS[entry.code](now, entry)
        for one in after.allegations:
            before = now.allegation(one.id)
            if before is not None and before.standing != one.standing:
                found.append((one.id, before.standing, one.standing))
        now = after
    return found


def bail_limit(arrested_on: date, period: int) -> date:
    """Answer the last day of a bail period while nothing lets it stand still: it begins with the day after the arrest (PACE s47ZB).

    Three months beginning with 10 December end on 9 March; beginning with 30 November, on the last day of February.
    """
    begins = arrested_on + timedelta(days=1)
    after = add_months(begins, 3 * period)
    return after - timedelta(days=1) if after.day == begins.day else after


def may_go(before: Standing, to: Standing, *, confirmed: bool) -> bool:
    """Answer whether the table lets an allegation go there. What was only referred is confirmed from where police were then."""
    if to in TRANSITIONS[before]:
        return True
    return not confirmed and (to == before or to in TRANSITIONS[Standing.REPORTED])
