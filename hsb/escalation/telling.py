"""Disagreements: nobody but those in it learns of it; the notice opens the disagreement."""

from collections.abc import Mapping
from typing import Any

from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import MANAGER, Involved, Link, on_case, silent, tells


def _they_were_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    """By name where a person was named, else everybody in the role."""
    return somebody.user_id == facts["person"] if facts["person"] else somebody.role == facts["role"]


def _they_raised_it(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return somebody.user_id == facts["raised_by"]


def _the_disagreement(event: CaseEvent, *, in_person: bool) -> Link:
    return "escalation:show", {"reference": event.case.reference, "number": event.facts["number"]}


ASKED_BY_MAIL = on_case(*Part, mail=True, when=_they_were_asked, called="Whoever is asked")
RAISER = on_case(*Part, when=_they_raised_it, called="Whoever raised it")
RAISER_BY_MAIL = on_case(*Part, mail=True, when=_they_raised_it, called="Whoever raised it")
ASKED_ABOUT_DISAGREEMENTS = on_case(Part.DISAGREEMENT)

tells("escalation.moved", ASKED_BY_MAIL, says="You are asked to answer a disagreement", leads_to=_the_disagreement)
tells(
    "escalation.answered",
    RAISER_BY_MAIL,
    says="A disagreement you raised has been answered",
    leads_to=_the_disagreement,
)
tells(
    "escalation.resolved",
    RAISER_BY_MAIL,
    MANAGER,
    ASKED_ABOUT_DISAGREEMENTS,
    says="A disagreement has been resolved",
    leads_to=_the_disagreement,
)
tells(
    "escalation.withdrawn",
    RAISER_BY_MAIL,
    MANAGER,
    ASKED_ABOUT_DISAGREEMENTS,
    says="A disagreement has been withdrawn",
    leads_to=_the_disagreement,
)
tells(
    "escalation.closed",
    RAISER_BY_MAIL,
    MANAGER,
    says="A disagreement has been closed by the board",
    leads_to=_the_disagreement,
)
tells(
    "escalation.letter_made",
    RAISER,
    says="The letter about a disagreement you raised is ready",
    leads_to=_the_disagreement,
)

silent(
    "escalation.opened",  # escalation.moved tells those who are asked
    "escalation.passed",  # what moved it on, or ended it, tells
)
