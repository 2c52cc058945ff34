"""Whose move a clock is, who manages it, and what its state allows people to do about it."""

from datetime import date, datetime

from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, RecordClass, manager_of
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.timeliness.calendar import add_months
from hsb.timeliness.delay_reasons import NEEDS_WORDS, Reason
from hsb.timeliness.english import long_date
from hsb.timeliness.extension_reasons import ExtensionReason
from hsb.timeliness.facts import PAUSED, State
from hsb.timeliness.fold import fell_due
from hsb.timeliness.models import Deadline
from hsb.timeliness.moves import is_to_approve
from hsb.timeliness.policies import check_pause_allowed
from hsb.timeliness.standards import PauseReason, Standard

LONGEST_EXTENSION = 12
"""Months from today. What takes longer is a new plan, not a later date."""


def is_their_move(opened: OpenCase, deadline: Deadline) -> bool:
    """Answer whether the clock waits for the reader now: for their own step, or to approve what a colleague has finished."""
    if is_to_approve(deadline):
        return deadline.approval_role in opened.roles and deadline.finished_by_id != opened.user.pk
    return is_theirs(opened, deadline)


def is_theirs(opened: OpenCase, deadline: Deadline) -> bool:
    """Answer whether the clock is the reader's work: by role, or by agency where the standard names no role; what is asked of one
    agency is nobody's at another of its kind."""
    if deadline.owner_person_id:
        return deadline.owner_person_id in agencies.stands_for(opened.user)
    if deadline.owner_agency_id:
        held = {str(m.role) for m in agencies.memberships(opened.user) if m.agency.pk == deadline.owner_agency_id}
        return deadline.owner_role in held if deadline.owner_role else bool(held)
    if deadline.owner_role:
        return deadline.owner_role in {str(role) for role in opened.roles}
    return deadline.owner_kind in {str(i.agency.kind) for i in opened.involvements if i.agency and i.role}


def may_know(opened: OpenCase, deadline: Deadline) -> bool:
    """Answer whether the reader may know that the clock runs: of a private one (a disagreement's) those whose move it is, and
    those who read every disagreement."""
    return not deadline.private or is_theirs(opened, deadline) or opened.may(RecordClass.ESCALATION, Level.READ)


def manages(opened: OpenCase, deadline: Deadline) -> bool:
    """Answer whether the reader manages, on this case, those whose move the clock is."""
    return manager_of(deadline.owner_kind) in opened.roles


def answers_for(opened: OpenCase, deadline: Deadline) -> bool:
    """Answer whether the reader answers for the clock: it is their move, or that of people they manage."""
    return is_theirs(opened, deadline) or manages(opened, deadline)


def _check_not_private(deadline: Deadline) -> None:
    """Nobody does anything about a private clock as such: it would stand in the chronology, which has more readers."""
    if deadline.private:
        raise AccessDenied("This date is between those it concerns. Say what there is to say there.")


def check_answers_for(opened: OpenCase, deadline: Deadline) -> None:
    """Raise AccessDenied for somebody whose move it is not, nor their people's; for everybody where the clock is private."""
    _check_not_private(deadline)
    if not answers_for(opened, deadline):
        raise AccessDenied("Only those whose move this is, or their manager, can do this.")


def check_was_late(deadline: Deadline, at: datetime) -> date:
    """Answer the day the clock was missed, whether or not the sweep has come by; raise when it was not."""
    day = fell_due(deadline, at)
    if day is None:
        raise ActionNotAllowed(
            f"“{deadline.title}” was not late, so there is nothing to explain. Reload the page to see where it stands."
        )
    return day


def check_can_explain(deadline: Deadline, reason: Reason, text: str, at: datetime) -> date:
    """Answer the day that was missed; raise when nothing was, or “another reason” says none."""
    day = check_was_late(deadline, at)
    if reason in NEEDS_WORDS and not text.strip():
        raise ActionNotAllowed("Say in a few words what the other reason was.")
    return day


