"""S8 for proceedings: whatever is entered in whatever order, nothing goes where the tables do not show it.

Generated histories of several arrests, bails, charges and hearings at once; printed with how many steps of the page they took.
The gate tries eighty; `just prove S8` ten thousand, which is the figure that may be claimed.
"""

import os
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from aim2.proceedings import effects, events, folding, hold, rows
from aim2.proceedings.plan import Occasion, Plan, make
from aim2.proceedings.standing import AsReferred, Proceedings
from aim2.proceedings.states import ADMITTED, OWNER, STRAND, TRANSITIONS, Admission, HoldRule, Plea, Standing
from hsb import clock
from hsb.cases.states import TRANSITIONS as STRANDS
from hsb.cases.states import CriminalJustice, Strand
from hsb.chronology import queries as chronology
from hsb.errors import ActionNotAllowed
from hsb.handbook.management.commands.generate_docs import states as states_page
from hsb.timeliness import deadlines
from tests.aim2.proceedings.court import Court

FIRST = date(2026, 11, 2)
IDS = ("a1", "a2", "a3")
HISTORIES = int(os.environ.get("HSB_S8_HISTORIES", "240"))


def _instant(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=clock.LONDON)


def _new() -> str:
    return str(uuid4())


@dataclass(frozen=True)
class Pick:
    """What one entry of a history is made out of: the random source, what stands, the day, and the allegations it names."""

    rng: random.Random
    now: Proceedings
    on: date
    some: list[str]

    @property
    def later(self) -> str:
        return (self.on + timedelta(days=self.rng.randint(0, 40))).isoformat()

    @property
    def arrested(self) -> str:
        one = self.now.allegation(self.some[0])
        return (one.arrested_on if one and one.arrested_on else self.on).isoformat()

    def one_of(self, ids: list[str]) -> str:
        """Answer one of these, or the id of nothing there is."""
        return self.rng.choice(ids or [_new()])


def _bail(pick: Pick) -> str:
    return pick.one_of([one.id for one in pick.now.bails])


def _hearing(pick: Pick) -> tuple[str, str]:
    found = pick.rng.choice(list(pick.now.hearings)) if pick.now.hearings else None
    return (found.id, found.on.isoformat()) if found else (_new(), pick.on.isoformat())


def _hearing_moved(pick: Pick) -> events.HearingMoved:
    which, on = _hearing(pick)
    return events.HearingMoved(allegations=pick.some, hearing=which, was_on=on, hearing_on=pick.later)


def _report(pick: Pick) -> events.ReportRequested:
    which, on = _hearing(pick)
    return events.ReportRequested(allegations=pick.some, report=_new(), hearing=which, hearing_on=on)


def _sentence(pick: Pick) -> events.SentencePassed:
    kind = pick.rng.choice(["referral_order", "custody", "custody", "other"])
    until = pick.rng.choice(["", pick.later])
    return events.SentencePassed(allegations=pick.some, order=kind, order_id=_new(), until=until)


def _out_of_custody(pick: Pick) -> events.CustodyReleased:
    held = [one for one in pick.now.custodies if one.is_held] or pick.now.custodies
    one = pick.rng.choice(list(held)) if held else None
    licence = pick.later if one is not None and one.kind == "sentence" and pick.rng.random() < 0.6 else ""
    return events.CustodyReleased(custody=one.id if one else _new(), licence=bool(licence), licence_until=licence)


