"""Who is told on the way towards 18."""

from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, MANAGER_BY_MAIL, Link, tells


def transition(event: CaseEvent, *, in_person: bool) -> Link:
    return "aim2:transition", {"reference": event.case.reference}


tells("transition.begun", ALLOCATED, MANAGER, says="A transition plan has been begun", leads_to=transition)
tells(
    "transition.handed_over",
    ALLOCATED,
    MANAGER,
    says="A hand-over has been sent: it is not accepted yet",
    leads_to=transition,
)
tells(
    "transition.refused", ALLOCATED_BY_MAIL, MANAGER_BY_MAIL, says="A hand-over was not accepted", leads_to=transition
)
tells(
    "transition.completed",
    ALLOCATED_BY_MAIL,
    MANAGER,
    says="The move to adult services is complete",
    leads_to=transition,
)
