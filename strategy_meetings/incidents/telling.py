"""New incidents: who decides is told that a decision is asked again, and whoever works on the record that there was one."""

from typing import Any

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, Link, on_case, tells

DECIDES = on_case(Part.FRONT_DOOR, Part.ALLOCATED, Part.INVOLVED, roles=(Role.CSWS_MANAGER,), mail=True)


def _the_incidents(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:incidents", {"reference": event.case.reference}


tells(
    "incident.recorded",
    DECIDES,
    ALLOCATED_BY_MAIL,
    says="There was a new incident: the strategy decision is asked again",
    leads_to=_the_incidents,
)
tells("incident.decided", ALLOCATED, says="It has been decided about a new incident", leads_to=_the_incidents)
