"""What a meeting's kind and state allow, and who may do it; every refusal a sentence that says what to do."""

from collections.abc import Iterable
from datetime import date, datetime

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Membership
from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.cases.models import Case, CaseDenied
from hsb.errors import AccessDenied, ActionNotAllowed
from referrals.models import DecisionState, MashDecision
from strategy_meetings.meetings.kinds import Kind
from strategy_meetings.meetings.parts import Missing
from strategy_meetings.meetings.states import COMING, TRANSITIONS, WRITTEN_ON, MeetingState
from strategy_meetings.models import Invitation, Meeting
from strategy_meetings.models.meetings import InvitationState


def job_at(person: User, agency_id: int | None, on: date) -> Membership | None:
    """Answer in which job the person works for that agency on a day; None where they do not."""
    return next((one for one in agencies.own_memberships(person, on) if one.agency.pk == agency_id), None)


def check_can_stand_for(invitation: Invitation, person: User, *, on: date) -> None:
    """Who comes instead of somebody called works for the same agency and is somebody else."""
    if not person.is_active:
        raise ActionNotAllowed(f"{person.full_name} has left. Choose another colleague.")
    if invitation.state == InvitationState.REMOVED or invitation.state == InvitationState.LEFT_OUT:
        raise ActionNotAllowed("Nobody is called here any more. Reload the page to see who is.")
    if person.pk == invitation.user_id:
        raise ActionNotAllowed(f"{person.full_name} is called already. Choose who comes instead.")
    if job_at(person, invitation.agency_id, on) is None:
        raise ActionNotAllowed(
            f"{person.full_name} does not work for the agency that is called. Ask the chair to call them besides."
        )


def check_may_convene(kind: Kind, by: User, *, on: date) -> None:
    """Only the roles of the table convene; everybody else may ask."""
    if not _roles(by, on) & set(kind.convenes):
        who = " or ".join(role.label for role in kind.convenes)
        raise AccessDenied(f"Only a {who} calls this meeting. Ask for one, and say why.")


def check_can_chair(kind: Kind, chair: User, cases: Iterable[Case], *, on: date) -> None:
    """The chair holds a role of the table, may see every child, and did not propose the decision the meeting follows."""
    children = list(cases)
    if not chair.is_active:
        raise ActionNotAllowed(f"{chair.full_name} has left. Choose another chair.")
    held = Membership.objects.current(on).filter(user=chair).values_list("agency_role__role", flat=True)
    if not {Role(role) for role in held} & set(kind.chairs):
        who = " or ".join(role.label for role in kind.chairs)
        raise ActionNotAllowed(f"A {who} chairs this meeting. Choose another chair.")
    check_no_conflict(chair, children)
    if kind.chair_is_not == "proposer" and proposed_by(chair, children):
        raise ActionNotAllowed(
            f"{chair.full_name} proposed the decision this meeting follows. Somebody else has to chair it."
        )


def proposed_by(person: User, cases: Iterable[Case]) -> bool:
    """Answer whether the latest approved MASH decision on one of these children was this person's proposal."""
    for case in cases:
        last = (
            MashDecision.objects.filter(case=case, state=DecisionState.APPROVED)
            .order_by("-approved_at")
            .values_list("proposed_by", flat=True)
            .first()
        )
        if last == person.pk:
            return True
    return False


def check_no_conflict(chair: User, cases: Iterable[Case]) -> None:
    """A declared conflict is a denial of the record: who must not see a child does not chair a meeting about them."""
    if CaseDenied.objects.filter(user=chair, case__in=list(cases)).exists():
        raise ActionNotAllowed(
            f"{chair.full_name} must not see every child of this meeting. Hand over the chair first."
        )


def check_is_coming(meeting: Meeting) -> None:
    if meeting.state not in COMING:
        raise ActionNotAllowed("This meeting is over. Reload the page to see how it stands.")


def may_except(kind: Kind) -> bool:
    """Whether the chair may record why a meeting of this kind counts though an agency of its quorum was not there: as the
    partnership’s profile says, else as the table of kinds does."""
    allowed = profile().settings.get("quorum_exceptions")
    return kind.exception_allowed if allowed is None else kind.key in allowed


def check_can_move(meeting: Meeting, to: MeetingState) -> None:
    """Raise when the table of states has no such step."""
    if to not in TRANSITIONS[MeetingState(meeting.state)]:
        raise ActionNotAllowed(
            f"This meeting is “{MeetingState(meeting.state).label}”. Reload the page to see what can be done now."
        )


def check_can_write(meeting: Meeting) -> None:
    """The record is written from the start of the meeting until the chair has approved it."""
    if meeting.state in WRITTEN_ON:
        return
    if meeting.state == MeetingState.CALLED:
        raise ActionNotAllowed("The meeting has not begun. Press “Begin the meeting” first.")
    raise ActionNotAllowed("This record is closed. What is wrong in approved minutes is put right by an amendment.")


def check_when_held(started: datetime, ended: datetime, *, at: datetime) -> None:
    """What is recorded as held lies in the past, and ends after it began."""
    if started > at or ended > at:
        raise ActionNotAllowed("Enter a time that has passed: a meeting still to come is called, not recorded.")
    if ended < started:
        raise ActionNotAllowed("Enter an end that is after the beginning.")


def check_after_referral(cases: Iterable[Case], started: datetime, said_why: str) -> None:
    """A discussion before anything was referred is asked about: it is usually a wrong date."""
    if said_why.strip():
        return
    for case in cases:
        if started < case.opened_at:
            when = f"{clock.local_date(case.opened_at):%-d %B %Y}"
            raise ActionNotAllowed(
                f"That is before the referral of {case.label} arrived ({when}). Check the date, or say why it came first."
            )


def check_starts_later(starts_at: datetime, *, at: datetime) -> None:
    if starts_at <= at:
        raise ActionNotAllowed("Choose a time still to come. What has been held already is recorded, not called.")


def check_action_due(due_on: date, meeting: Meeting) -> None:
    """Nothing can be due before the meeting that asks for it."""
    held_on = clock.local_date(meeting.starts_at)
    if due_on < held_on:
        raise ActionNotAllowed(f"Choose {held_on:%-d %B %Y} or later: an action cannot be due before its meeting.")


def check_is_complete(missing: list[Missing]) -> None:
    """Nothing compulsory is missing; else the sentence says whose and which."""
    if missing:
        said = "; ".join(one.sentence for one in missing)
        raise ActionNotAllowed(f"Still missing: {said}. Write it, then approve.")


def check_is_chair(meeting: Meeting, by: User) -> None:
    if meeting.chair_id not in set(agencies.stands_for(by)):
        raise AccessDenied("Only the chair does this. The chair can be handed over, with a reason.")


def _roles(person: User, on: date) -> set[Role]:
    return {membership.role for membership in agencies.memberships(person, on)}
