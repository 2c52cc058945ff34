"""The sections of the referral: what is asked, what each answer is, what is still needed. `answers.md` is the contract."""

import datetime
from collections.abc import Mapping
from typing import Any

from hsb.documents.models import Document
from hsb.writing.fields import Answers, SectionForm, Typed
from hsb.writing.rows import Block, Row
from hsb.writing.sections import ItemList, Problem, Section
from referrals.eligibility import limits
from referrals.eligibility.facts import Allegation, Facts, When
from referrals.sections.account import ACCOUNT
from referrals.sections.attachments import ATTACHMENTS
from referrals.sections.behaviour import ANALYSIS, BEHAVIOUR, RATINGS
from referrals.sections.context import BACKGROUND, NEEDS, OWN_HARM
from referrals.sections.family import CONTACT, HOME, VIEWS
from referrals.sections.harmed import HARMED
from referrals.sections.police import POLICE
from referrals.sections.request import REQUEST
from referrals.sections.safety import SAFETY
from referrals.sections.young_person import YOUNG_PERSON

__all__ = [
    "IN_ORDER",
    "SECTIONS",
    "YOUNG_PERSON",
    "Answers",
    "Block",
    "ItemList",
    "Problem",
    "Row",
    "Section",
    "SectionForm",
    "Typed",
    "collect",
    "collect_typed",
    "facts",
    "still_needed",
    "still_needed_in",
]

# The order of the task list, the check page and the copy.
IN_ORDER: tuple[Section, ...] = (
    ACCOUNT,
    YOUNG_PERSON,
    BEHAVIOUR,
    REQUEST,
    HARMED,
    ANALYSIS,
    RATINGS,
    SAFETY,
    CONTACT,
    HOME,
    VIEWS,
    NEEDS,
    OWN_HARM,
    BACKGROUND,
    POLICE,
    ATTACHMENTS,
)
SECTIONS: dict[str, Section] = {section.key: section for section in IN_ORDER}

# Lists that other sections point at are read first.
_READ_FIRST = (HARMED, BEHAVIOUR)


def collect_typed(typed: Mapping[str, Typed]) -> dict[str, Answers]:
    """Everything that can be read from what was typed, section by section (answers.md)."""
    answers: dict[str, Answers] = {}
    for section in (*_READ_FIRST, *(section for section in IN_ORDER if section not in _READ_FIRST)):
        answers[section.key] = section.read(typed.get(section.key, {}), context=answers)
    return {section.key: answers[section.key] for section in IN_ORDER}


def collect(draft: Any) -> dict[str, Answers]:
    """The answers of a draft (answers.md), with the files its writer added."""
    answers = collect_typed(draft.typed())
    answers["attachments"]["files"] = [
        {"n": number, "document": str(document.pk), "title": document.title, "unread": {}}
        for number, document in enumerate(Document.objects.of_draft(draft.pk, draft.owner_id), start=1)
    ]
    return answers


def still_needed_in(typed: Mapping[str, Typed]) -> list[Problem]:
    """What stands between this and sending, in the order of the task list."""
    context = collect_typed(typed)
    return [
        problem for section in IN_ORDER for problem in section.still_needed(typed.get(section.key, {}), context=context)
    ]


def still_needed(draft: Any) -> list[Problem]:
    """What stands between a draft and sending; empty means it may be sent."""
    problems = still_needed_in(draft.typed())
    if not draft.danger_now:
        problems.insert(0, Problem("danger", "danger_now", "Say whether anyone is in danger now"))
    return problems


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def facts(answers: Mapping[str, Answers], *, on: datetime.date) -> Facts:
    """What the eligibility rules need, on a day, from collected answers."""
    child = answers["young-person"]
    police = answers["police"]
    return Facts(
        on=on,
        born_on=None if child["born_on_not_known"] else _day(child["born_on"]),
        age_estimate=child["age_estimate"],
        behaviours=tuple(_when(incident) for incident in answers["behaviour"]["incidents"]),
        came_to_light_on=_day(answers["account"]["said_on"]),
        harmed=tuple(person["kind"] or "not_known" for person in answers["harmed"]["people"]),
        routes=tuple(answers["request"]["routes"]),
        hackett=answers["ratings"]["hackett"],
        learning_need=answers["needs"]["learning_need"],
        allegations=tuple(
            Allegation(allegation["admission"], allegation["status"]) for allegation in police["allegations"]
        ),
        police_request=police["police_request"],
        consent_young_person=police["consent_young_person"],
        consent_parent=police["consent_parent"],
        limits=limits.chosen(),
    )


def _when(incident: Answers) -> When:
    title = f"incident {incident['n']}"
    if incident["when"] == "not_known" or not incident["on"]:
        return When(title=title)
    start = incident["on"]
    end = start if incident["when"] != "period" else incident["until"]
    return When(_day(start["earliest"]), _day(end["latest"]) if end else None, title)
