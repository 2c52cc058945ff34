"""What is refused of an agreement on work before trial (P6.2)."""

from datetime import date

from aim2.models import PreTrialAgreement
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Role
from hsb.cases.models import Case
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.ui.words import long_date

MAY_RECORD = frozenset({Role.POLICE_OFFICER, Role.YOS_OFFICER, Role.YOS_MANAGER})


def check_may_record(by: User) -> None:
    """Police and YOS keep the agreement."""
    if not MAY_RECORD & agencies.roles(by):
        raise AccessDenied("Police and YOS keep this agreement. Ask one of them to record it.")


def check_can_ask(case: Case, open_now: PreTrialAgreement | None, *, proceedings_open: bool) -> None:
    """One agreement at a time, while a trial may still come."""
    if case.is_harmed:
        raise ActionNotAllowed("An agreement is about work with the young person, not with the child harmed.")
    if open_now is not None:
        raise ActionNotAllowed("An agreement is asked for or in force already. End it before asking for another.")
    if not proceedings_open:
        raise ActionNotAllowed("No allegation is open, so no agreement is needed: work is not limited before a trial.")


def check_terms(*, topics: str, proviso: str, young_person_told: str, review_on: date, today: date) -> None:
    """Topics, proviso and review are said, and the young person knows that notes may be disclosed."""
    if not topics.strip():
        raise ActionNotAllowed("Write the topics that may be worked on.")
    if not proviso.strip():
        raise ActionNotAllowed("Write what is left out: the child harmed and the incidents at least.")
    if not young_person_told.strip():
        raise ActionNotAllowed("Say how the young person was told that notes may be disclosed.")
    check_review(review_on, today)


def check_review(review_on: date, today: date) -> None:
    if review_on <= today:
        raise ActionNotAllowed("Choose a review date after today.")


def check_can_answer(
    agreement: PreTrialAgreement, party: str, *, name: str, on: date, today: date, proceedings_open: bool
) -> None:
    """Each party agrees once, by name, on a day not before it was asked; and only while a trial may still come."""
    check_open(agreement)
    if party not in ("police", "cps"):
        raise ActionNotAllowed("Choose who agreed: the police or the Crown Prosecution Service.")
    if getattr(agreement, f"{party}_on") is not None:
        raise ActionNotAllowed("Their answer is recorded already. Reload the page to see it.")
    if not name.strip():
        raise ActionNotAllowed("Write who agreed, by name: an agreement nobody gave is none.")
    if on > today:
        raise ActionNotAllowed(f"The day cannot be after {long_date(today)}. Enter the day they agreed.")
    if not proceedings_open:
        raise ActionNotAllowed(
            "No allegation is open any more: the agreement has ended with the finding or no further action."
        )


def check_open(agreement: PreTrialAgreement) -> None:
    if agreement.ended_at is not None:
        raise ActionNotAllowed("This agreement has ended. Ask for a new one.")


def check_can_review(agreement: PreTrialAgreement, review_on: date, today: date) -> None:
    """Only an agreement of both is in force, and so reviewed."""
    check_open(agreement)
    if not agreement.both_agreed:
        missing = "the CPS" if agreement.cps_on is None else "the police"
        raise ActionNotAllowed(f"It is not in force: {missing} did not agree yet. Record that answer first.")
    check_review(review_on, today)
