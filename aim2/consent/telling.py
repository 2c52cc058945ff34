"""Who is told of requests for AIM2, of consent and of work before trial.

Whoever asked for AIM2 learns that it does not start, or has stopped, and never why: the answers are for those who work with them.
"""

from collections.abc import Mapping
from typing import Any

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import ALLOCATED, MANAGER, Involved, Link, on_case, silent, tells


def _they_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return bool(facts.get("asked_by")) and facts["asked_by"] == somebody.user_id


def _they_lead_or_co_work(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return somebody.user_id in (facts["lead"], facts["co_worker"])


def _may_begin(event: CaseEvent, *, in_person: bool) -> Link:
    return "aim2:may_begin", {"reference": event.case.reference}


def _request(event: CaseEvent, *, in_person: bool) -> Link:
    return "aim2:request", {"reference": event.case.reference}


def _agreement(event: CaseEvent, *, in_person: bool) -> Link:
    return "aim2:agreement", {"reference": event.case.reference}


WORKS_IT = (Role.YOS_OFFICER, Role.YOS_MANAGER, Role.SOCIAL_WORKER)
WHO_ASKED = on_case(*Part, mail=True, when=_they_asked, called="Whoever asked for AIM2")
YOS_MANAGER = on_case(*Part, roles=(Role.YOS_MANAGER,), mail=True, called="YOS managers on the case")
WORKERS = on_case(Part.ALLOCATED, roles=WORKS_IT, mail=True)
POLICE = on_case(*Part, roles=(Role.POLICE_OFFICER,), called="Police on the case")
LEAD = on_case(*Part, mail=True, when=_they_lead_or_co_work, called="Whoever leads or co-works")

tells("aim.requested", YOS_MANAGER, ALLOCATED, says="The police have asked for AIM2", leads_to=_request)
tells("aim.request_more_asked", WHO_ASKED, says="YOS needs to know more before it decides on AIM2", leads_to=_request)
tells("aim.request_answered", YOS_MANAGER, says="The police have answered what YOS asked", leads_to=_request)
tells("aim.request_accepted", WHO_ASKED, ALLOCATED, says="A request for AIM2 has been accepted", leads_to=_request)
tells("aim.request_declined", WHO_ASKED, ALLOCATED, says="A request for AIM2 has been declined", leads_to=_request)
tells("aim.consent_complete", WORKERS, MANAGER, says="Consent to AIM2 is complete", leads_to=_may_begin)
tells("aim.does_not_start", WHO_ASKED, WORKERS, MANAGER, says="AIM2 does not start", leads_to=_may_begin)
tells("aim.stopped", WHO_ASKED, WORKERS, MANAGER, says="AIM2 has stopped", leads_to=_may_begin)
tells("aim.refusal_decided", WORKERS, MANAGER, says="It is decided what is done instead of AIM2", leads_to=_may_begin)
tells("aim.lead_named", LEAD, MANAGER, says="Who leads AIM2 has been decided", leads_to=_may_begin)
tells("aim.tool_judged", WORKERS, says="Whether AIM2 suits has been judged", leads_to=_may_begin)
tells("aim.narrative_only", WORKERS, says="An assessment may begin as a narrative only", leads_to=_may_begin)
tells("agreement.in_force", WORKERS, POLICE, MANAGER, says="Work before trial is agreed", leads_to=_agreement)
tells(
    "agreement.ended", WORKERS, POLICE, MANAGER, says="An agreement on work before trial has ended", leads_to=_agreement
)
tells("agreement.asked", POLICE, says="An agreement on work before trial is asked for", leads_to=_agreement)

silent(
    "aim.consent_answered",  # what follows from it tells
    "agreement.answered",  # agreement.in_force tells
    "agreement.reviewed",
)