BEFORE_CHARGE = {
    "arrest": lambda p: events.ArrestMade(allegations=p.some),
    "interview": lambda p: events.InterviewHeld(allegations=p.some),
    "admission": lambda p: events.AdmissionRecorded(
        allegations=p.some, admission=p.rng.choice(["full", "partial", *Admission])
    ),
    "bail": lambda p: events.BailStarted(allegations=p.some, bail=_new(), arrested_on=p.arrested, return_on=p.later),
    "extended": lambda p: events.BailExtended(
        allegations=p.some, bail=_bail(p), arrested_on=p.arrested, return_on=p.later, period=p.rng.randint(2, 3)
    ),
    "bail over": lambda p: events.BailEnded(allegations=p.some, bail=_bail(p), why="ended"),
    "released": lambda p: events.ReleasedUnderInvestigation(allegations=p.some, release=_new()),
    "release over": lambda p: events.ReleaseEnded(allegations=p.some, release=p.one_of(list(p.now.releases))),
    "papers": lambda p: events.PapersSent(allegations=p.some, bail=_bail(p)),
    "cps": lambda p: events.ChargingDecided(allegations=p.some, bail=_bail(p)),
    "disposal": lambda p: events.OutOfCourt(
        allegations=p.some, disposal=p.rng.choice(["outcome_22", "youth_caution", "community_resolution"])
    ),
    "nfa": lambda p: events.InvestigationEnded(allegations=p.some),
    "charge": lambda p: events.ChargeMade(allegations=p.some),
}
IN_COURT = {
    "dropped": lambda p: events.ChargeDiscontinued(allegations=p.some),
    "plea": lambda p: events.PleaEntered(allegations=p.some, plea=p.rng.choice(list(Plea)).value),
    "verdict": lambda p: events.FindingMade(allegations=p.some, guilty=p.rng.random() < 0.5),
    "hearing": lambda p: events.HearingSet(allegations=p.some, hearing=_new(), hearing_on=p.later),
    "moved": _hearing_moved,
    "report": _report,
    "court bail": lambda p: events.CourtBailGiven(allegations=p.some, bail=_new()),
    "remand": lambda p: events.RemandMade(allegations=p.some, custody=_new()),
}
SENTENCE = {"sentence": _sentence, "remand": IN_COURT["remand"]}
ENDINGS = {
    "order over": lambda p: events.OrderEnded(order_id=p.one_of([one.id for one in p.now.orders if not one.ended_on])),
    "out of custody": _out_of_custody,
}
ANY = BEFORE_CHARGE | IN_COURT | SENTENCE | ENDINGS
MAY_FOLLOW = {
    **dict.fromkeys((Standing.REPORTED, Standing.ON_BAIL, Standing.RELEASED), BEFORE_CHARGE),
    Standing.CHARGED: IN_COURT,
    Standing.CONVICTED: SENTENCE,
    Standing.NO_FURTHER_ACTION: {name: BEFORE_CHARGE[name] for name in ("arrest", "bail", "charge")},
    **{
        before: {"charge": BEFORE_CHARGE["charge"]}
        for before in (Standing.DEFERRED, Standing.CAUTIONED, Standing.DISCONTINUED)
    },
}


ON_TO_THE_END = {
    **{before: BEFORE_CHARGE["charge"] for before in Standing},
    Standing.CHARGED: IN_COURT["plea"],
    Standing.CONVICTED: _sentence,
    Standing.SENTENCED: _out_of_custody,
}
"""Recorded late and all at once: what was charged, pleaded, sentenced and served is entered in one go."""


def _onwards(rng: random.Random, now: Proceedings, on: date, about: str):
    one = now.allegation(about) or rng.choice(now.allegations)
    return ON_TO_THE_END[one.standing](Pick(rng, now, on, [one.id]))


def _entry(rng: random.Random, now: Proceedings, on: date, ids: tuple[str, ...], about: str = ""):
    """Answer one entry somebody may try to make: three in four may follow from what stands, the others are anything at all.

    `about`: an allegation that the occasion has spoken of already, and mostly goes on with.
    """
    if rng.random() < 0.25:
        return ANY[rng.choice(list(ANY))](Pick(rng, now, on, rng.sample(ids, rng.randint(1, len(ids)))))
    one = (now.allegation(about) if about and rng.random() < 0.8 else None) or rng.choice(now.allegations)
    alike = [other.id for other in now.allegations if other.standing == one.standing and other.id != one.id]
    some = [one.id, *rng.sample(alike, rng.randint(0, len(alike)))]
    ends = ENDINGS if any(c.is_held for c in now.custodies) or any(not o.ended_on for o in now.orders) else {}
    follows = MAY_FOLLOW.get(one.standing, {}) | ends or ANY
    if "disposal" in follows and one.admission in ADMITTED and rng.random() < 0.4:
        follows = {"disposal": follows["disposal"]}
    return follows[rng.choice(list(follows))](Pick(rng, now, on, some))


