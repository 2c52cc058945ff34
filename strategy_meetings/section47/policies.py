"""May this person, and does the state allow it: every refusal about a section 47 enquiry, as a sentence."""

from collections.abc import Collection
from datetime import date

from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.errors import ActionNotAllowed
from strategy_meetings.models import Section47
from strategy_meetings.section47.states import WAYS, Kind, Outcome, State


def check_can_begin(*, kind: str, joint_officer: str, began_on: date, today: date) -> None:
    """An enquiry begins on a day that has come; a joint one names its police officer."""
    if began_on > today:
        raise ActionNotAllowed("The day it began cannot be after today. Enter the day of the discussion or decision.")
    if kind == Kind.JOINT and not joint_officer.strip():
        raise ActionNotAllowed(
            "A joint enquiry has a police officer. Say who, or that the police have still to name one."
        )


def check_can_write(enquiry: Section47) -> None:
    """Its words change until the outcome is proposed, and again when it was returned."""
    if enquiry.state == State.PROPOSED:
        raise ActionNotAllowed("The outcome is waiting for a manager. It can be changed when it has been returned.")
    if enquiry.state == State.ENDED:
        raise ActionNotAllowed("This enquiry has ended and no longer changes. What is new belongs in the next one.")


def check_is_open(enquiry: Section47) -> None:
    """Who leads may change as long as it has not ended."""
    if enquiry.state == State.ENDED:
        raise ActionNotAllowed("This enquiry has ended and no longer changes. What is new belongs in the next one.")


def check_days(*, seen_alone_on: date | None, began_on: date, today: date) -> None:
    """A child is seen for an enquiry on a day that has come, not before it began."""
    if seen_alone_on is None:
        return
    if seen_alone_on > today:
        raise ActionNotAllowed("The day the child was seen cannot be after today. Enter the day it happened.")
    if seen_alone_on < began_on:
        raise ActionNotAllowed("The child was seen before the enquiry began. Check the day.")


def missing(enquiry: Section47, *, has_safety_plan: bool) -> list[str]:
    """Answer a sentence for each thing still needed before the outcome can be proposed."""
    found = []
    if enquiry.seen_alone_on is None and not enquiry.not_seen_reason.strip():
        found.append("Say on which day the child was seen alone, or why not.")
    if not enquiry.medical:
        found.append("Say whether there is a medical.")
    if not enquiry.interview:
        found.append("Say whether there is a recorded interview.")
    if not enquiry.enquiries.strip():
        found.append("Write what the enquiry found.")
    if not enquiry.outcome:
        found.append("Choose the outcome.")
    elif not enquiry.reasons.strip():
        found.append("Give the reasons for the outcome.")
    ways = WAYS[Outcome(enquiry.outcome)] if enquiry.outcome else frozenset()
    if ways and enquiry.then not in ways:
        found.append("Choose what happens next for this child after this outcome.")
    found += _needs_a_plan(enquiry, has_safety_plan)
    return found


def _needs_a_plan(enquiry: Section47, has_safety_plan: bool) -> list[str]:
    if enquiry.outcome != Outcome.CONTINUING_RISK or has_safety_plan:
        return []
    return ["A risk continues: agree a safety plan for this child first, to hold until the conference."]


def check_can_propose(enquiry: Section47, *, has_safety_plan: bool) -> None:
    """Everything a manager needs to authorise the outcome is there."""
    check_can_write(enquiry)
    for sentence in missing(enquiry, has_safety_plan=has_safety_plan):
        raise ActionNotAllowed(sentence)


def check_can_answer(enquiry: Section47, by: User) -> None:
    """A manager who did not propose the outcome authorises or returns it."""
    if enquiry.state != State.PROPOSED:
        raise ActionNotAllowed("No outcome is waiting for a manager. Reload the page to see where it stands.")
    if enquiry.proposed_by_id == by.pk:
        raise ActionNotAllowed("You proposed this outcome. Another manager authorises it.")


def check_can_authorise(enquiry: Section47, by: User, *, has_safety_plan: bool) -> None:
    """As `check_can_answer`; and where a risk continues, the safety plan is still in force."""
    check_can_answer(enquiry, by)
    for sentence in _needs_a_plan(enquiry, has_safety_plan):
        raise ActionNotAllowed(sentence)


def check_as_read(enquiry: Section47, version: int) -> None:
    """A manager answers what they read, not what was written since they opened the page."""
    if enquiry.version != version:
        raise ActionNotAllowed("This was changed after you opened it. Read it again before you answer it.")


def check_can_do_without(enquiry: Section47, by: User, contacts: Collection[int], reasons: str) -> None:
    """Whom the partnership named as escalation contact of children's social work may decide that no conference is held although a
    risk continues, with reasons; never who authorised the outcome."""
    csws = profile().name("csws")
    if not enquiry.awaits_conference:
        raise ActionNotAllowed("No conference is waited for. Reload the page to see where it stands.")
    if enquiry.authorised_by_id == by.pk:
        raise ActionNotAllowed(
            f"You authorised the outcome. Whether to do without a conference is decided by another escalation contact of {csws}."
        )
    if by.pk not in contacts:
        raise ActionNotAllowed(f"Only an escalation contact of {csws} decides that no conference is held.")
    if not reasons.strip():
        raise ActionNotAllowed("Give the reasons for holding no conference although a risk continues.")
