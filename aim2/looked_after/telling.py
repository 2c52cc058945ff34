"""Who is told of looked-after status."""

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, Link, on_case, tells

REVIEWER = on_case(Part.ALLOCATED, Part.INVOLVED, roles=(Role.IRO,), mail=True)


def care(event: CaseEvent, *, in_person: bool) -> Link:
    return "aim2:looked_after", {"reference": event.case.reference}


tells("looked_after.started", ALLOCATED_BY_MAIL, REVIEWER, MANAGER, says="A child is looked after", leads_to=care)
tells("looked_after.changed", ALLOCATED, REVIEWER, says="The legal basis of care has changed", leads_to=care)
tells(
    "looked_after.ended", ALLOCATED_BY_MAIL, REVIEWER, MANAGER, says="A child is no longer looked after", leads_to=care
)
tells("looked_after.not_so", ALLOCATED, says="Whether the child is looked after has been answered", leads_to=care)
tells("reviewing_officer.named", ALLOCATED, REVIEWER, says="A reviewing officer has been named", leads_to=care)
