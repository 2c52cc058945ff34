"""Minutes: whoever a copy was sent to is told that it waits, and the chair what is said about it. The e-mail says no more."""

from collections.abc import Mapping
from typing import Any

from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import Involved, Link, on_case, silent, tells


def _it_is_theirs(facts: Mapping[str, Any], somebody: Involved) -> bool:
    """In person only: a copy is its recipient's own."""
    return facts["to_person"] == somebody.user_id and not somebody.by_acting


def _they_chair(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return bool(facts["chair"] == somebody.user_id)


def _they_objected(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return bool(facts["raised_by"] == somebody.user_id)


def _the_copy(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:minutes_copy", {"copy_id": event.facts["copy"]}


def _the_minutes(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:minutes", {"meeting_id": event.facts["meeting"]}


def _my_minutes(event: CaseEvent, **_: Any) -> Link:
    return "strategy_meetings:my_minutes", {}


RECIPIENT = on_case(*Part, mail=True, when=_it_is_theirs, called="Whoever the copy is for")
CHAIR = on_case(*Part, mail=True, when=_they_chair, called="The chair")
WHO_OBJECTED = on_case(*Part, mail=True, when=_they_objected, called="Whoever objected")

tells("minutes.copy_sent", RECIPIENT, says="Minutes have been sent to you", leads_to=_the_copy)
tells("minutes.objected", CHAIR, says="Somebody says that minutes are not accurate", leads_to=_the_minutes)
tells(
    "minutes.objection_answered",
    WHO_OBJECTED,
    says="What you said about minutes has been answered",
    leads_to=_my_minutes,
)
silent("minutes.copy_reached")  # the chair recorded it
silent("minutes.copy_withdrawn")  # whoever should not have had it is not told where it was
