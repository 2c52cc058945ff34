"""What the state of a referral lets the Youth Offending Service do next, and who may do it."""

from datetime import date

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power, Role
from hsb.cases.models import Case, CaseDenied
from hsb.cases.states import YouthOffending
from hsb.errors import AccessDenied, ActionNotAllowed
from referrals.models import Receipt, ScreeningOutcome
from referrals.yos.pathways import pathways

WAITING = frozenset({YouthOffending.REFERRED, YouthOffending.SCREENING, YouthOffending.MORE_ASKED})


def check_may_use_inbox(by: User) -> None:
    """Only those who screen for the Youth Offending Service use its inbox."""
    if not agencies.has_power(by, Power.YOS_INBOX):
        raise AccessDenied("The Youth Offending Service keeps this inbox. Ask a YOS manager.")


def check_may_decide(by: User) -> None:
    """A YOS manager accepts, declines and allocates."""
    if not agencies.has_power(by, Power.ALLOCATE_YOS_OFFICER):
        raise AccessDenied("A YOS manager decides on referrals and allocates officers.")


def check_is_waiting(receipt: Receipt) -> None:
    """A referral is decided once."""
    if receipt.closed_at is not None or receipt.case.youth_offending not in WAITING:
        raise ActionNotAllowed("This referral has been decided already. Reload the page to see by whom.")


UNDER = 12


def check_can_screen(
    receipt: Receipt, *, outcome: str, reasons: str, pathway: str, alternative: str, question: str, on: date
) -> None:
    """A decision needs reasons; declining needs an alternative (P4.1); asking needs a question, and is not asked twice at once.

    Who is under 12 on that London day is offered one of the named ways for younger children, where the profile names any.
    """
    check_is_waiting(receipt)
    if outcome not in ScreeningOutcome.values:
        raise ActionNotAllowed("Choose whether to accept, decline or ask for more.")
    if not reasons.strip():
        raise ActionNotAllowed("Say why, so that the family and the referrer can understand it.")
    if outcome == ScreeningOutcome.DECLINED and not alternative.strip():
        raise ActionNotAllowed("Say what is offered instead: nobody is declined without an alternative.")
    if outcome == ScreeningOutcome.DECLINED:
        _check_pathway(receipt.case, pathway, on)
    if outcome == ScreeningOutcome.MORE_ASKED:
        if not question.strip():
            raise ActionNotAllowed("Say what you need to know, and from whom.")
        if receipt.case.youth_offending == YouthOffending.MORE_ASKED:
            raise ActionNotAllowed("More has been asked for already. Record the answer first.")


def _check_pathway(case: Case, pathway: str, on: date) -> None:
    ways = {way.code: way for way in pathways()}
    if pathway and pathway not in ways:
        raise ActionNotAllowed("Choose one of the ways shown.")
    age = case.age_on(on)
    younger = [way for way in ways.values() if way.under_12]
    if age is not None and age < UNDER and younger and (not pathway or not ways[pathway].under_12):
        raise ActionNotAllowed(
            f"This child is {age}. Choose which way for younger children is offered: {', '.join(way.label for way in younger)}."
        )


def check_can_answer(case: Case, text: str) -> None:
    """There must be an open question."""
    if case.youth_offending != YouthOffending.MORE_ASKED:
        raise ActionNotAllowed("Nothing is being asked about this referral now.")
    if not text.strip():
        raise ActionNotAllowed("Write what you know, or that you do not know it.")


def check_can_allocate(case: Case, officer: User, *, holds_it: bool, had_one: bool, reason: str) -> None:
    """An accepted case goes to an officer of the service; changing hands needs a reason."""
    if case.youth_offending not in (YouthOffending.ACCEPTED, YouthOffending.ALLOCATED):
        raise ActionNotAllowed("Accept the referral before you allocate it.")
    if CaseDenied.objects.filter(case=case, user=officer).exists():
        raise ActionNotAllowed("This officer cannot hold this case. Choose another.")
    if Role.YOS_OFFICER not in agencies.own_roles(officer) or not officer.is_active:
        raise ActionNotAllowed(f"{officer.full_name} is not a YOS officer now. Choose somebody who is.")
    if holds_it:
        raise ActionNotAllowed(f"{officer.full_name} holds this case already.")
    if had_one and not reason.strip():
        raise ActionNotAllowed("Say why the case changes hands.")
