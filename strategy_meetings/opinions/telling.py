"""Specialist opinions: somebody here is told that they are asked, and whoever asked that it has come."""

from collections.abc import Mapping
from typing import Any

from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import Involved, Link, on_case, silent, tells


def _they_are_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return facts["to_person"] is not None and facts["to_person"] == somebody.user_id


def _they_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return bool(facts["asked_by"] == somebody.user_id)


def _the_opinions(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:opinions", {"reference": event.case.reference}


ASKED = on_case(*Part, mail=True, when=_they_are_asked, called="Whoever is asked")
WHO_ASKED = on_case(*Part, mail=True, when=_they_asked, called="Whoever asked")

tells("opinion.asked", ASKED, says="You are asked for your opinion")
tells("opinion.received", WHO_ASKED, says="The opinion you asked for has come", leads_to=_the_opinions)
silent("opinion.chased", "opinion.not_come", "opinion.withdrawn")
