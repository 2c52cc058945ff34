"""Reading proceedings. `standing` is what later parts (consent, AIM2, plans) ask; the rows are for lists and pages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from aim2.models import CourtOrder, NumberedAllegation
from aim2.proceedings import folding
from aim2.proceedings import hold as holds
from aim2.proceedings.consequences import STEPS, WelfareDecisionAsked
from aim2.proceedings.standing import AllegationNow, AsReferred, Hold, Lock, Proceedings, in_force
from aim2.proceedings.states import Admission
from aim2.proceedings.words import LICENCE
from hsb import clock
from hsb.agencies.profile import profile
from hsb.cases.models import Case, CaseLink
from hsb.cases.states import CriminalJustice
from hsb.chronology import queries as chronology
from hsb.chronology.models import CaseEvent
from hsb.timeliness.english import long_date
from hsb.timeliness.facts import Event
from referrals.models import Allegation

BY_ORDER = (CriminalJustice.COURT_ORDER, CriminalJustice.ON_LICENCE)
"""Where a strand stands by an order, and moves on when that has run out."""


@dataclass(frozen=True)
class MayAsk:
    """Whether police may ask for AIM2 (P6.3), and why or why not, in a sentence."""

    yes: bool
    why: str


@dataclass(frozen=True)
class CaseStanding:
    """What stands on a young person's record: allegations (admission, plea, charge, finding, sentence), hold, locks, orders."""

    now: Proceedings
    hold_rule: str
    hold: Hold | None
    locks: tuple[Lock, ...]

    @property
    def allegations(self) -> tuple[AllegationNow, ...]:
        return self.now.allegations

    @property
    def open_charges(self) -> tuple[AllegationNow, ...]:
        """Sexual allegations that are charged, without a finding yet."""
        return self.now.charged

    @property
    def is_held(self) -> bool:
        return self.hold is not None

    @property
    def admitted(self) -> tuple[AllegationNow, ...]:
        """Allegations admitted in full or in part, as police or YOS confirmed, and not ended without a finding."""
        return self.now.admitted

    @property
    def found(self) -> tuple[AllegationNow, ...]:
        """Allegations with a finding of guilt (an accepted guilty plea is one)."""
        return tuple(one for one in self.now.allegations if one.is_convicted)

    @property
    def may_police_ask(self) -> MayAsk:
        """Answer whether police may ask for AIM2: with a full or partial admission on at least one allegation (P6.3)."""
        if admitted := self.admitted:
            numbers = " and ".join(str(one.number) for one in admitted)
            full = all(one.admission == Admission.FULL for one in admitted)
            return MayAsk(True, f"Allegation {numbers} is admitted {'in full' if full else 'at least in part'}.")
        claimed = [
            one for one in self.allegations if one.admission in ("full", "partial") and not one.admission_confirmed
        ]
        if claimed:
            return MayAsk(
                False, "The referral says that something was admitted. Record the admission to confirm it first."
            )
        return MayAsk(
            False, "Nothing has been admitted, in full or in part. Children’s social care can ask for the work."
        )


def standing(case: Case) -> CaseStanding:
    """Answer how proceedings stand on a young person's record now. Three statements. The caller has opened the case."""
    return standing_of(case, chronology.folded_events([case.pk])[case.pk])


def standing_of(case: Case, events: Iterable[Event]) -> CaseStanding:
    """Answer how they stand by these events of the case, recorded or only about to be."""
    return standing_from(as_referred(case), events)


def standing_from(referred: Sequence[AsReferred], events: Iterable[Event]) -> CaseStanding:
    """Answer how they stand from what was referred and these events. Pure but for the partnership's rule."""
    now = folding.fold(referred, events)
    rule = profile().hold_rule
    return CaseStanding(now=now, hold_rule=rule, hold=holds.hold(now, rule), locks=holds.locks(now, rule))


def numbered(case: Case) -> list[tuple[int, Allegation, NumberedAllegation | None]]:
    """Answer the allegations of a case with the number each one keeps; one without a number yet comes after those that have."""
    given = {row.allegation_id: row for row in NumberedAllegation.objects.filter(case=case)}
    rows = list(Allegation.objects.filter(case=case).select_related("referral"))
    last = max((row.number for row in given.values()), default=0)
    found = [(given[row.pk].number, row, given[row.pk]) for row in rows if row.pk in given]
    fresh = sorted(
        (row for row in rows if row.pk not in given),
        key=lambda row: (
            row.referral.submitted_at.isoformat() if row.referral else "9",
            str(row.alleged_on or "9"),
            str(row.pk),
        ),
    )
    return sorted(found, key=lambda one: one[0]) + [(last + n, row, None) for n, row in enumerate(fresh, 1)]


def as_referred(case: Case) -> list[AsReferred]:
    """Answer what the referrals claimed of each allegation: from the row kept apart once entries have rewritten its columns."""
    return [_as_referred(number, row, kept) for number, row, kept in numbered(case)]


def _as_referred(number: int, row: Allegation, kept: NumberedAllegation | None) -> AsReferred:
    said = kept.claimed if kept is not None else claimed(row)
    return AsReferred(
        id=str(row.pk),
        number=number,
        alleged_on=_date(said.get("alleged_on")),
        sexual=bool(said.get("sexual", True)),
        admission=said.get("admission", ""),
        standing=said.get("status", ""),
        since=_date(said.get("status_on")),
    )


CLAIMED = (
    *("offence", "alleged_on", "alleged_when", "admission", "interviewed_on", "status", "status_on"),
    *("bail_until", "bail_conditions", "court", "hearing_on", "order_detail"),
)
"""The columns of an allegation that a referral fills and entries rewrite."""


