"""Who is told of safety plans; of meetings, see `meetings/telling.py`."""

from collections.abc import Mapping
from typing import Any

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import (
    ALLOCATED,
    ALLOCATED_BY_MAIL,
    MANAGER,
    Involved,
    Link,
    on_case,
    silent,
    tells,
)
from strategy_meetings.child_plans import telling as child_plans  # noqa: F401
from strategy_meetings.conference import telling as conference  # noqa: F401
from strategy_meetings.incidents import telling as incidents  # noqa: F401  (said by being read)
from strategy_meetings.mappa import telling as mappa  # noqa: F401
from strategy_meetings.meetings import telling as meetings  # noqa: F401  (said by being read)
from strategy_meetings.minutes import telling as minutes  # noqa: F401
from strategy_meetings.opinions import telling as opinions  # noqa: F401
from strategy_meetings.section47 import telling as section47  # noqa: F401
from strategy_meetings.support import telling as support  # noqa: F401
from strategy_meetings.transfers import telling as transfers  # noqa: F401


def _the_plan(event: CaseEvent, *, in_person: bool) -> Link:
    return "strategy_meetings:safety_plan", {"reference": event.case.reference}


def _keeps_it(facts: Mapping[str, Any], somebody: Involved) -> bool:
    """Are they of the agency that keeps the plan, in the role that does?"""
    if facts.get("agency_id") and somebody.agency_id != facts["agency_id"]:
        return False
    return somebody.role == facts.get("role")


WHO_KEEPS_IT = on_case(
    *(Part.FRONT_DOOR, Part.SCREENING, Part.ALLOCATED, Part.INVOLVED),
    mail=True,
    when=_keeps_it,
    called="the owner of the safety plan: its agency, else the school’s safeguarding lead, else the social worker",
)
SAFEGUARDING_LEAD = on_case(Part.INVOLVED, roles=(Role.DSL,), mail=True)

tells("safety_plan.agreed", ALLOCATED_BY_MAIL, SAFEGUARDING_LEAD, MANAGER, says="A safety plan has been agreed")
tells("safety_plan.reviewed", ALLOCATED, SAFEGUARDING_LEAD, MANAGER, says="A safety plan has been reviewed")
tells("safety_plan.asked", WHO_KEEPS_IT, says="Look at the safety plan again today", leads_to=_the_plan)
silent("safety_plan.owned", "safety_plan.signed", "safety_plan.copy_given")
