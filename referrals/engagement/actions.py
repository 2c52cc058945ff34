"""Changes between the end of an enquiry and the family's answer. Each checks, locks, changes and records in one transaction."""

import uuid
from datetime import date, datetime

from django.db import transaction

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases.involvement import involve
from hsb.cases.models import Case, Part, Person, PersonPart
from hsb.cases.states import TRANSITIONS, CriminalJustice, Strand, YouthOffending
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed, check_said
from referrals.engagement import policies, queries
from referrals.events import engagement as events
from referrals.events import submission as submission_events
from referrals.models import (
    DecisionToEngage,
    Destination,
    EndedKind,
    InvestigationEnd,
    Offer,
    OfferResponse,
    Receipt,
    Stance,
    Whose,
)


@transaction.atomic
def end_investigation(
    *, case: Case, kind: str, ended_on: date, outcome: str, by: User, at: datetime
) -> InvestigationEnd:
    """It is known that an enquiry or investigation ended, on which day and how. Recording the same again changes nothing."""
    policies.check_day(ended_on, clock.local_date(at), "The day it ended")
    check_said(outcome, "Say how it ended.")
    if kind not in EndedKind.values:
        raise ActionNotAllowed("Choose which enquiry or investigation has ended.")
    lock(case)
    found = InvestigationEnd.objects.filter(case=case, kind=kind, ended_on=ended_on).first()
    if found and (found.outcome == outcome.strip() or kind == EndedKind.S47):
        return found
    if found:
        raise ActionNotAllowed(
            "That this ended on that day is on record, in other words. If they are wrong, add a note that says so."
        )
    ended = InvestigationEnd(
        case=case, kind=kind, ended_on=ended_on, outcome=outcome.strip(), recorded_at=at, recorded_by=by
    )
    ended.save(force_insert=True)
    occurred = clock.instant_on(ended_on, at=at)
    record(
        events.InvestigationEnded(kind=kind, ended_on=ended_on.isoformat(), outcome=outcome.strip()),
        case=case,
        by=by,
        at=at,
        occurred=occurred,
    )
    case.refresh_from_db(fields=["criminal_justice"])
    if (
        kind == EndedKind.CRIMINAL
        and CriminalJustice.ENDED in TRANSITIONS[Strand.CRIMINAL_JUSTICE][case.criminal_justice]
    ):
        cases.move(case=case, strand=Strand.CRIMINAL_JUSTICE, to=CriminalJustice.ENDED, by=by, at=at, occurred=occurred)
    return ended


@transaction.atomic
def decide_to_engage(
    *, case: Case, engage: bool, reasons: str, by: User, at: datetime, press: uuid.UUID | None = None
) -> DecisionToEngage:
    """It is decided whether to engage this young person and family, and why. An earlier decision stays readable; the same
    press of the button decides once."""
    policies.check_can_offer(case)
    check_said(reasons, "Give the reasons for the decision.")
    lock(case)
    if chronology.has_happened(case.pk, "engagement.decided", press):
        return DecisionToEngage.objects.filter(case=case, by=by).latest("at")
    decision = DecisionToEngage(case=case, engage=engage, reasons=reasons.strip(), at=at, by=by)
    decision.save(force_insert=True)
    record(events.EngagementDecided(engage=engage, reasons=reasons.strip()), case=case, by=by, at=at, occasion=press)
    return decision


