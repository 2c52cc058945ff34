"""Tasks and questions: whoever is asked is told, and whoever asked; the notice opens the task."""

from collections.abc import Mapping
from typing import Any

from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent
from hsb.notifications.recipients import Involved, Link, on_case, tells


def _they_are_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return facts["to_person"] == somebody.user_id if facts["to_person"] else facts["agency_id"] == somebody.agency_id


def _they_asked(facts: Mapping[str, Any], somebody: Involved) -> bool:
    return bool(facts["set_by"] == somebody.user_id)


def _the_task(event: CaseEvent, *, in_person: bool) -> Link:
    return "tasks:show", {"reference": event.case.reference, "task_id": event.facts["task"]}


ASKED = on_case(*Part, when=_they_are_asked, called="Whoever is asked")
ASKED_BY_MAIL = on_case(*Part, mail=True, when=_they_are_asked, called="Whoever is asked")
WHO_ASKED = on_case(*Part, when=_they_asked, called="Whoever asked")
WHO_ASKED_BY_MAIL = on_case(*Part, mail=True, when=_they_asked, called="Whoever asked")

tells("task.set", ASKED_BY_MAIL, says="You are asked to do or to answer something", leads_to=_the_task)
tells(
    "task.passed",
    ASKED_BY_MAIL,
    WHO_ASKED,
    says="Something was handed on that you asked, or that is yours now",
    leads_to=_the_task,
)
tells("task.asked_again", ASKED_BY_MAIL, says="You are asked again", leads_to=_the_task)
tells("task.replied", ASKED, WHO_ASKED, says="There is a reply on a task or question", leads_to=_the_task)
tells("task.answered", WHO_ASKED_BY_MAIL, says="Your question has been answered", leads_to=_the_task)
tells("task.done", WHO_ASKED_BY_MAIL, says="A task you set is done", leads_to=_the_task)
tells("task.withdrawn", ASKED, says="Something you were asked is no longer needed", leads_to=_the_task)