def claimed(row: Allegation) -> dict[str, Any]:
    """Answer the columns of an allegation as the referral had them, ready to be kept."""
    return {
        name: (value.isoformat() if hasattr(value := getattr(row, name), "isoformat") else value) for name in CLAIMED
    }


def _date(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def proceedings_of(case_ids: Sequence[UUID]) -> dict[UUID, Proceedings]:
    """Answer how proceedings stand on several records, for a rebuild. Three statements a case."""
    found: dict[UUID, Proceedings] = defaultdict(Proceedings)
    events = chronology.folded_events(case_ids)
    for case in Case.objects.filter(pk__in=list(case_ids)):
        found[case.pk] = folding.fold(as_referred(case), events[case.pk])
    return found


def cases_with_allegations() -> QuerySet[Case]:
    """Answer the young people's records that have allegations."""
    return Case.objects.filter(pk__in=Allegation.objects.values("case")).order_by("opened_at", "pk")


def newest_of(entry: CaseEvent) -> CaseEvent:
    """Answer the newest entry of a chain of corrections, by any entry of it."""
    found = entry
    while (later := CaseEvent.objects.filter(corrects=found).order_by("-pk").first()) is not None:
        found = later
    return found


def with_offences(case: Case, *, without: CaseEvent | None = None) -> tuple[CaseStanding, dict[str, str]]:
    """Answer how proceedings stand (as if one entry and its corrections were not there), and what each allegation is called."""
    rows = numbered(case)
    history = chronology.folded_events([case.pk])[case.pk]
    if without is not None:
        root = _root_of(without.pk, {event.id: event.corrects for event in history})
        chain = {event.id: event.corrects for event in history}
        history = [event for event in history if _root_of(event.id, chain) != root]
    stands = standing_from([_as_referred(*row) for row in rows], history)
    return stands, {str(row.pk): row.offence for _, row, _ in rows}


def _root_of(event_id: int, corrects: Mapping[int, int | None]) -> int:
    while (earlier := corrects.get(event_id)) is not None:
        event_id = earlier
    return event_id


def has_harmed(case: Case) -> bool:
    """Answer whether a harmed child's record is linked to this one, without looking at it."""
    return CaseLink.objects.filter(case=case).exists()


def entries_of(case: Case) -> dict[int, list[str]]:
    """Answer the entries of a case by event, each with the allegations it names."""
    codes = [*folding.CODES, "proceedings.heard"]
    found = CaseEvent.objects.filter(case=case, code__in=codes).values_list("pk", "facts")
    return {pk: list(facts.get("allegations") or []) for pk, facts in found}


@dataclass(frozen=True)
class FamilyStep:
    """A step of the criminal case as it stands on a harmed child's record, and whether the family has been told."""

    step: str
    on: date
    sentence: str
    told: str


def family_steps(case: Case) -> list[FamilyStep]:
    """Answer the steps the family of a harmed child is told of, newest first. Two statements."""
    told = {}
    found = CaseEvent.objects.filter(case=case, code__in=["family.step", "family.told"]).order_by("pk")
    rows = list(found.select_related("spoken"))
    for event in rows:
        if event.code == "family.told":
            how = event.spoken.words.get("how", "") if hasattr(event, "spoken") else ""
            day = clock.local_date(event.recorded_at)
            told[event.facts["step"]] = f"Told {long_date(day)} by {event.by_label}. {how}".strip()
    steps = [event for event in rows if event.code == "family.step"]
    return [
        FamilyStep(
            event.facts["step"],
            clock.local_date(event.occurred_at),
            f"{STEPS[event.facts['kind']]}.",
            told.get(event.facts["step"], ""),
        )
        for event in reversed(steps)
    ]


def welfare_asked(case: Case) -> list[tuple[str, str]]:
    """Answer the welfare decisions that are asked and not made: (step, sentence). One statement."""
    codes = ["welfare.decision_asked", "welfare.decided"]
    rows = list(CaseEvent.objects.filter(case=case, code__in=codes).order_by("pk"))
    decided = {event.facts["step"] for event in rows if event.code == "welfare.decided"}
    return [
        (event.facts["step"], WelfareDecisionAsked(**event.facts).sentence())
        for event in rows
        if event.code == "welfare.decision_asked" and event.facts["step"] not in decided
    ]


def orders_in_force(case_id: UUID, on: date) -> list[CourtOrder]:
    """Answer the orders of a case that are in force on a day, the oldest first. One statement."""
    return in_force(CourtOrder.objects.filter(case_id=case_id, ended_on=None).order_by("made_on", "pk"), on)


def with_order_run_out(on: date) -> list[Case]:
    """Answer the records whose strand stands by an order that has run out before this day, and by no other. Two statements."""
    run_out = CourtOrder.objects.filter(ended_on=None, until__lt=on)
    found = list(Case.objects.filter(criminal_justice__in=BY_ORDER, pk__in=run_out.values("case")).order_by("pk"))
    carries: dict[UUID, set[CriminalJustice]] = defaultdict(set)
    for one in in_force(CourtOrder.objects.filter(case__in=found, ended_on=None), on):
        if one.is_sentence or one.kind == LICENCE:
            carries[one.case_id].add(CriminalJustice.ON_LICENCE if one.kind == LICENCE else CriminalJustice.COURT_ORDER)
    return [case for case in found if case.criminal_justice not in carries[case.pk]]


def said_of(case: Case, name: str, id: str) -> set[str]:
    """Answer the kinds of event that name this thing of the case and that nothing has corrected. Asked under the case's lock."""
    said = CaseEvent.objects.filter(case=case, corrected_by=None, **{f"facts__{name}": id})
    return set(said.values_list("code", flat=True))
