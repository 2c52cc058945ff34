"""Changes to consent. Each checks, locks, changes and records in one transaction."""

import uuid
from datetime import date, datetime

from django.db import transaction

from aim2.consent import drafts, events, policies, queries
from aim2.consent.policies import Answered
from aim2.consent.rules import Standing
from aim2.consent.terms import EXPLANATION, NO, Giver, Purpose
from aim2.looked_after import queries as looked_after
from aim2.models import Consent, RefusalDecision
from aim2.proceedings import required
from aim2.requests import queries as requests
from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed


@transaction.atomic
def record_answer(*, case: Case, answer: Answered, by: User, at: datetime, press: uuid.UUID | None = None) -> Consent:
    """The answer stands beside those before it, and what follows from it for AIM2 has happened: it may begin and its clock runs
    from the day of the last consent that was needed; it does not start; or it has stopped. The same press answers once."""
    lock(case)
    if chronology.has_happened(case.pk, "aim.consent_answered", press):
        return Consent.objects.filter(case=case, by=by).latest("at")
    every = list(queries.rows(case))
    same = [
        one
        for one in every
        if one.purpose == answer.purpose and one.share_with.casefold() == answer.share_with.strip().casefold()
    ]
    today = clock.local_date(at)
    signed_under = looked_after.has_care_order(case, answer.answered_on)
    policies.check_can_answer(case, answer, queries.given(same), care_order=signed_under, by=by, today=today)
    check_names_no_other(
        case, [answer.reasons, answer.reasoning, answer.parents_consulted, answer.parent_told, answer.contact_how]
    )
    row = _row(case, answer, by, at)
    row.save(force_insert=True)
    drafts.empty(case=case, who=str(row.person_id or row.giver), by=by, at=at)
    occurred = clock.instant_on(answer.answered_on, at=at)
    said = events.ConsentAnswered(
        purpose=row.purpose,
        giver=row.giver,
        reply=row.reply,
        whom=f"{row.purpose}:{row.share_with.casefold()}:{row.person_id or row.giver}",
        offer_again=row.next_offer_on is not None and row.reply in NO,
        next_offer_on=row.next_offer_on.isoformat() if row.next_offer_on else "",
        called=row.called,
        share_with=row.share_with,
        reasons=row.reasons,
    )
    record(said, case=case, by=by, at=at, occurred=occurred, occasion=press)
    if row.purpose == Purpose.TAKE_PART:
        care_order = looked_after.has_care_order(case, today)
        before = queries.standing_of(every, case, on=today, care_order=care_order)
        after = queries.standing_of([*every, row], case, on=today, care_order=care_order)
        _what_follows(case, before, after, occurred, by=by, at=at)
    return row


def _row(case: Case, answer: Answered, by: User, at: datetime) -> Consent:
    person = answer.person if answer.giver == Giver.PARENT else None
    young = answer.giver == Giver.YOUNG_PERSON
    called = {Giver.YOUNG_PERSON: "the young person", Giver.LOCAL_AUTHORITY: "the local authority"}.get(
        Giver(answer.giver), ""
    )
    if person is not None:
        called = person.relationship.strip().lower() or "a parent or carer"
    return Consent(
        case=case,
        purpose=answer.purpose,
        share_with=answer.share_with.strip() if answer.purpose == Purpose.SHARE else "",
        contact_how=answer.contact_how.strip() if answer.purpose == Purpose.CONTACT else "",
        giver=answer.giver,
        person=person,
        called=called[:200],
        responsibility="" if young else answer.responsibility,
        order_detail=answer.order_detail.strip(),
        parents_consulted=answer.parents_consulted.strip(),
        told=list(answer.told),
        explanation=EXPLANATION,
        age=case.age_on(answer.answered_on),
        able=answer.able if young else None,
        reasoning=answer.reasoning.strip(),
        parent_told=answer.parent_told.strip(),
        method=answer.method,
        interpreter=answer.interpreter,
        interpreter_who=answer.interpreter_who.strip(),
        reply=answer.reply,
        reasons=answer.reasons.strip(),
        answered_on=answer.answered_on,
        next_offer_on=answer.next_offer_on if answer.reply in NO else None,
        at=at,
        by=by,
    )


def _what_follows(case: Case, before: Standing, after: Standing, occurred: datetime, *, by: User, at: datetime) -> None:
    """Where an order requires the work, willingness is on record and nothing starts or stops by it."""
    today = clock.local_date(at)
    if after.enough and not before.enough:
        assert after.since is not None
        since = clock.instant_on(after.since, at=at)
        record(events.ConsentComplete(own=after.own), case=case, by=by, at=at, occurred=since)
    elif before.enough and not after.enough and required.order_of(case, today) is None:
        record(events.Stopped(asked_by=requests.last_asker(case)), case=case, by=by, at=at, occurred=occurred)
    elif after.is_no and not before.is_no and not before.enough and required.order_of(case, today) is None:
        record(events.DoesNotStart(asked_by=requests.last_asker(case)), case=case, by=by, at=at, occurred=occurred)


@transaction.atomic
def decide_after_refusal(
    *,
    case: Case,
    safety_plan: str,
    other_help: str,
    social_care: str,
    next_offer_on: date,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> RefusalDecision:
    """It is decided what keeps children safe and what help there is instead, and when AIM2 is offered again (P6.1)."""
    lock(case)
    if chronology.has_happened(case.pk, "aim.refusal_decided", press):
        return RefusalDecision.objects.filter(case=case, by=by).latest("at")
    today = clock.local_date(at)
    policies.check_can_decide_after_refusal(by, queries.standing(case, on=today))
    for text, sentence in (
        (safety_plan, "Say what the safety plan does meanwhile."),
        (other_help, "Say what other help is offered."),
        (social_care, "Say what social care was asked, and what it answered so far."),
    ):
        if not text.strip():
            raise ActionNotAllowed(sentence)
    policies.check_next_offer(next_offer_on, today, needed=True)
    check_names_no_other(case, [safety_plan, other_help, social_care])
    decision = RefusalDecision(
        case=case,
        safety_plan=safety_plan.strip(),
        other_help=other_help.strip(),
        social_care=social_care.strip(),
        next_offer_on=next_offer_on,
        at=at,
        by=by,
    )
    decision.save(force_insert=True)
    drafts.empty(case=case, who=drafts.INSTEAD, by=by, at=at)
    said = events.RefusalDecided(
        next_offer_on=next_offer_on.isoformat(),
        safety_plan=decision.safety_plan,
        other_help=decision.other_help,
        social_care=decision.social_care,
    )
    record(said, case=case, by=by, at=at, occasion=press)
    return decision
