"""Rewriting the rows that lists and pages read from what the entries say. The truth stays the chronology."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model

from aim2.models import Bail, CourtOrder, HeardOf, Hearing, HoldStanding, NumberedAllegation, OutcomeToTell, ReportAsked
from aim2.proceedings import queries
from aim2.proceedings.queries import CaseStanding
from aim2.proceedings.standing import Proceedings, in_force
from aim2.proceedings.states import FURTHEST, OPEN, STRAND, Standing
from aim2.proceedings.words import LICENCE
from hsb import clock
from hsb.cases.models import Case, CaseLink
from hsb.cases.states import CriminalJustice
from hsb.chronology.models import CaseEvent, CaseEventWords
from referrals.models import Allegation, ReferralCase, ReferralPart

Columns = dict[Any, dict[str, Any]]


@dataclass(frozen=True)
class Wanted:
    """Every row of one case as it should be: model to key to columns; and what the case itself says. The same on any day."""

    rows: Mapping[type[Model], Columns]
    alleged: bool
    words: str


def number(case: Case) -> None:
    """Every allegation of the case has its number, and what the referral claimed of it is kept. Under the case's lock."""
    found = queries.numbered(case)
    fresh = [(n, row) for n, row, kept in found if kept is None]
    if not fresh:
        return
    harmed = _harmed_by_referral(case)
    NumberedAllegation.objects.bulk_create(
        NumberedAllegation(
            case=case, allegation=row, number=n, claimed=queries.claimed(row), harmed=_harmed_of(row, harmed)
        )
        for n, row in fresh
    )


def _harmed_by_referral(case: Case) -> dict[UUID, tuple[dict[int, UUID], list[dict[str, Any]]]]:
    """Answer, for each referral, its harmed children's records by their number in it, and its allegations as told."""
    linked = CaseLink.objects.filter(case=case).values_list("linked_case_id", flat=True)
    found: dict[UUID, dict[int, UUID]] = {}
    for row in ReferralCase.objects.filter(case_id__in=list(linked), number__gt=0):
        found.setdefault(row.referral_id, {})[row.number] = row.case_id
    parts = ReferralPart.objects.filter(case=case, section="police", referral__in=list(found))
    told = {part.referral_id: list(part.answers.get("allegations") or []) for part in parts}
    return {referral: (numbers, told.get(referral, [])) for referral, numbers in found.items()}


def _harmed_of(row: Allegation, harmed: Mapping[UUID, tuple[dict[int, UUID], list[dict[str, Any]]]]) -> list[str]:
    """Answer whom an allegation is said to have harmed: those the referral names for it, else every harmed child of it."""
    if row.referral_id not in harmed:
        return []
    numbers, told = harmed[row.referral_id]
    named = next((one.get("involved") for one in told if one.get("offence") == row.offence), None) or []
    chosen = [numbers[int(n)] for n in named if int(n) in numbers]
    return [str(one) for one in (chosen or numbers.values())]


