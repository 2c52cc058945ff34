"""Who is told of a harmed child's support: whoever works with that child, of the answers."""

from typing import Any

from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, Link, silent, tells


def _the_support(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:support", {"reference": event.case.reference}


tells("support.answered", ALLOCATED, says="An offer of support has been answered", leads_to=_the_support)
silent("support.need_recorded", "support.need_met", "support.offered", "support.ended")
