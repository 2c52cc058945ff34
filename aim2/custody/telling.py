"""Who is told of custody: the establishment that works with the young person now, and those who work the case."""

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, Link, on_case, silent, tells

SECURE = on_case(Part.ALLOCATED, Part.INVOLVED, roles=(Role.SECURE_WORKER,), mail=True)


def custody(event: CaseEvent, *, in_person: bool) -> Link:
    return "aim2:custody", {"reference": event.case.reference}


tells(
    "custody.arrived",
    ALLOCATED_BY_MAIL,
    SECURE,
    MANAGER,
    says="A young person is at an establishment",
    leads_to=custody,
)
tells("custody.left", ALLOCATED_BY_MAIL, MANAGER, says="A young person has left an establishment", leads_to=custody)
tells("custody.aim_handed_over", ALLOCATED_BY_MAIL, SECURE, says="An assessment goes on in custody", leads_to=custody)
tells("custody.aim_sent", ALLOCATED, SECURE, says="A signed assessment has gone to an establishment", leads_to=custody)
tells("custody.risk_noted", ALLOCATED, SECURE, says="What is a risk in custody has been noted", leads_to=custody)
tells("detention_plan.completed", ALLOCATED, SECURE, says="A detention placement plan is complete", leads_to=custody)
silent("custody.risk_ended")  # seen on the page by whoever works there
