"""S8 for proceedings: whatever is entered in whatever order, nothing goes where the tables do not show it.

Generated histories of several arrests, bails, charges and hearings at once; printed with how many steps of the page they took.
The gate tries forty; `just prove S8` ten thousand, which is the figure that may be claimed.
"""

import os
import random
import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from aim2.proceedings import events, folding, hold, rows
from aim2.proceedings.plan import Occasion, make
from aim2.proceedings.standing import AsReferred, Proceedings
from aim2.proceedings.states import OWNER, STRAND, TRANSITIONS, Admission, HoldRule, Plea, Standing
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
HISTORIES = int(os.environ.get("HSB_S8_HISTORIES", "40"))


def _instant(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=clock.LONDON)


def _new() -> str:
    return str(uuid4())


def _entry(rng: random.Random, now: Proceedings, on: date, ids: tuple[str, ...]):
    """Answer one entry somebody may try to make: some follow from what stands, some do not."""
    some = rng.sample(ids, rng.randint(1, len(ids)))
    one = now.allegation(some[0])
    arrested = one.arrested_on.isoformat() if one and one.arrested_on else on.isoformat()
    bail = rng.choice([b.id for b in now.bails] or [_new()])
    hearing = rng.choice(list(now.hearings)) if now.hearings else None
    order = rng.choice([o.id for o in now.orders] or [_new()])
    after = (on + timedelta(days=rng.randint(0, 40))).isoformat()
    return rng.choice(
        [
            events.ArrestMade(allegations=some),
            events.InterviewHeld(allegations=some),
            events.AdmissionRecorded(allegations=some, admission=rng.choice(list(Admission)).value),
            events.BailStarted(allegations=some, bail=_new(), arrested_on=arrested, return_on=after),
            events.BailExtended(
                allegations=some, bail=bail, arrested_on=arrested, return_on=after, period=rng.randint(2, 3)
            ),
            events.BailEnded(allegations=some, bail=bail, why="ended"),
            events.ReleasedUnderInvestigation(allegations=some, release=_new()),
            events.PapersSent(allegations=some, bail=bail),
            events.ChargingDecided(allegations=some, bail=bail),
            events.InvestigationEnded(allegations=some),
            events.OutOfCourt(
                allegations=some, disposal=rng.choice(["outcome_22", "youth_caution", "community_resolution"])
            ),
            events.ChargeMade(allegations=some),
            events.ChargeDiscontinued(allegations=some),
            events.PleaEntered(allegations=some, plea=rng.choice(list(Plea)).value),
            events.FindingMade(allegations=some, guilty=rng.random() < 0.5),
            events.HearingSet(allegations=some, hearing=_new(), hearing_on=after),
            events.HearingMoved(
                allegations=some,
                hearing=hearing.id if hearing else _new(),
                was_on=(hearing.on if hearing else on).isoformat(),
                hearing_on=after,
            ),
            events.ReportRequested(
                allegations=some,
                report=_new(),
                hearing=hearing.id if hearing else _new(),
                hearing_on=(hearing.on if hearing else on).isoformat(),
            ),
            events.SentencePassed(
                allegations=some, order=rng.choice(["referral_order", "custody", "other"]), order_id=_new()
            ),
            events.OrderEnded(order_id=order),
            events.CourtBailGiven(allegations=some, bail=_new()),
            events.CustodyReleased(custody=order, licence_until=after),
        ]
    )


def _history(seed: int, ids: tuple[str, ...] = IDS, tries: int = 70):
    """Answer the plans of one history: what was taken, in order, and how much was refused."""
    rng, on = random.Random(seed), FIRST
    referred = [
        AsReferred(id=one, number=n, standing=rng.choice(["", "", "bail", "charged"])) for n, one in enumerate(ids, 1)
    ]
    history, plans, refused = [], [], 0
    now = folding.begin(referred)
    for _ in range(tries):
        on += timedelta(days=rng.randint(0, 4))
        try:
            made = make(
                referred, history, Occasion((_entry(rng, now, on, ids),), _instant(on)), rule=HoldRule.UNTIL_CONVICTION
            )
        except ActionNotAllowed:
            refused += 1
            continue
        history, now = list(made.history), made.after
        plans.append(made)
    return referred, plans, refused


def _shown(heading: str) -> set[tuple[str, str]]:
    """Answer the steps that docs/states.md draws under a heading, as (from, to)."""
    page = (settings.BASE_DIR / "docs" / "states.md").read_text()
    under = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^  (\w+) --> (\w+)$", under, re.M))


def test_no_allegation_goes_where_the_page_of_states_does_not_show_it() -> None:
    shown, shown_strand = _shown("An allegation"), _shown("Criminal justice")
    taken: dict[tuple[str, str], int] = {}
    taken_by_strand: dict[tuple[str, str], int] = {}
    entries = refusals = first = 0
    for seed in range(HISTORIES):
        referred, plans, refused = _history(seed)
        entries, refusals = entries + len(plans), refusals + refused
        confirmed = {one.id: one.confirmed for one in folding.begin(referred).allegations}
        for made in plans:
            for before in made.before.allegations:
                after = made.after.allegation(before.id)
                if after is None or after.standing == before.standing:
                    continue
                step = before.standing.value, after.standing.value
                if step not in shown:  # what was only referred is confirmed from where police were then
                    assert not confirmed[before.id] and (Standing.REPORTED.value, step[1]) in shown, (seed, step)
                    first += 1
                    continue
                taken[step] = taken.get(step, 0) + 1
            confirmed = {one.id: one.confirmed for one in made.after.allegations}
            on = clock.local_date(made.occasion.occurred)
            strand = rows.strand(made.before, on), rows.strand(made.after, on)
            if strand[0] and strand[1] and strand[0] != strand[1]:
                moved = strand[0].value, strand[1].value
                assert moved in shown_strand, (seed, moved)
                taken_by_strand[moved] = taken_by_strand.get(moved, 0) + 1
    print(
        f"\nS8: {HISTORIES} histories, {entries + refusals} entries tried, {entries} taken, {refusals} refused with a reason;"
        f" {sum(taken.values())} steps of an allegation over {len(taken)} of the {len(shown)} that docs/states.md shows,"
        f" {first} confirmed from elsewhere than referred, {sum(taken_by_strand.values())} steps of the strand over"
        f" {len(taken_by_strand)} of {len(shown_strand)}; 0 that it does not show."
    )
    assert len(taken) >= len(shown) - (6 if HISTORIES < 1000 else 0)


def test_bail_and_hold_follow_whatever_happens() -> None:
    for seed in range(HISTORIES):
        _, plans, _ = _history(seed)
        for made in plans:
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
