"""A young person's record on which AIM2 may begin: referred, found, accepted, consented, with an accredited lead."""

from datetime import date, datetime, timedelta
from typing import Any

from aim2.consent import actions as consent
from aim2.consent.policies import Answered
from aim2.requests import actions as requests
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases.models import Case
from referrals.models import CfAssessment, Destination, Receipt, Referral, Screening
from tests.factories.cases import put_on
from tests.factories.referrals import sent, young_persons_case
from tests.referrals.typed import minimal

TYPED: dict[str, Any] = {
    "needs": {"learning_need": "none_known"},
    "ratings": {"hackett": "abusive", "hackett_rationale": "Pressure.", "hackett_judged_by": "Ms Iqbal"},
}


def accepted(sender: User, manager: User, at: datetime, **changes: Any) -> Case:
    """A record referred by the child protection route, with social care's finding, that YOS has accepted."""
    typed = minimal(**{**TYPED, **changes})
    referral = sent(sender, at, typed)
    case = young_persons_case(referral)
    receipt = _receipt(case, referral, at)
    CfAssessment.objects.create(
        case=case,
        state="authorised",
        finding="abusive",
        finding_basis="probabilities",
        finding_reasons="Pressure.",
        recommendation="child_in_need",
        started_at=at,
        started_by=sender,
        submitted_at=at,
        submitted_by=sender,
        authorised_at=at,
        authorised_by=manager,
    )
    Screening.objects.create(case=case, receipt=receipt, outcome="accepted", reasons="Abusive.", at=at, by=manager)
    return case


def _receipt(case: Case, referral: Referral, at: datetime) -> Receipt:
    found = Receipt.objects.filter(case=case, destination=Destination.YOS).first()
    return found or Receipt.objects.create(case=case, referral=referral, destination=Destination.YOS, received_at=at)


def ready(
    sender: User, lead: User, co_worker: User | None, manager: User, at: datetime, *, lasts: int = 300, **changes: Any
) -> Case:
    """The same, with consent of the young person, who was found able to decide, and an accredited lead."""
    before = at - timedelta(hours=2)
    case = accepted(sender, manager, before, **changes)
    for user, role in ((lead, Role.YOS_OFFICER), (co_worker, Role.SOCIAL_WORKER), (manager, Role.YOS_MANAGER)):
        if user is not None and not case.involvements.open().filter(user=user).exists():
            put_on(case, user, role, before)
    accredit(lead, manager, at, lasts=lasts)
    requests.name_lead(case=case, lead=lead, co_worker=co_worker, reason="", by=manager, at=at)
    agrees(case, lead, at)
    return case


def accredit(user: User, manager: User, at: datetime, *, lasts: int = 300) -> None:
    today = clock.local_date(at)
    requests.accredit(
        user=user,
        edition="2012",
        accredited_on=date(2020, 1, 1),
        expires_on=today + timedelta(days=lasts),
        certificate=f"C-{user.pk}",
        by=manager,
        at=at,
    )


def agrees(case: Case, by: User, at: datetime, reply: str = "agrees") -> None:
    """The young person answers about taking part."""
    said_no = reply in ("refuses", "withdraws")
    answer = Answered(
        purpose="take_part",
        giver="young_person",
        reply=reply,
        answered_on=clock.local_date(at),
        method="in_person",
        interpreter="not_needed",
        told=("explicit", "private", "disclosed", "stop"),
        able=None if said_no else True,
        reasoning="" if said_no else "He said it back in his own words.",
        parent_told="" if said_no else "His mother was told the same day.",
        reasons="He does not want to." if said_no else "",
        next_offer_on=clock.local_date(at) + timedelta(days=28) if said_no else None,
    )
    consent.record_answer(case=case, answer=answer, by=by, at=at)