@transaction.atomic
def record_offer(
    *,
    case: Case,
    made_by_name: str,
    made_on: date,
    made_to: str,
    framing: str,
    response: str,
    response_words: str,
    what_next: str,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> Offer:
    """The offer stands with who made it, how it was put and what was answered. A refusal closes nothing; the same press of
    the button offers once."""
    policies.check_can_offer(case)
    policies.check_day(made_on, clock.local_date(at), "The day of the offer")
    check_said(framing, "Write how the offer was put: the words matter.")
    policies.check_refusal_is_followed(response, what_next)
    lock(case)
    if chronology.has_happened(case.pk, "offer.made", press):
        return Offer.objects.filter(case=case, recorded_by=by).latest("recorded_at")
    answered = response not in (OfferResponse.THINKING, OfferResponse.NO_ANSWER)
    offer = Offer(
        case=case,
        made_by_name=made_by_name.strip() or by.full_name,
        made_on=made_on,
        made_to=made_to,
        framing=framing.strip(),
        response=response,
        response_words=response_words.strip(),
        responded_on=made_on if answered else None,
        what_next=what_next.strip(),
        recorded_at=at,
        recorded_by=by,
        answered_at=at if answered else None,
        answered_by=by if answered else None,
    )
    offer.save(force_insert=True)
    record(
        events.OfferMade(to=made_to, response=response, made_by=offer.made_by_name, framing=framing.strip()),
        case=case,
        by=by,
        at=at,
        occurred=clock.instant_on(made_on, at=at),
        occasion=press,
    )
    return offer


@transaction.atomic
def answer_offer(
    *, offer: Offer, response: str, response_words: str, responded_on: date, what_next: str, by: User, at: datetime
) -> None:
    """The family's answer to an open offer stands. An offer is answered once; a change of mind is a new offer or stance."""
    policies.check_day(responded_on, clock.local_date(at), "The day of the answer")
    if responded_on < offer.made_on:
        raise ActionNotAllowed("The answer cannot come before the offer. Check the day.")
    if response not in (OfferResponse.ACCEPTED, OfferResponse.REFUSED):
        raise ActionNotAllowed("Choose whether they accepted or refused.")
    policies.check_refusal_is_followed(response, what_next)
    lock(offer.case)
    answered = Offer.objects.filter(pk=offer.pk, response__in=(OfferResponse.THINKING, OfferResponse.NO_ANSWER)).update(
        response=response,
        response_words=response_words.strip(),
        responded_on=responded_on,
        what_next=what_next.strip(),
        answered_at=at,
        answered_by=by,
    )
    if not answered:
        raise ActionNotAllowed(
            "This offer has been answered already. Record a new offer if they have changed their mind."
        )
    record(
        events.OfferAnswered(response=response, said=response_words.strip()),
        case=offer.case,
        by=by,
        at=at,
        occurred=clock.instant_on(responded_on, at=at),
    )


@transaction.atomic
def record_stance(
    *,
    case: Case,
    whose: str,
    stance: str,
    on: date,
    words: str,
    by: User,
    at: datetime,
    person: Person | None = None,
    press: uuid.UUID | None = None,
) -> Stance:
    """How one of them stood on that day is on record; what they said before stays. The same press of the button says it once."""
    policies.check_day(on, clock.local_date(at), "The day")
    if whose == Whose.PARENT and (
        person is None or person.case_id != case.pk or person.part != PersonPart.PARENT_CARER
    ):
        raise ActionNotAllowed("Choose which parent or carer of this child said it.")
    lock(case)
    if chronology.has_happened(case.pk, "stance.recorded", press):
        return Stance.objects.filter(case=case, by=by).latest("at")
    called = "the young person" if not case.is_harmed else "the child"
    if person is not None:
        called = person.relationship.strip().lower() or "a parent or carer"
    said = Stance(
        case=case,
        whose=whose,
        person=person if whose == Whose.PARENT else None,
        called=called[:200],
        stance=stance,
        on=on,
        words=words.strip(),
        at=at,
        by=by,
    )
    said.save(force_insert=True)
    record(
        events.StanceRecorded(whose=whose, stance=stance, called=called, said=words.strip()),
        case=case,
        by=by,
        at=at,
        occurred=clock.instant_on(on, at=at),
        occasion=press,
    )
    return said


@transaction.atomic
def refer_to_yos(*, case: Case, asks: str, by: User, at: datetime) -> Receipt:
    """YOS has the referral in its inbox, its clock runs, and the wait since the enquiry ended is measured to here (P5.10)."""
    lock(case)
    case.refresh_from_db()
    referral = queries.referral_of(case)
    receipt = Receipt.objects.filter(case=case, destination=Destination.YOS).order_by("-received_at").first()
    policies.check_can_refer_to_yos(case, referral, queries.last_decision(case), receipt)
    check_said(asks, "Say what you are asking for, and what has changed since the referral.")
    assert referral is not None
    for agency in Agency.objects.filter(kind=AgencyKind.YOS):
        involve(case=case, part=Part.SCREENING, agency=agency, role=Role.YOS_MANAGER, by=by, at=at)
    if receipt is not None and receipt.referral_id == referral.pk:
        Receipt.objects.filter(pk=receipt.pk).update(
            received_at=at,
            first_opened_at=None,
            first_opened_by=None,
            claimed_at=None,
            claimed_by=None,
            acknowledged_at=None,
            acknowledged_by=None,
            closed_at=None,
        )
        receipt.refresh_from_db()
    else:
        receipt = Receipt(case=case, referral=referral, destination=Destination.YOS, received_at=at)
        receipt.save(force_insert=True)
    occasion = uuid.uuid4()
    held = referral.agency.short_name if referral.agency else ""
    route = "criminal_justice" if referral.criminal_justice_route else "child_protection"
    for event in (
        submission_events.ReferralReceived(destination="yos", reference=referral.reference, from_agency=held),
        submission_events.YosReferred(reference=referral.reference, route=route),
        events.SentOnToYos(reference=referral.reference, asks=asks.strip()),
    ):
        record(event, case=case, by=by, at=at, occasion=occasion)
    cases.move(case=case, strand=Strand.YOUTH_OFFENDING, to=YouthOffending.REFERRED, by=by, at=at)
    return receipt
