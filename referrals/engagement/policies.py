"""May this person, and does the state allow it: every refusal between the end of an enquiry and the family's answer."""

from datetime import date

from hsb.agencies.profile import profile
from hsb.cases.models import Case
from hsb.errors import ActionNotAllowed
from referrals.models import DecisionToEngage, OfferResponse, Receipt, Referral


def check_day(day: date, today: date, what: str) -> None:
    """Only what has happened is recorded."""
    if day > today:
        raise ActionNotAllowed(f"{what} cannot be after today. Enter the day it happened.")


def check_can_offer(case: Case) -> None:
    """The offer of this work is made to a young person and their family."""
    if not case.has_displayed:
        raise ActionNotAllowed("This work is offered to the young person. Support for this child is in their own plan.")


def check_refusal_is_followed(response: str, what_next: str) -> None:
    """A refusal closes nothing: somebody says what is done next (P6.1)."""
    if response == OfferResponse.REFUSED and not what_next.strip():
        raise ActionNotAllowed(
            "They refused. The case stays open: say when it will be offered again, or what is done to keep children safe instead."
        )


def check_can_refer_to_yos(
    case: Case, referral: Referral | None, decision: DecisionToEngage | None, receipt: Receipt | None
) -> None:
    """A young person is referred once it was decided to engage, when YOS does not already have the referral."""
    yos = profile().name("yos")
    if not case.has_displayed:
        raise ActionNotAllowed(f"{yos} is asked to work with the young person, not with any other child.")
    if case.merged_into_id is not None:
        raise ActionNotAllowed("This record is joined to another. Refer from that one.")
    if receipt is not None and receipt.closed_at is None:
        raise ActionNotAllowed(f"{yos} already has this referral. Its decision is on the case page.")
    if decision is None:
        raise ActionNotAllowed("Record the decision to engage first: it says why help is offered.")
    if not decision.engage:
        raise ActionNotAllowed("It was decided not to engage. Record a new decision first if that has changed.")
    if referral is None:
        raise ActionNotAllowed("There is no referral on this case to send. Make one first.")
