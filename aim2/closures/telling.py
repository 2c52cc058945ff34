"""Who is told of the end of a strand: who decides that it is asked, who works the case what was decided."""

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, Link, on_case, tells


def the_closures(event: CaseEvent, *, in_person: bool) -> Link:
    return "aim2:closures", {"reference": event.case.reference}


APPROVES = on_case(
    Part.FRONT_DOOR,
    Part.SCREENING,
    Part.ALLOCATED,
    Part.INVOLVED,
    roles=(Role.CSWS_MANAGER, Role.YOS_MANAGER),
    mail=True,
    when=lambda facts, somebody: (somebody.role == Role.YOS_MANAGER) == (facts["strand"] == "youth_offending"),
    called="The manager of the service whose work it is",
)

tells("closure.proposed", APPROVES, says="The end of a piece of work waits for your approval", leads_to=the_closures)
tells("closure.returned", ALLOCATED_BY_MAIL, says="The end of a piece of work has been returned", leads_to=the_closures)
tells(
    "strand.closed", ALLOCATED, MANAGER, says="A piece of work on a case you are on has closed", leads_to=the_closures
)
