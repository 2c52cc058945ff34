"""May this person, and does the state allow it: every refusal about custody, as a sentence."""

from datetime import date

from aim2.custody.queries import Aim
from aim2.custody.terms import DETENTION
from aim2.models import Assessment, CustodyStay
from aim2.proceedings.standing import CustodyNow
from hsb.accounts.models import User
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied, ActionNotAllowed

YOS = frozenset({Role.YOS_MANAGER, Role.YOS_OFFICER, Role.COURT_OFFICER})
LOCAL_AUTHORITY = frozenset({Role.SOCIAL_WORKER, Role.CSWS_MANAGER})
DATES = YOS | {Role.SECURE_WORKER}
HAND_OVER = frozenset({Role.YOS_MANAGER, Role.YOS_OFFICER})
LEADS = frozenset({Role.YOS_OFFICER, Role.SECURE_WORKER})


def check_is(opened: OpenCase, roles: frozenset[Role], words: str) -> None:
    """Raises AccessDenied with these words for those in none of the roles."""
    if not opened.roles & roles:
        raise AccessDenied(words)


def check_may_open(opened: OpenCase) -> None:
    """YOS lets an establishment on to the record."""
    check_is(opened, YOS, "The youth offending service opens the establishment’s part. Ask the YOS officer.")


def check_can_arrive(
    held: CustodyNow | None, agency: Agency | None, worker_is_theirs: bool, *, since: date, today: date
) -> None:
    """Somebody is held, at an establishment that the partnership knows, since a day that has come."""
    if held is None or held.kind not in DETENTION:
        raise ActionNotAllowed(
            "Nobody is in custody by what is recorded. The court officer records the remand or the sentence first."
        )
    if agency is None or agency.kind != AgencyKind.SECURE:
        raise ActionNotAllowed("Choose the establishment. An administrator adds one that is missing.")
    if not worker_is_theirs:
        raise ActionNotAllowed("Choose somebody who works at that establishment, or nobody.")
    if since > today:
        raise ActionNotAllowed("Enter a day that has come: the establishment sees the record from when they are there.")
    if since < held.since:
        raise ActionNotAllowed("Enter a day that is not before the remand or the sentence.")


def check_none_open(stay: CustodyStay | None) -> None:
    """One establishment at a time."""
    if stay is not None:
        raise ActionNotAllowed(f"They are at {stay.agency.name}. Record the move instead.")


def check_can_move(stay: CustodyStay | None, agency: Agency | None, *, since: date) -> CustodyStay:
    """From one establishment to another, not before they came to the first."""
    if stay is None:
        raise ActionNotAllowed("No establishment has a part on this record. Open it first.")
    if agency is not None and agency.pk == stay.agency_id:
        raise ActionNotAllowed(f"They are at {stay.agency.name} already. Choose the establishment they moved to.")
    if since < stay.since:
        raise ActionNotAllowed("Enter a day that is not before they came to where they are now.")
    return stay


def check_work_goes_on(
    assessment: Assessment | None, left: list[int], lead: User | None, co_worker: User | None
) -> None:
    """An assessment led from the establishment that is left has another lead from that day; so has its co-worker's part."""
    if assessment is None:
        return
    if (lead.pk if lead else assessment.lead_id) in left:
        raise ActionNotAllowed(
            f"{assessment.lead.full_name} leads the assessment and loses access with the move. Choose who leads it now."
        )


def check_can_hand_over(aim: Aim, stay: CustodyStay | None) -> Assessment:
    """A running assessment goes on in custody."""
    if stay is None:
        raise ActionNotAllowed("Open the establishment’s part first: the assessment is handed over to somebody there.")
    if not aim.to_hand_over:
        raise ActionNotAllowed("No assessment is being written. A signed one is sent; else a new one is begun.")
    assert aim.assessment is not None
    return aim.assessment


def check_accredited(lead: User | None, accredited: bool, called: str) -> None:
    """Whoever leads is accredited; where nobody there is, the home YOS officer leads and the establishment co-works."""
    if lead is None:
        raise ActionNotAllowed("Choose who leads.")
    if not accredited:
        raise ActionNotAllowed(
            f"{lead.full_name} is not accredited for {called} today. Where nobody at the establishment is, the home "
            "YOS officer leads and the establishment co-works."
        )


def check_one_is_there(people: list[User | None], there: list[int]) -> None:
    """Handed over means that somebody at the establishment leads or co-works."""
    if not any(one is not None and one.pk in there for one in people):
        raise ActionNotAllowed("Choose somebody at the establishment as lead or as co-worker.")


def check_sees_the_record(user: User, agency: Agency, *, elsewhere: bool) -> None:
    """Only the establishment where the young person is works with them: whoever is at another one may not see this record."""
    if elsewhere:
        raise ActionNotAllowed(
            f"{user.full_name} works at another establishment, which may not see this record. Choose somebody at {agency.name}, or of "
            "the home service."
        )


def check_can_send(aim: Aim, stay: CustodyStay | None) -> Assessment:
    """A signed assessment of this matter spares a new one."""
    if stay is None:
        raise ActionNotAllowed("Open the establishment’s part first: it is sent to somebody there.")
    if aim.assessment is None or not aim.is_final:
        raise ActionNotAllowed("There is no signed assessment. One that is being written is handed over instead.")
    if not aim.of_this_matter:
        raise ActionNotAllowed(
            "The signed assessment was finished before this matter was known, so it does not stand for a new one. "
            "AIM2 is begun in custody before the first review."
        )
    return aim.assessment


def check_dates(held: CustodyNow | None, *, first_review_on: date | None, release_on: date | None, today: date) -> None:
    """A review to come, and a release after it."""
    if held is None:
        raise ActionNotAllowed("Nobody is in custody by what is recorded.")
    if first_review_on is None and release_on is None:
        raise ActionNotAllowed("Enter the day of the first review, or of the expected release.")
    if first_review_on is not None and first_review_on < today:
        raise ActionNotAllowed(
            "Enter the day of a review that is still to come. One that was held is recorded as held."
        )
    if release_on is not None and release_on < today:
        raise ActionNotAllowed(
            "Enter a release that is still to come. One that has happened is recorded by the court officer."
        )
    if first_review_on and release_on and release_on < first_review_on:
        raise ActionNotAllowed("Enter a release that is not before the first review.")


def check_text(text: str) -> None:
    """It says something."""
    if not text.strip():
        raise ActionNotAllowed("Write what the establishment must know.")


def check_plan(*, dated: date, today: date, author: str, somewhere: bool) -> None:
    """A plan has a day that has come, somebody who wrote it, and a place."""
    if dated > today:
        raise ActionNotAllowed("Enter the day the plan was written. A day to come cannot be recorded.")
    if not author.strip():
        raise ActionNotAllowed("Say who wrote it.")
    if not somewhere:
        raise ActionNotAllowed("Choose the document on this record, or say where the plan is kept.")
