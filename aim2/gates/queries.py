"""May work begin on this case? Reads everything the gates are judged by. Later stages ask here, and `check_can_work`."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F

from aim2.agreements import queries as agreements
from aim2.consent import queries as consents
from aim2.consent.rules import Standing
from aim2.consent.terms import Purpose
from aim2.gates import facts as known
from aim2.gates.answer import Answer, GateKey
from aim2.gates.rules import first_refusal
from aim2.gates.rules import may_begin as judged
from aim2.models import PreTrialAgreement
from aim2.proceedings import queries as proceedings
from aim2.proceedings import required
from aim2.proceedings.states import ADMITTED, ESTABLISHED, Admission
from aim2.proceedings.states import Standing as StandingInLaw
from aim2.requests import queries as requests
from hsb import clock
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.errors import ActionNotAllowed
from referrals.eligibility.facts import Facts as Referred
from referrals.models import AssessmentState, CfAssessment, ReferralPart, Screening, ScreeningOutcome
from referrals.sections import SECTIONS
from referrals.sections import facts as referred_facts


def may_begin(case: Case, *, on: date) -> Answer:
    """Answer every gate of a young person's case on a London day, each with its reason, source and next step."""
    return judged(facts_of(case, on=on))


def check_can_work(case: Case, *, on: date, what: str = "") -> Answer:
    """Answer the gates; raises ActionNotAllowed with the reason where one is closed. Asked before each session, rating and
    sign-off. `what` begins the sentence: “Nothing can be rated now”.
    """
    if case.is_harmed:
        raise ActionNotAllowed(
            "AIM2 is work with a young person who displayed the behaviour, not with the child harmed."
        )
    answer = may_begin(case, on=on)
    sentence = first_refusal(answer)
    if sentence:
        raise ActionNotAllowed(f"{what or 'AIM2 cannot go on now'}. {sentence}")
    return answer


def in_words(case: Case, answer: Answer) -> str:
    """Answer where AIM2 stands in words that say nothing of anybody's answer: for whoever asked for it, and for partners."""
    latest = chronology.standing(case.pk, ["aim.stopped", "aim.does_not_start", "aim.consent_complete"]).first()
    begun = answer.gate(GateKey.AGE).reason.startswith("Work began")
    if latest is not None and latest[0] == "aim.stopped":
        return "AIM2 has stopped."
    if latest is not None and latest[0] == "aim.does_not_start":
        return "AIM2 does not start."
    if not answer.gate(GateKey.HOLD).is_open:
        return "AIM2 is held: an allegation is charged and no conviction is recorded."
    if answer.may_start:
        return "AIM2 is going on." if begun else "AIM2 may begin."
    return "AIM2 waits." if begun else "AIM2 has not begun."


def consent_standing(case: Case, *, on: date) -> dict[str, Standing]:
    """Answer how consent stands for each purpose; to share, for each with whom (“share: Kingsmead School”)."""
    asked = consents.per_purpose(consents.rows(case), case, on=on)
    return {f"{one.purpose}: {one.share_with}" if one.share_with else str(one.purpose): one.standing for one in asked}


def agreement_in_force(case: Case) -> tuple[PreTrialAgreement, agreements.Lock] | None:
    """Answer the agreement on work before trial that is in force, with what it locks; None where none is."""
    found = agreements.in_force(case)
    lock = agreements.lock_of(found)
    return (found, lock) if found is not None and lock is not None else None


def facts_of(case: Case, *, on: date) -> known.Facts:
    """Answer everything the gates are read from: confirmed records, never the referral alone."""
    ids = [case.pk, *case.merged_from.values_list("pk", flat=True)]
    accepted = (
        Screening.objects.filter(case__in=ids, outcome=ScreeningOutcome.ACCEPTED)
        .order_by("-at")
        .values_list("at")
        .first()
    )
    finding = (
        CfAssessment.objects.filter(case__in=ids, state=AssessmentState.AUTHORISED)
        .exclude(finding="")
        .order_by("-authorised_at")
        .values_list("finding", "authorised_at")
        .first()
    )
    referred, sex = _referred(ids, on=on, finding=finding[0] if finding else "")
    if case.born_on is not None:
        referred = replace(referred, born_on=case.born_on)
    return known.Facts(
        referred=referred,
        on=on,
        consent=consents.standing(case, on=on, purpose=Purpose.TAKE_PART),
        accepted_on=clock.local_date(accepted[0]) if accepted else requests.accepted_on(case),
        begun_on=_begun_on(case),
        sex=sex,
        finding_on=clock.local_date(finding[1]) if finding and finding[1] else None,
        agreement=_agreement(case),
        lead=_lead(case),
        suitability=_suitability(case),
        overrides=tuple(
            known.Override(one.why, one.by.full_name, clock.local_date(one.at), one.reasons)
            for one in requests.overrides(case)
        ),
        **_proceedings(case, on),
    )


