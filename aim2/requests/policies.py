"""What is refused of a request for AIM2, of who leads it, and of accreditation (P2.2, P4.1, P6.3)."""

from datetime import date

from aim2.models import Aim2Request
from aim2.proceedings.queries import MayAsk
from aim2.requests.states import TRANSITIONS, NarrativeReason, RequestState, Suits
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Power, Role
from hsb.cases.models import Case, CaseDenied
from hsb.errors import AccessDenied, ActionNotAllowed


def check_may_ask(by: User) -> None:
    """The police ask for AIM2 (P6.3)."""
    if Role.POLICE_OFFICER not in agencies.roles(by):
        raise AccessDenied("This request is made by the police. Others refer to YOS, or ask in the meeting.")


def check_may_decide(by: User) -> None:
    """A YOS manager answers requests, names the lead and lets a narrative begin."""
    if not agencies.has_power(by, Power.ALLOCATE_YOS_OFFICER):
        raise AccessDenied("A YOS manager decides this. You can ask one on the record.")


def check_can_ask(case: Case, open_now: Aim2Request | None, admitted: MayAsk, asks: str) -> None:
    """With an admission, confirmed, on one allegation at least; one request at a time."""
    if case.is_harmed:
        raise ActionNotAllowed("AIM2 is asked for the young person, not for the child harmed.")
    if open_now is not None:
        raise ActionNotAllowed(
            "The police have asked already, and YOS has not answered. Its answer will be on this page."
        )
    if not admitted.yes:
        raise ActionNotAllowed(admitted.why)
    if not asks.strip():
        raise ActionNotAllowed("Write what you need AIM2 for, and by when.")


def check_can_answer_request(held: Aim2Request, to: str, *, text: str, alternative: str) -> None:
    """A request is answered once, with a reason; declining names an alternative."""
    if to not in RequestState.values or RequestState(to) not in TRANSITIONS[RequestState(held.state)]:
        raise ActionNotAllowed(
            "More has been asked for, and the police have not answered."
            if held.state == RequestState.MORE_ASKED
            else "This request has been answered already. Reload the page to see how."
        )
    if not text.strip():
        raise ActionNotAllowed(
            "Say why, or what you need to know." if to != RequestState.OPEN else "Write your answer."
        )
    if to == RequestState.DECLINED and not alternative.strip():
        raise ActionNotAllowed("Name what is offered instead: nobody is declined without an alternative.")


def check_can_lead(case: Case, lead: User, co_worker: User | None, *, accredited: bool) -> None:
    """The lead is accredited today; who may not see the case neither leads nor co-works."""
    if case.is_harmed:
        raise ActionNotAllowed("AIM2 is work with the young person, not with the child harmed.")
    if not accredited:
        raise ActionNotAllowed(
            f"{lead.full_name} is not accredited today, so may co-work but not lead. Choose somebody who is, or record the "
            "accreditation first."
        )
    for one in (lead, co_worker):
        if one is not None and (not one.is_active or CaseDenied.objects.filter(case=case, user=one).exists()):
            raise ActionNotAllowed(f"{one.full_name} cannot work on this record. Choose somebody else.")
    if co_worker is not None and co_worker.pk == lead.pk:
        raise ActionNotAllowed("Choose two people: the lead cannot co-work with themselves.")


def check_can_accredit(
    user: User, by: User, *, accredited_on: date, expires_on: date, certificate: str, today: date
) -> None:
    """A manager records it of a colleague of their own service, never of themselves, having seen the certificate.

    A secure establishment has no manager here: a YOS manager records it of those who work there.
    """
    if Power.MANAGE_TEAM not in agencies.powers(by):
        raise AccessDenied("A manager records accreditations.")
    if user.pk == by.pk:
        raise ActionNotAllowed("Nobody records their own accreditation. Ask another manager.")
    theirs, own = agencies.own_memberships(user), agencies.memberships(by)
    in_custody = any(m.agency.kind == AgencyKind.SECURE for m in theirs) and any(
        m.agency.kind == AgencyKind.YOS for m in own
    )
    if not in_custody and not {m.agency.pk for m in theirs} & {m.agency.pk for m in own}:
        raise ActionNotAllowed(f"{user.full_name} works at another agency. Their own manager records it.")
    if accredited_on > today:
        raise ActionNotAllowed("The accreditation cannot begin after today. Enter the date on the certificate.")
    if expires_on < accredited_on:
        raise ActionNotAllowed("It ends before it begins. Check both dates.")
    if not certificate.strip():
        raise ActionNotAllowed("Write the certificate’s number, and that you have seen it.")


def check_can_judge_tool(suits: str, *, reasons: str, changes: str, alternative: str) -> None:
    """Why, always; which changes, or which other tool (P2.2)."""
    if suits not in Suits.values:
        raise ActionNotAllowed("Say whether AIM2 suits how the young person learns.")
    if not reasons.strip():
        raise ActionNotAllowed("Say why: what is known of how the young person learns, and from whom.")
    if suits == Suits.WITH_CHANGES and not changes.strip():
        raise ActionNotAllowed("Say which changes: shorter sessions, pictures, somebody beside them.")
    if suits == Suits.NO and not alternative.strip():
        raise ActionNotAllowed("Name the tool used instead.")


def check_can_override(why: str, reasons: str) -> None:
    """A reason the partnership knows, in the manager's words."""
    if why not in NarrativeReason.values:
        raise ActionNotAllowed("Choose why the assessment is written as a narrative only.")
    if not reasons.strip():
        raise ActionNotAllowed("Give your reasons: they stand in every output.")
