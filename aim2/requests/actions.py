"""Changes: the police ask and are answered, a lead is named, an accreditation recorded, the tool judged. Each in one transaction."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from aim2.models import (
    Accreditation,
    Aim2Allocation,
    Aim2Request,
    Aim2RequestStep,
    NarrativeOverride,
    ToolJudgement,
)
from aim2.proceedings import queries as proceedings
from aim2.requests import events, policies, queries
from aim2.requests.states import Admission, RequestState
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.chronology.declare import Event
from hsb.errors import ActionNotAllowed, StaleVersion

CHANGED = "Somebody answered or asked while you were writing. Read what is new; your words are still in the box."


@transaction.atomic
def ask(*, case: Case, asks: str, by: User, at: datetime, press: UUID | None = None) -> Aim2Request:
    """The police have asked for AIM2, with the admission as it stands confirmed; YOS answers (P6.3)."""
    policies.check_may_ask(by)
    lock(case)
    if chronology.has_happened(case.pk, "aim.requested", press):
        return Aim2Request.objects.filter(case=case, asked_by=by).latest("asked_at")
    stands = proceedings.standing(case)
    policies.check_can_ask(case, queries.open_request(case), stands.may_police_ask, asks)
    check_names_no_other(case, [asks])
    in_full = any(one.admission == Admission.FULL for one in stands.admitted)
    held = agencies.memberships(by)
    made = Aim2Request(
        case=case,
        agency=held[0].agency if held else None,
        admission=Admission.FULL if in_full else Admission.PARTIAL,
        asks=asks.strip(),
        asked_at=at,
        asked_by=by,
    )
    made.save(force_insert=True)
    said = events.Aim2Requested(request=str(made.pk), admission=made.admission, asked_by=by.pk, asks=made.asks)
    record(said, case=case, by=by, at=at, occasion=press)
    return made


@transaction.atomic
def answer(
    *,
    request: Aim2Request,
    to: str,
    text: str,
    by: User,
    at: datetime,
    alternative: str = "",
    version: int | None = None,
) -> Aim2RequestStep:
    """YOS has accepted, declined with a named alternative, or asked for more; or the police have said what was asked."""
    if to == RequestState.OPEN:
        policies.check_may_ask(by)
    else:
        policies.check_may_decide(by)
    lock(request.case)
    held = Aim2Request.objects.select_related("case").get(pk=request.pk)
    if version is not None and version != held.version:
        raise StaleVersion(held, CHANGED)
    policies.check_can_answer_request(held, to, text=text, alternative=alternative)
    check_names_no_other(held.case, [text, alternative])
    step = Aim2RequestStep(
        case=held.case,
        request=held,
        to=to,
        text=text.strip(),
        alternative=alternative.strip() if to == RequestState.DECLINED else "",
        at=at,
        by=by,
    )
    step.save(force_insert=True)
    Aim2Request.objects.filter(pk=held.pk).update(state=to, version=F("version") + 1)
    key, asker = str(held.pk), held.asked_by_id
    answered: dict[RequestState, Event] = {
        RequestState.ACCEPTED: events.RequestAccepted(request=key, asked_by=asker, reason=step.text),
        RequestState.DECLINED: events.RequestDeclined(
            request=key, asked_by=asker, reason=step.text, alternative=step.alternative
        ),
        RequestState.MORE_ASKED: events.MoreAsked(request=key, asked_by=asker, question=step.text),
        RequestState.OPEN: events.RequestAnswered(request=key, answer=step.text),
    }
    record(answered[RequestState(to)], case=held.case, by=by, at=at)
    return step


@transaction.atomic
def name_lead(
    *, case: Case, lead: User, co_worker: User | None, reason: str, by: User, at: datetime, press: UUID | None = None
) -> Aim2Allocation:
    """Somebody accredited leads from now on, alone or with a co-worker of any agency; whoever led before no longer does."""
    policies.check_may_decide(by)
    lock(case)
    if chronology.has_happened(case.pk, "aim.lead_named", press):
        return Aim2Allocation.objects.filter(case=case, by=by).latest("at")
    today = clock.local_date(at)
    policies.check_can_lead(case, lead, co_worker, accredited=queries.is_accredited(lead, on=today))
    check_names_no_other(case, [reason])
    made = Aim2Allocation(case=case, lead=lead, co_worker=co_worker, reason=reason.strip(), at=at, by=by)
    made.save(force_insert=True)
    said = events.LeadNamed(
        lead=lead.pk,
        co_worker=co_worker.pk if co_worker else None,
        who=lead.full_name,
        with_whom=co_worker.full_name if co_worker else "",
        reason=made.reason,
    )
    record(said, case=case, by=by, at=at, occasion=press)
    return made


@transaction.atomic
def accredit(
    *,
    user: User,
    edition: str,
    accredited_on: date,
    expires_on: date,
    certificate: str,
    by: User,
    at: datetime,
    instrument: str = "AIM2",
) -> Accreditation:
    """A colleague may lead by this instrument until the day it ends. The same certificate recorded twice is one."""
    policies.check_can_accredit(
        user,
        by,
        accredited_on=accredited_on,
        expires_on=expires_on,
        certificate=certificate,
        today=clock.local_date(at),
    )
    values = {
        "user": user,
        "instrument": instrument.strip(),
        "edition": edition.strip(),
        "accredited_on": accredited_on,
        "expires_on": expires_on,
        "certificate": certificate.strip(),
    }
    found = Accreditation.objects.filter(**values).first()
    if found is not None:
        return found
    made = Accreditation(**values, recorded_at=at, recorded_by=by)
    made.save(force_insert=True)
    return made


@transaction.atomic
def judge_tool(
    *,
    case: Case,
    suits: str,
    learning_disability: bool,
    reasons: str,
    changes: str,
    alternative: str,
    by: User,
    at: datetime,
    press: UUID | None = None,
) -> ToolJudgement:
    """Whether AIM2 suits how this young person learns is on record, with what is done about it (P2.2)."""
    policies.check_can_judge_tool(suits, reasons=reasons, changes=changes, alternative=alternative)
    lock(case)
    if chronology.has_happened(case.pk, "aim.tool_judged", press):
        return ToolJudgement.objects.filter(case=case, by=by).latest("at")
    check_names_no_other(case, [reasons, changes, alternative])
    made = ToolJudgement(
        case=case,
        suits=suits,
        learning_disability=learning_disability,
        reasons=reasons.strip(),
        changes=changes.strip() if suits == "with_changes" else "",
        alternative=alternative.strip() if suits == "no" else "",
        at=at,
        by=by,
    )
    made.save(force_insert=True)
    said = events.ToolJudged(
        suits=suits,
        learning_disability=learning_disability,
        reasons=made.reasons,
        changes=made.changes,
        alternative=made.alternative,
    )
    record(said, case=case, by=by, at=at, occasion=press)
    return made


@transaction.atomic
def let_narrative_begin(*, case: Case, why: str, reasons: str, by: User, at: datetime) -> NarrativeOverride:
    """A manager lets work begin without rating, total, band or level. The same reason recorded twice is one."""
    policies.check_may_decide(by)
    policies.check_can_override(why, reasons)
    lock(case)
    found = NarrativeOverride.objects.filter(case=case, why=why).first()
    if found is not None and found.reasons == reasons.strip():
        return found
    if found is not None:
        raise ActionNotAllowed(f"{found.by.full_name} let it begin for this reason already, in other words.")
    check_names_no_other(case, [reasons])
    made = NarrativeOverride(case=case, why=why, reasons=reasons.strip(), at=at, by=by)
    made.save(force_insert=True)
    record(events.NarrativeOnly(why=why, reasons=made.reasons), case=case, by=by, at=at)
    return made
