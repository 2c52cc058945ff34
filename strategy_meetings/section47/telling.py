"""Section 47 enquiries: the manager who decides is told that an outcome waits, and everybody who works on it what became of it."""

from typing import Any

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, Link, on_case, silent, tells

DECIDES = on_case(Part.FRONT_DOOR, Part.ALLOCATED, Part.INVOLVED, roles=(Role.CSWS_MANAGER,), mail=True)


def _the_enquiry(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:section47", {"reference": event.case.reference}


tells("s47.begun", ALLOCATED_BY_MAIL, MANAGER, says="A section 47 enquiry has begun")
tells("s47.proposed", DECIDES, says="The outcome of a section 47 enquiry is waiting for you", leads_to=_the_enquiry)
tells("s47.returned", ALLOCATED_BY_MAIL, says="The outcome of a section 47 enquiry has been returned")
tells("s47.ended_without_conference", ALLOCATED, MANAGER, says="No conference follows a section 47 enquiry")
silent(
    "s47.authorised",  # investigation.ended tells
    "child.seen",
)