@dataclass
class History:
    """One history: the plans of what was taken, in order, and how many entries were tried and refused."""

    referred: list[AsReferred]
    plans: list[Plan]
    tried: int = 0
    refused: int = 0


def _history(seed: int, ids: tuple[str, ...] = IDS, occasions: int = 24) -> History:
    """Answer one history. An occasion brings one entry, or several in a row (charged, pleaded and remanded in one morning)."""
    rng, on = random.Random(seed), FIRST
    referred = [
        AsReferred(id=one, number=n, standing=rng.choice(["", "", "bail", "charged"])) for n, one in enumerate(ids, 1)
    ]
    events_so_far: list[Any] = []
    found, now = History(referred, []), folding.begin(referred)
    for _ in range(occasions):
        on += timedelta(days=rng.randint(0, 4))
        entries: tuple[Any, ...] = ()
        made: Plan | None = None
        at_once = rng.random() < 0.08
        for _ in range(rng.choice([3, 4, 5]) if at_once else rng.choice([1, 1, 1, 1, 2, 2, 3])):
            about = next((one for entry in entries for one in getattr(entry, "allegations", ())[:1]), "")
            stands = made.after if made else now
            entry = _onwards(rng, stands, on, about) if at_once else _entry(rng, stands, on, ids, about)
            found.tried += 1
            try:
                made = make(
                    referred,
                    events_so_far,
                    Occasion((*entries, entry), _instant(on)),
                    rule=HoldRule.UNTIL_CONVICTION,
                )
            except ActionNotAllowed:
                found.refused += 1
                continue
            entries = (*entries, entry)
        if made is not None:
            events_so_far, now = list(made.history), made.after
            found.plans.append(made)
    return found


def _shown(heading: str) -> set[tuple[str, str]]:
    """Answer the steps that docs/states.md draws under a heading, as (from, to)."""
    page = (settings.BASE_DIR / "docs" / "states.md").read_text()
    under = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^  (\w+) --> (\w+)$", under, re.M))


@dataclass
class Counted:
    """What all the histories came to."""

    entries: int = 0
    refused: int = 0
    from_elsewhere: int = 0
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    strand: Counter[tuple[str, str]] = field(default_factory=Counter)


def test_nothing_goes_where_the_page_of_states_does_not_show_it_and_bail_and_hold_follow() -> None:
    shown, shown_strand = _shown("An allegation"), _shown("Criminal justice")
    counted = Counted()
    for seed in range(HISTORIES):
        history = _history(seed)
        counted.entries, counted.refused = counted.entries + history.tried, counted.refused + history.refused
        _follow_allegations(seed, history, shown, counted)
        _follow_strand(seed, history, shown_strand, counted)
        for made in history.plans:
            _assert_bail_and_hold_follow(made)
    missed, missed_strand = shown - set(counted.steps), shown_strand - set(counted.strand)
    print(
        f"\nS8: {HISTORIES} histories, {counted.entries} entries tried, {counted.entries - counted.refused} taken,"
        f" {counted.refused} refused with a reason; {counted.steps.total()} steps of an allegation over"
        f" {len(shown) - len(missed)} of the {len(shown)} that docs/states.md shows, {counted.from_elsewhere} confirmed from"
        f" elsewhere than referred; {counted.strand.total()} steps of the strand over"
        f" {len(shown_strand) - len(missed_strand)} of {len(shown_strand)}; 0 that it does not show."
        f"\nS8: not reached by an allegation: {_said(missed)}; by the strand: {_said(missed_strand)}."
    )
    if HISTORIES >= 1000:
        assert not missed and not missed_strand
    else:
        assert len(missed) <= 6


