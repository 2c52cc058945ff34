"""Whose move a clock is, who manages it, and what its state allows people to do about it."""

from hsb.agencies.permissions import manager_of
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.timeliness.delay_reasons import NEEDS_WORDS, Reason
from hsb.timeliness.models import Deadline


def is_theirs(opened: OpenCase, deadline: Deadline) -> bool:
    """Answer whether the clock is the reader's move: by role, or by agency where the standard names no role."""
    if deadline.owner_person_id:
        return deadline.owner_person_id == opened.user.pk
    if deadline.owner_role:
        return deadline.owner_role in {str(role) for role in opened.roles}
    return deadline.owner_kind in {str(i.agency.kind) for i in opened.involvements if i.agency and i.role}


def manages(opened: OpenCase, deadline: Deadline) -> bool:
    """Answer whether the reader manages, on this case, those whose move the clock is."""
    return manager_of(deadline.owner_kind) in opened.roles


def answers_for(opened: OpenCase, deadline: Deadline) -> bool:
    """Answer whether the reader answers for the clock: it is their move, or that of people they manage."""
    return is_theirs(opened, deadline) or manages(opened, deadline)


def check_answers_for(opened: OpenCase, deadline: Deadline) -> None:
    """Raise AccessDenied for somebody whose move it is not, nor their people's."""
    if not answers_for(opened, deadline):
        raise AccessDenied("Only those whose move this is, or their manager, can do this.")


def check_can_explain(deadline: Deadline, reason: Reason, text: str) -> None:
    """Raise when nothing was late, or “another reason” says none."""
    if deadline.broken_on is None:
        raise ActionNotAllowed(
            f"“{deadline.title}” was not late, so there is nothing to explain. Reload the page to see where it stands."
        )
    if reason in NEEDS_WORDS and not text.strip():
        raise ActionNotAllowed("Say in a few words what the other reason was.")
