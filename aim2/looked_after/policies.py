"""May this person, and does the state allow it: every refusal about looked-after status, as a sentence."""

from datetime import date

from aim2.looked_after.terms import BY_REMAND, LegalBasis
from aim2.models import LookedAfter
from hsb.agencies.permissions import Role
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.errors import AccessDenied, ActionNotAllowed

RECORDERS = frozenset({Role.SOCIAL_WORKER, Role.CSWS_MANAGER})


def may_record(opened: OpenCase) -> bool:
    """Whether it is theirs to say: the social worker and their manager."""
    return bool(opened.roles & RECORDERS)


def check_may_record(opened: OpenCase) -> None:
    """Raises AccessDenied for everybody else."""
    if not may_record(opened):
        raise AccessDenied(
            "The social worker says whether a child is looked after, on which legal basis and since when."
        )


def check_can_start(
    case: Case, standing: list[LookedAfter], *, basis: str, since: date, detail: str, today: date
) -> None:
    """One row for each basis, from a day that has come; an order has a court."""
    if basis in BY_REMAND:
        raise ActionNotAllowed("The court officer records the remand. The status follows from it, and ends with it.")
    if any(one.basis == basis for one in standing):
        raise ActionNotAllowed(f"“{LegalBasis(basis).label}” stands already. End that one first, or choose another.")
    if since > today:
        raise ActionNotAllowed("Enter a day that has come: nobody is looked after from a day in the future.")
    if case.born_on is not None and since < case.born_on:
        raise ActionNotAllowed("Enter a later day: that one lies before the child was born.")
    if not detail.strip():
        raise ActionNotAllowed("Say which court made the order and when, or who agreed under section 20.")


def check_can_end(spell: LookedAfter, *, until: date, today: date) -> None:
    """It stands, and ends on a day that has come."""
    if spell.ended_at is not None:
        raise ActionNotAllowed("This has ended already.")
    if spell.basis in BY_REMAND:
        raise ActionNotAllowed("This status follows from the remand: it ends when the court officer records its end.")
    if until > today:
        raise ActionNotAllowed("Enter a day that has come.")
    if until < spell.since:
        raise ActionNotAllowed("Enter a day that is not before the beginning.")


def check_can_deny(case: Case, standing: list[LookedAfter]) -> None:
    """Only what was claimed, and nobody has recorded, is answered with no."""
    if standing:
        raise ActionNotAllowed("A legal basis is recorded. End that one instead.")
    if not case.looked_after:
        raise ActionNotAllowed("Nobody has said that this child is looked after.")