def _said(steps: set[tuple[str, str]]) -> str:
    return ", ".join(f"{before} to {after}" for before, after in sorted(steps)) or "none"


def _follow_allegations(seed: int, history: History, shown: set[tuple[str, str]], counted: Counted) -> None:
    """Entry by entry, as the fold goes: what an allegation does within one occasion counts step by step."""
    now = folding.begin(history.referred)
    entries = folding.held_true(history.plans[-1].history) if history.plans else []
    for entry in entries:
        after = effects.EFFECTS[entry.code](now, entry)
        for before in now.allegations:
            one = after.allegation(before.id)
            if one is None or one.standing == before.standing:
                continue
            step = before.standing.value, one.standing.value
            if step in shown:
                counted.steps[step] += 1
                continue
            # What was only referred is confirmed from where police were then.
            assert not before.confirmed and (Standing.REPORTED.value, step[1]) in shown, (seed, step)
            counted.from_elsewhere += 1
        now = after


def _follow_strand(seed: int, history: History, shown: set[tuple[str, str]], counted: Counted) -> None:
    """Occasion by occasion, from what is stored: a strand moves once for all that one occasion brought."""
    stored = CriminalJustice.NOT_OPEN
    for made in history.plans:
        then = rows.strand(made.after, clock.local_date(made.occasion.occurred))
        if then is None or then == stored:
            continue
        assert (stored.value, then.value) in shown, (seed, stored, then)
        counted.strand[stored.value, then.value] += 1
        stored = then


def _assert_bail_and_hold_follow(made: Plan) -> None:
    stands = {one.id: one.standing for one in made.after.allegations}
    for bail in made.after.police_bails:
        assert any(stands[one] == Standing.ON_BAIL for one in bail.allegations)
    held = hold.hold(made.after, HoldRule.UNTIL_CONVICTION)
    assert (held is not None) == made.after.hold_stands
    if held:
        assert not made.after.convicted and made.after.charged
    for lock in hold.locks(made.after, HoldRule.UNTIL_CONVICTION):
        assert made.after.convicted and stands[lock.allegations[0]] == Standing.CHARGED


def test_every_standing_has_an_owner_a_way_in_and_a_place_in_the_strand() -> None:
    assert set(TRANSITIONS) == set(OWNER) == set(Standing)
    reached = {Standing.REPORTED}
    while more := {to for one in reached for to in TRANSITIONS[one]} - reached:
        reached |= more
    assert reached == set(Standing)
    assert set(STRAND.values()) <= set(CriminalJustice)


def test_the_page_of_states_shows_every_step_of_an_allegation() -> None:
    page = states_page()
    for before, after in ((a, b) for a, to in TRANSITIONS.items() for b in to):
        assert f"{before} --> {after}" in page
    for state, to in STRANDS[Strand.CRIMINAL_JUSTICE].items():
        assert all(f"{state} --> {one}" in page for one in to)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 11])
def test_stored_clocks_and_rows_are_what_a_generated_history_folds_to(person, seed: int) -> None:
    court = Court(person, _instant(FIRST - timedelta(days=20)))
    ids = (court.one, court.two)
    rng, on, taken = random.Random(seed), FIRST, 0
    for _ in range(45):
        on += timedelta(days=rng.randint(0, 4))
        history = chronology.folded_events([court.case.pk])[court.case.pk]
        now = folding.fold([AsReferred(id=one, number=n) for n, one in enumerate(ids, 1)], history)
        try:
            court.says(on, _entry(rng, now, on, ids))
            taken += 1
        except ActionNotAllowed:
            continue
    assert taken > 4
    for case in (court.case, court.harmed):
        history = chronology.folded_events([case.pk])[case.pk]
        assert deadlines.differences(case_id=case.pk, events=history) == []
    assert rows.differences(court.case) == []