def wanted(case: Case) -> Wanted:
    """Answer the rows of a case as its entries say they should be."""
    stands = queries.standing(case)
    words = _words(case.pk)
    now = stands.now
    sentences = {one.id: one.event for one in now.orders if one.is_sentence}
    rows: dict[type[Model], Columns] = {
        Allegation: _allegations(case, stands, words),
        NumberedAllegation: _with_cps(case, stands),
        Bail: {
            UUID(one.id): {
                "allegations": list(one.allegations),
                "by_court": one.by_court,
                "started_on": one.started_on,
                "arrested_on": one.arrested_on,
                "return_on": one.return_on,
                "period": one.period,
                "with_cps_since": one.with_cps_since,
                "ended_on": one.ended_on,
                "conditions": words.get(one.words_event, {}).get("conditions", ""),
            }
            for one in now.bails
        },
        Hearing: {
            UUID(one.id): {
                "allegations": list(one.allegations),
                "hearing_on": one.on,
                "time": one.time[:5],
                "purpose": one.purpose,
                "court": words.get(one.event, {}).get("court", "")[:200],
                "held_on": one.held_on,
                "vacated": one.vacated,
                "result": words.get(one.result_event, {}).get("result", ""),
            }
            for one in now.hearings
        },
        CourtOrder: {
            UUID(one.id): {
                "allegations": list(one.allegations),
                "kind": one.kind,
                "is_sentence": one.is_sentence,
                "aim_required": one.aim_required,
                "made_on": one.made_on,
                "from_on": one.from_on,
                "until": one.until,
                "ended_on": one.ended_on,
                "court": words.get(sentences.get(one.under, one.event), {}).get("court", "")[:200],
                "terms": words.get(one.event, {}).get("terms", "") or words.get(one.event, {}).get("detail", ""),
            }
            for one in now.orders
        },
        ReportAsked: {
            UUID(one.id): {
                "hearing": UUID(one.hearing),
                "hearing_on": one.hearing_on,
                "asked_on": one.asked_on,
                "lodged_on": one.lodged_on,
                "withdrawn": one.withdrawn,
                "choice": one.choice,
            }
            for one in now.reports
        },
        HoldStanding: {case.pk: _hold(stands)} if stands.hold else {},
        OutcomeToTell: _outcomes(case.pk, words),
        HeardOf: _heard(case.pk, words),
    }
    return Wanted(rows, any(one.is_alleged for one in now.allegations), now.badge)


def rewrite(case: Case) -> None:
    """The rows of the case are what its entries say. Under the case's lock, in the transaction of what changed."""
    should = wanted(case)
    for model, columns in should.rows.items():
        stored = {row.pk: row for row in _stored(model, case)}
        for key, values in columns.items():
            row = stored.pop(key, None)
            if row is None:
                model(pk=key, **({} if model is HoldStanding else {"case": case}), **values).save(force_insert=True)  # type: ignore[arg-type]
            elif any(getattr(row, name) != value for name, value in values.items()):
                model._default_manager.filter(pk=key).update(**values)
        if model is not Allegation:
            model._default_manager.filter(pk__in=list(stored)).delete()
    if should.rows[Allegation]:
        Case.objects.filter(pk=case.pk).update(alleged=should.alleged, standing_words=should.words)


def differences(case: Case) -> list[str]:
    """Answer a sentence for each row that is not what the entries say. Writes nothing."""
    should, said = wanted(case), []
    for model, columns in should.rows.items():
        stored = {row.pk: row for row in _stored(model, case)}
        said += [f"{model.__name__} {key} is missing." for key in columns.keys() - stored.keys()]
        if model is not Allegation:
            said += [f"{model.__name__} {key} should not be there." for key in stored.keys() - columns.keys()]
        for key in columns.keys() & stored.keys():
            said += [
                f"{model.__name__} {key}: {name} is {getattr(stored[key], name)}, should be {value}."
                for name, value in columns[key].items()
                if getattr(stored[key], name) != value
            ]
    return said


def _stored(model: type[Model], case: Case) -> Iterable[Any]:
    return model._default_manager.filter(case=case)


def _words(case_id: UUID) -> dict[int, dict[str, Any]]:
    return dict(CaseEventWords.objects.filter(case_id=case_id).values_list("event_id", "words"))


def _allegations(case: Case, stands: CaseStanding, words: Mapping[int, Mapping[str, Any]]) -> Columns:
    """Answer the columns of each allegation of which something is recorded; the others stay as referred."""
    kept = {row.allegation_id: row for row in NumberedAllegation.objects.filter(case=case)}
    bails = {one.id: one for one in stands.now.bails}
    found: Columns = {}
    for one in stands.allegations:
        key = UUID(one.id)
        if key not in kept:
            continue
        said = kept[key].claimed
        bail = bails.get(one.bail) if one.standing == Standing.ON_BAIL else None
        hearing = next((h for h in stands.now.hearings if one.id in h.allegations and h.is_to_come), None)
        as_claimed = not one.confirmed
        found[key] = {
            "alleged_on": one.alleged_on,
            "admission": one.admission,
            "interviewed_on": one.interviewed_on or _date(said.get("interviewed_on")),
            "status": one.standing.value if one.confirmed else said.get("status", ""),
            "status_on": one.since if one.confirmed else _date(said.get("status_on")),
            "bail_until": _date(said.get("bail_until")) if as_claimed else (bail.return_on if bail else None),
            "bail_conditions": said.get("bail_conditions", "")
            if as_claimed
            else (words.get(bail.words_event, {}).get("conditions", "") if bail else ""),
            "court": said.get("court", "")
            if as_claimed
            else (words.get(hearing.event, {}).get("court", "")[:200] if hearing else ""),
            "hearing_on": _date(said.get("hearing_on")) if as_claimed else (hearing.on if hearing else None),
        }
    return found