def check_manages(opened: OpenCase, deadline: Deadline) -> None:
    """Raise AccessDenied for anybody but the manager of those whose move the clock is; for everybody where it is private."""
    _check_not_private(deadline)
    if not manages(opened, deadline):
        raise AccessDenied(f"Only a {manager_of(deadline.owner_kind).label} on this record can agree a later date.")


def check_can_be_extended(deadline: Deadline) -> None:
    """Raise when the clock has ended, or there is no date to put a later one beside."""
    _check_runs(deadline)
    if deadline.due_on is None:
        raise ActionNotAllowed(f"“{deadline.title}” has no due date, so there is nothing to extend.")
    if not deadline.adopted:
        raise ActionNotAllowed(
            f"The date of “{deadline.title}” is a suggestion nobody has adopted: it is never late, so there is nothing to extend."
        )


def check_can_extend(deadline: Deadline, until: date, text: str, today: date) -> None:
    """Raise when the new date is not later than what is agreed already, is in the past or too far ahead, or nobody says why."""
    check_can_be_extended(deadline)
    assert deadline.due_on is not None
    agreed = max(deadline.due_on, deadline.extended_to or deadline.due_on)
    if until <= agreed:
        raise ActionNotAllowed(f"Choose a day after {long_date(agreed)}: that is the date already.")
    if until < today:
        raise ActionNotAllowed("Choose a day that is still to come.")
    if until > (last := add_months(today, LONGEST_EXTENSION)):
        raise ActionNotAllowed(
            f"Choose a day up to {long_date(last)}: more than {LONGEST_EXTENSION} months ahead nobody can hold to."
        )
    if not text.strip():
        raise ActionNotAllowed("Say why more time is needed, and what happens meanwhile.")


def check_is_coordinated(standard: Standard, reason: ExtensionReason, coordinator: str) -> None:
    """Raise when an intervention gets more time for a learning need and nobody coordinates it across agencies (P2.2, P5.10)."""
    if standard.coordinated and reason == ExtensionReason.LEARNING_NEEDS and not coordinator.strip():
        raise ActionNotAllowed("Name who coordinates the work across agencies while it takes longer.")


def check_ever_pauses(standard: Standard) -> None:
    """Raise when the standard knows no reason to stand still."""
    if not standard.pause_reasons:
        raise ActionNotAllowed(
            f"“{standard.title}” never pauses, and does not wait for a criminal investigation either: the policy (6.2) says that"
            " help need not be held up. If more time is needed, a manager can agree a later date, with a reason."
        )


def check_can_pause(deadline: Deadline, standard: Standard, reason: PauseReason | str, at: datetime) -> None:
    """Raise when the clock does not run or is late already, or its standard does not know the reason (P6.2)."""
    check_pause_allowed(standard, reason)
    check_could_pause(deadline, at)


def check_could_pause(deadline: Deadline, at: datetime) -> None:
    """Raise when, whatever the reason, the clock cannot be paused now."""
    _check_runs(deadline)
    if deadline.state == State.PAUSED:
        raise ActionNotAllowed(f"“{deadline.title}” stands still already.")
    if deadline.late_at is not None and at >= deadline.late_at:
        raise ActionNotAllowed(
            f"“{deadline.title}” is late already, and a pause would not change that. Say why it was late instead."
        )


def check_can_resume(deadline: Deadline, began_by: str) -> None:
    """Raise when the clock does not stand still, or by an event (whose code is `began_by`) rather than because somebody asked."""
    _check_runs(deadline)
    if deadline.state != State.PAUSED:
        raise ActionNotAllowed(f"“{deadline.title}” is not standing still. Reload the page to see where it stands.")
    if began_by != PAUSED:
        reason = deadline.paused_spans[-1]["reason"]
        raise ActionNotAllowed(
            f"“{deadline.title}” stands still because {reason}. It goes on by itself when that ends."
        )


def _check_runs(deadline: Deadline) -> None:
    if not deadline.is_running:
        raise ActionNotAllowed(f"“{deadline.title}” has ended. Reload the page to see how.")
