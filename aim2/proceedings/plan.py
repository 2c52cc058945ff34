"""What recording an occasion will do, worked out before anything is stored: the same for the page and for the action. Pure.

An occasion is what one day brought (a plea, a report asked for, the next date): several entries. What follows of itself
(bail that falls away with a charge, the hold, who is told) is worked out here as further events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aim2.proceedings import consequences, events, folding, hold
from aim2.proceedings.kinds import WELFARE, furthest_outcome, outcome_of, step_of
from aim2.proceedings.standing import AsReferred, Proceedings
from aim2.proceedings.states import Standing
from hsb.chronology.declare import split
from hsb.errors import ActionNotAllowed
from hsb.timeliness.english import long_date
from hsb.timeliness.facts import Event


@dataclass(frozen=True)
class Occasion:
    """What is to be recorded: the entries of one day, in the order they happened; or one in the place of another."""

    entries: tuple[Any, ...]
    occurred: datetime
    corrects: int | None = None


@dataclass(frozen=True)
class Plan:
    """What recording it does. `followers` are entries that follow of themselves, on the same day."""

    occasion: Occasion
    followers: tuple[Any, ...]
    before: Proceedings
    after: Proceedings
    history: tuple[Event, ...]  # the events of the case as they will be, for its clocks
    rule: str
    step: str
    outcome: str

    @property
    def hold_begins(self) -> bool:
        return any(isinstance(one, consequences.HoldBegan) for one in self.followers)

    @property
    def hold_ends(self) -> bool:
        return any(isinstance(one, consequences.HoldEnded) for one in self.followers)

    @property
    def welfare(self) -> str:
        """Answer because of what a welfare decision is asked; "" when none is."""
        return WELFARE.get(self.outcome, "")

    @property
    def said(self) -> str:
        """Answer what happened, in the sentences of the entries."""
        return " ".join(one.sentence() for one in self.occasion.entries)


def make(referred: Sequence[AsReferred], history: Sequence[Event], occasion: Occasion, *, rule: str) -> Plan:
    """Answer what recording the occasion will do. Raises ActionNotAllowed with the sentence of the first need not met."""
    if not occasion.entries:
        raise ActionNotAllowed("Say what happened.")
    trial = _with(history, occasion.entries, occasion.occurred, occasion.corrects)
    if refused := folding.check(referred, trial):
        new = {event.id for event in trial} - {event.id for event in history}
        if refused.entry.event in new:
            raise ActionNotAllowed(refused.sentence)
        raise ActionNotAllowed(
            f"What was recorded for {long_date(refused.entry.day)} rests on this. Put that entry right first: {refused.sentence}"
        )
    before, followers = folding.fold(referred, history), []
    now = folding.fold(referred, trial)
    for entry in _follow(now):
        followers.append(entry)
        trial = _with(trial, (entry,), occasion.occurred)
        now = folding.fold(referred, trial)
    for entry in _hold(now, rule):
        followers.append(entry)
        trial = _with(trial, (entry,), occasion.occurred)
        now = folding.fold(referred, trial)
    facts = [(one.code, split(one)[0]) for one in occasion.entries]
    steps = [step for code, said in facts if (step := step_of(code, said))]
    outcome = furthest_outcome([found for code, said in facts if (found := outcome_of(code, said))])
    return Plan(
        occasion=occasion,
        followers=tuple(followers),
        before=before,
        after=now,
        history=tuple(trial),
        rule=rule,
        step="correction" if occasion.corrects else (steps[-1] if steps else ""),
        outcome=outcome,
    )


def _with(
    history: Sequence[Event], entries: Sequence[Any], occurred: datetime, corrects: int | None = None
) -> list[Event]:
    """Answer the history with these as its newest events."""
    newest = max((event.id for event in history), default=0)
    return [
        *history,
        *(
            Event(
                id=newest + number,
                code=entry.code,
                facts=split(entry)[0],
                occurred_at=occurred,
                corrects=corrects if number == 1 else None,
            )
            for number, entry in enumerate(entries, 1)
        ),
    ]


def with_more(plan: Plan, more: Sequence[Any]) -> list[Event]:
    """Answer the history of the plan with what is told to others added, so that its clocks can be counted."""
    return _with(plan.history, more, plan.occasion.occurred)


_BAIL_ENDS = {
    Standing.CHARGED: "charged",
    Standing.RELEASED: "released",
    Standing.NO_FURTHER_ACTION: "no_further_action",
    Standing.RESOLVED: "out_of_court",
    Standing.DEFERRED: "out_of_court",
    Standing.CAUTIONED: "out_of_court",
}


def _follow(now: Proceedings) -> list[Any]:
    """Answer the entries that follow of themselves: what an allegation's new standing ends."""
    stands = {one.id: one.standing for one in now.allegations}
    found: list[Any] = []
    for bail in now.bails:
        if not bail.is_in_force:
            continue
        held = [stands[a] for a in bail.allegations if a in stands]
        concerned = list(bail.allegations)
        if bail.by_court and not {Standing.CHARGED, Standing.CONVICTED} & set(held):
            found.append(events.CourtBailEnded(bail=bail.id, allegations=concerned))
        elif not bail.by_court and Standing.ON_BAIL not in held:
            why = next((_BAIL_ENDS[one] for one in held if one in _BAIL_ENDS), "ended")
            found.append(events.BailEnded(bail=bail.id, why=why, allegations=concerned))
    for release, ids in now.releases.items():
        if Standing.RELEASED not in [stands.get(a) for a in ids]:
            found.append(events.ReleaseEnded(release=release, allegations=list(ids)))
    over = {Standing.DISCONTINUED, Standing.ACQUITTED}
    gone = set()
    for hearing in now.hearings:
        if hearing.is_to_come and hearing.allegations and {stands.get(a) for a in hearing.allegations} <= over:
            gone.add(hearing.id)
            found.append(events.HearingVacated(hearing=hearing.id, allegations=list(hearing.allegations)))
    for report in now.reports:
        if report.is_due and report.hearing in gone:
            ids = next(list(one.allegations) for one in now.hearings if one.id == report.hearing)
            found.append(events.ReportWithdrawn(report=report.id, hearing=report.hearing, allegations=ids))
    return found


def _hold(now: Proceedings, rule: str) -> list[Any]:
    held = hold.hold(now, rule)
    if held and not now.hold_stands:
        return [consequences.HoldBegan(rule=rule, because=held.because, allegations=list(held.allegations))]
    if not held and now.hold_stands:
        return [consequences.HoldEnded(reason=_why_it_ended(now))]
    return []


def _why_it_ended(now: Proceedings) -> str:
    if now.convicted:
        numbers = " and ".join(str(one.number) for one in now.convicted)
        return f"There is a finding on allegation {numbers}."
    return "No sexual allegation is charged any more."
