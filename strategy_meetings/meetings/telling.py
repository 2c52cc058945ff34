"""Who is told of meetings. The e-mail with the calendar entry (`mailing.py`) tells everybody called; notices tell the rest."""

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


def _they_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return bool(facts["asked_by"] == somebody.user_id)


def _they_chair(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return bool(facts["chair"] == somebody.user_id)


def the_meeting(event: CaseEvent, *, in_person: bool) -> Link:
    """Answer the meeting's own page."""
    return "strategy_meetings:meeting", {"meeting_id": event.facts["meeting"]}


def the_tab(event: CaseEvent, *, in_person: bool) -> Link:
    """Answer the child's page of meetings."""
    return "strategy_meetings:meetings_of_case", {"reference": event.case.reference}


CALLED = on_case(Part.MEETING)
CONVENES = on_case(Part.FRONT_DOOR, Part.ALLOCATED, Part.INVOLVED, roles=(Role.CSWS_MANAGER,), mail=True)
WHO_ASKED = on_case(*Part, mail=True, when=_they_asked, called="Whoever asked for it")
NEW_CHAIR = on_case(Part.MEETING, mail=True, when=_they_chair, called="The new chair")

tells("meeting.called", CALLED, ALLOCATED, says="A meeting has been called", leads_to=the_meeting)
tells("meeting.moved", CALLED, says="A meeting has been moved", leads_to=the_meeting)
tells("meeting.called_off", CALLED, ALLOCATED, says="A meeting has been called off", leads_to=the_tab)
tells("meeting.chair_changed", NEW_CHAIR, says="You chair a meeting now", leads_to=the_meeting)
tells(
    "meeting.not_quorate",
    ALLOCATED,
    MANAGER,
    says="A meeting was not quorate: another is to be called",
    leads_to=the_tab,
)
tells("strategy.held", ALLOCATED_BY_MAIL, MANAGER, says="A strategy discussion has been held", leads_to=the_tab)
tells("planning_meeting.held", ALLOCATED_BY_MAIL, MANAGER, says="A planning meeting has been held", leads_to=the_tab)
tells("risk_panel.held", ALLOCATED_BY_MAIL, MANAGER, says="A risk panel has been held", leads_to=the_tab)
tells("meeting.approved", ALLOCATED, says="The record of a meeting has been approved", leads_to=the_tab)
tells("strategy.asked_for", CONVENES, says="Somebody asks for a strategy discussion", leads_to=the_tab)
tells(
    "strategy.refused",
    WHO_ASKED,
    says="No strategy discussion is called: the reasons are there, and how to disagree",
    leads_to=the_tab,
)
tells("not_discussed.lifted", ALLOCATED_BY_MAIL, says="Something may be discussed with a child again", leads_to=the_tab)
tells("not_discussed.set", ALLOCATED_BY_MAIL, says="Something may not be discussed with a child", leads_to=the_tab)
silent(
    "strategy.decided",  # meeting.called tells
    "strategy.called_off",  # meeting.called_off tells
    "planning_meeting.called_off",
    "meeting.begun",
    "strategy.record_sent",  # each recipient has a copy of their own
    "meeting.record_sent",
    "meeting.amended",
    "meeting.family_told",
)