def _with_cps(case: Case, stands: CaseStanding) -> Columns:
    """Answer since when the papers of each allegation are with the CPS: on bail, under investigation or interviewed only."""
    since = {UUID(one.id): one.with_cps_since for one in stands.allegations}
    kept = NumberedAllegation.objects.filter(case=case).values_list("pk", "allegation_id")
    return {pk: {"with_cps_since": since.get(allegation)} for pk, allegation in kept}


def _date(iso: Any) -> date | None:
    return date.fromisoformat(str(iso)) if iso else None


def _hold(stands: CaseStanding) -> dict[str, Any]:
    assert stands.hold is not None
    return {"since": stands.hold.since, "because": stands.hold.because[:300], "ends_by": stands.hold.ends_by[:300]}


def strand(now: Proceedings, on: date) -> CriminalJustice | None:
    """Answer the furthest that is still open on a day; None while nobody has recorded anything."""
    if not any(one.confirmed or one.charged_on for one in now.allegations):
        return None
    open_ones = {STRAND[one.standing] for one in now.allegations if one.standing in OPEN}
    held = [one for one in now.custodies if one.is_held]
    if held:
        open_ones.add(CriminalJustice.IN_CUSTODY)
    running = in_force(now.orders, on)
    if any(one.kind == LICENCE for one in running):
        open_ones.add(CriminalJustice.ON_LICENCE)
    if any(one.is_sentence for one in running):
        open_ones.add(CriminalJustice.COURT_ORDER)
    return next((one for one in FURTHEST if one in open_ones), CriminalJustice.ENDED)


def _events(case_id: UUID, *codes: str) -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case_id=case_id, code__in=codes).order_by("pk"))


def _outcomes(case_id: UUID, words: Mapping[int, Mapping[str, Any]]) -> Columns:
    found: Columns = {}
    codes = (
        "proceedings.outcome",
        "proceedings.outcome_told",
        "proceedings.outcome_known",
        "proceedings.outcome_withdrawn",
    )
    for event in _events(case_id, *codes):
        key = UUID(event.facts["outcome"])
        if event.code == codes[0]:
            found[key] = {
                "kind": event.facts["kind"],
                "what": words.get(event.pk, {}).get("what", ""),
                "to_role": event.facts["role"],
                "reached_on": _day(event),
                "told_at": None,
                "known_at": None,
                "withdrawn": False,
            }
        elif key in found:
            name = {codes[1]: "told_at", codes[2]: "known_at"}.get(event.code)
            found[key] |= {name: event.recorded_at} if name else {"withdrawn": True}
    return found


def _heard(case_id: UUID, words: Mapping[int, Mapping[str, Any]]) -> Columns:
    found: Columns = {}
    for event in _events(case_id, "proceedings.heard", "proceedings.heard_answered"):
        key = UUID(event.facts["heard"])
        if event.code == "proceedings.heard":
            found[key] = {
                "allegations": list(event.facts["allegations"]),
                "what": words.get(event.pk, {}).get("what", ""),
                "told_by": words.get(event.pk, {}).get("told_by", "")[:200],
                "confirmed_by": event.facts["confirmed_by"],
                "heard_on": _day(event),
                "answered_at": None,
                "is_so": None,
            }
        elif key in found:
            found[key] |= {"answered_at": event.recorded_at, "is_so": bool(event.facts["is_so"])}
    return found


def _day(event: CaseEvent) -> date:
    return clock.local_date(event.occurred_at)