def _referred(ids: list[Any], *, on: date, finding: str) -> tuple[Referred, str]:
    """Answer the newest referral's facts, and the young person's sex as referred."""
    newest: dict[str, dict[str, Any]] = {}
    for section, answers in (
        ReferralPart.objects.filter(case__in=ids).order_by("referral__submitted_at").values_list("section", "answers")
    ):
        newest[section] = answers
    answers = {key: newest.get(key) or section.read({}, context={}) for key, section in SECTIONS.items()}
    return replace(referred_facts(answers, on=on), assessment_finding=finding), str(
        answers["young-person"].get("sex") or ""
    )


def _begun_on(case: Case) -> date | None:
    return chronology.first_days(chronology.standing(case.pk, ["aim.started"])).get("aim.started")


def _proceedings(case: Case, on: date) -> dict[str, Any]:
    """Answer admissions, findings, order and hold as police and YOS have confirmed them."""
    stands = proceedings.standing(case)
    found = [one for one in stands.allegations if one.standing in ESTABLISHED]
    claimed = any(one.admission in ADMITTED and not one.admission_confirmed for one in stands.allegations)
    hold = stands.hold
    return {
        "admissions": tuple(
            known.Known(
                f"Allegation {one.number} is admitted {'in full' if one.admission == Admission.FULL else 'in part'}",
                one.admission_on,
                "as police or YOS recorded",
            )
            for one in stands.admitted
        ),
        "findings": tuple(
            known.Known(
                f"{'Cautioned for' if one.standing == StandingInLaw.CAUTIONED else 'Found guilty of'} allegation {one.number}",
                one.found_on or one.since,
            )
            for one in found
        ),
        "claimed": claimed,
        "order": known.Order(*order) if (order := required.order_of(case, on)) else None,
        "proceedings_open": any(one.is_open and not one.is_convicted for one in stands.allegations),
        "hold": known.Hold(hold.since, f"{hold.because[:1].upper()}{hold.because[1:]}.", hold.ends_by)
        if hold
        else None,
        "hold_lifted": known.Known("it stays on record with the reason.", None, "a YOS manager")
        if stands.now.lifted
        else None,
    }


def _agreement(case: Case) -> known.Agreement | None:
    found = PreTrialAgreement.objects.filter(case=case).order_by(F("ended_at").desc(nulls_first=True)).first()
    if found is None:
        return None
    return known.Agreement(
        police=known.Known(found.police_name, found.police_on) if found.police_on else None,
        cps=known.Known(found.cps_name, found.cps_on) if found.cps_on else None,
        ended=found.ended_because,
        topics=found.topics,
    )


def _lead(case: Case) -> known.Lead | None:
    allocated = requests.allocation(case)
    if allocated is None:
        return None
    held = requests.accreditations([allocated.lead_id]).get(allocated.lead_id)
    if held is None:
        return known.Lead(allocated.lead.full_name)
    return known.Lead(
        allocated.lead.full_name, held.instrument, held.edition, held.expires_on, held.recorded_by.full_name
    )


def _suitability(case: Case) -> known.Suitability | None:
    one = requests.judgement(case)
    if one is None:
        return None
    return known.Suitability(
        one.suits,
        one.learning_disability,
        one.reasons,
        one.by.full_name,
        clock.local_date(one.at),
        one.changes,
        one.alternative,
    )


__all__ = [
    "Answer",
    "GateKey",
    "agreement_in_force",
    "check_can_work",
    "consent_standing",
    "facts_of",
    "may_begin",
]
