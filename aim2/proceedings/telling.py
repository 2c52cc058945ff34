"""Who is told of what happens in proceedings: those on *that* record, in its own words."""

from collections.abc import Mapping
from typing import Any

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import (
    ALLOCATED,
    ALLOCATED_BY_MAIL,
    MANAGER,
    MANAGER_BY_MAIL,
    Involved,
    Link,
    Recipient,
    on_case,
    silent,
    tells,
)

_ON_IT = (Part.ALLOCATED, Part.INVOLVED)
POLICE = on_case(*_ON_IT, roles=(Role.POLICE_OFFICER,))
COURT = on_case(*_ON_IT, roles=(Role.COURT_OFFICER,))
COURT_BY_MAIL = on_case(*_ON_IT, roles=(Role.COURT_OFFICER,), mail=True)
SUPERVISORS = on_case(*_ON_IT, roles=(Role.AIM_SUPERVISOR,))
SCREENING = on_case(Part.SCREENING, mail=True)


def proceedings(event: CaseEvent, *, in_person: bool) -> Link:
    return "aim2:proceedings", {"reference": event.case.reference}


def _is_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    """Is it they who are asked: the person named, else whoever is there in the role, of the agency named?"""
    if facts.get("person"):
        return somebody.user_id == facts["person"]
    if facts.get("agency_id") and somebody.agency_id != facts["agency_id"]:
        return False
    return somebody.role == facts.get("role")


def _told(*, parts: tuple[Part, ...] = (Part.FRONT_DOOR, Part.SCREENING, *_ON_IT), called: str) -> Recipient:
    return on_case(*parts, mail=True, when=_is_asked, called=called)


_STEPS: dict[str, str] = {
    "allegation.added": "A further allegation has been recorded",
    "arrest.made": "An arrest has been recorded",
    "bail.started": "Bail has been recorded: read its conditions",
    "bail.changed": "Bail conditions have changed: read them",
    "bail.extended": "Bail has been extended",
    "bail.ended": "Bail has ended: its conditions are no longer in force",
    "bail.breached": "Bail was broken",
    "breach.recorded": "Bail by a court, a remand, an order or a licence was broken",
    "rui.started": "Bail is over: released under investigation, without conditions",
    "charging.decided": "The CPS has decided",
    "outcome.out_of_court": "An outcome out of court has been recorded",
    "outcome.no_further_action": "Police take no further action",
    "charge.made": "A charge has been recorded",
    "charge.discontinued": "A charge was dropped",
    "plea.entered": "A plea has been recorded",
    "finding.made": "A verdict has been recorded",
    "sentence.passed": "A sentence has been recorded",
    "order.made": "A court has made an order: read its terms",
    "order.ended": "An order has ended",
    "court_bail.given": "A court has given bail: read its conditions",
    "court_bail.ended": "Bail by the court has ended: its conditions are no longer in force",
    "remand.made": "A court has remanded the young person",
    "custody.released": "The young person has been released",
    "hearing.set": "A hearing has been set",
    "hearing.moved": "A hearing has moved",
    "hearing.vacated": "A hearing was taken out of the list",
    "entry.struck_out": "Something recorded of the criminal case was struck out",
}
for code, says in _STEPS.items():
    tells(code, ALLOCATED_BY_MAIL, POLICE, COURT, MANAGER, says=says, leads_to=proceedings)

tells(
    "psr.requested",
    ALLOCATED_BY_MAIL,
    COURT,
    MANAGER_BY_MAIL,
    says="A pre-sentence report is asked for",
    leads_to=proceedings,
)
tells("psr.lodged", ALLOCATED, COURT, MANAGER, says="A pre-sentence report has been lodged", leads_to=proceedings)
tells(
    "psr.withdrawn",
    ALLOCATED,
    COURT,
    MANAGER,
    says="A pre-sentence report is no longer asked for",
    leads_to=proceedings,
)
tells(
    "psr.answer_chosen",
    ALLOCATED_BY_MAIL,
    COURT,
    says="The manager has said how to report to the court",
    leads_to=proceedings,
)
tells("aim.hold_began", ALLOCATED_BY_MAIL, SUPERVISORS, SCREENING, says="AIM2 is held", leads_to=proceedings)
tells("aim.hold_ended", ALLOCATED_BY_MAIL, SUPERVISORS, SCREENING, says="AIM2 is no longer held", leads_to=proceedings)
tells(
    "proceedings.outcome",
    _told(called="the social worker, or MASH where no social worker has the case"),
    COURT,
    says="An outcome has been recorded: say that you know of it",
    leads_to=proceedings,
)
tells("proceedings.outcome_known", COURT, says="Children’s social care knows of the outcome", leads_to=proceedings)
tells(
    "welfare.decision_asked",
    _told(called="the social worker, or MASH where no social worker has the case"),
    MANAGER,
    says="The criminal case no longer carries the plan: decide what this child needs now",
    leads_to=proceedings,
)
tells("welfare.decided", ALLOCATED, MANAGER, says="It has been decided what this child needs now", leads_to=proceedings)
tells(
    "family.step",
    _told(called="the child’s victim worker, else police"),
    says="A step in the criminal case: tell the family",
    leads_to=proceedings,
)
tells(
    "proceedings.heard",
    POLICE,
    COURT_BY_MAIL,
    says="Somebody has heard something: say whether it is so",
    leads_to=proceedings,
)
tells("proceedings.heard_answered", ALLOCATED, says="What was heard has been answered", leads_to=proceedings)

# Seen on the page of the case when somebody looks; what presses is told by the events above.
silent(
    *("allegation.confirmed", "interview.held", "admission.recorded", "rui.reviewed", "rui.ended"),
    *("charging.papers_sent", "hearing.held", "notification.required", "notification.made", "panel.held"),
    *("custody.entered", "custody.first_review_set", "court.ordered_aim"),
    *("proceedings.outcome_told", "proceedings.outcome_withdrawn", "family.told"),
)
