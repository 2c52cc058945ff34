"""Who is told of a child’s plan: everybody on the record hears when a protection plan ends."""

from typing import Any

from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, ALLOCATED_BY_MAIL, MANAGER, Link, on_case, silent, tells


def _the_plan(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:child_plan", {"reference": event.case.reference}


EVERYBODY = on_case(Part.ALLOCATED, Part.INVOLVED, Part.FRONT_DOOR, Part.SCREENING, mail=True)

tells("cp_plan.started", EVERYBODY, says="A child protection plan has begun", leads_to=_the_plan)
tells("cp_plan.ended", EVERYBODY, says="A child protection plan has ended", leads_to=_the_plan)
tells("cin_plan.started", ALLOCATED_BY_MAIL, MANAGER, says="A child in need plan has begun", leads_to=_the_plan)
tells("cin_plan.ended", ALLOCATED_BY_MAIL, MANAGER, says="A child in need plan has ended", leads_to=_the_plan)
tells("cin_plan.reviewed", ALLOCATED, says="A child in need plan has been reviewed", leads_to=_the_plan)
silent("cp_plan.core_group_asked")  # cp_plan.ended tells
silent("cp_plan.goes_on")  # review_conference.held tells
