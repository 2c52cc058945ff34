"""Transfers: who decides is told that a child has moved here, and everybody who works on the record what became of it."""

from typing import Any

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, Link, on_case, silent, tells

DECIDES = on_case(Part.FRONT_DOOR, Part.ALLOCATED, Part.INVOLVED, roles=(Role.CSWS_MANAGER,), mail=True)


def _the_transfer(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:transfers", {"reference": event.case.reference}


for code, says in {
    "transfer_in.notified": "A child has moved here: say whether we accept",
    "transfer_in.accepted": "We have accepted a child who moved here",
    "transfer_out.accepted": "The other authority has accepted a child who moved: end what runs here",
    "transfer_out.declined": "The other authority has not accepted a child who moved: we stay responsible",
}.items():
    tells(code, DECIDES, ALLOCATED_BY_MAIL, says=says, leads_to=_the_transfer)
tells(
    "transfer_out.sent",
    ALLOCATED,
    MANAGER,
    says="Another authority is asked to take a child over",
    leads_to=_the_transfer,
)
silent("transfer_in.declined", "transfer.withdrawn")
