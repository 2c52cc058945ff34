"""Answers of one referral that cannot both be meant. They are asked about before sending; they stop nothing.

Pure: plain answers in (docs/answers.md), questions out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from hsb.writing.sections import Problem

SIBLINGS = frozenset({"sibling", "step_sibling"})
NO_SIBLINGS = frozenset(
    {"other_relative", "partner", "friend", "pupil", "neighbour", "online_contact", "worker", "stranger"}
)


def contradictions(answers: Mapping[str, Mapping[str, Any]], *, danger_now: str) -> list[Problem]:
    """Answer a question for each pair of answers that contradict each other, with the section where one of them is changed."""
    return [*_about_danger(answers, danger_now), *_about_harmed(answers)]


def _about_danger(answers: Mapping[str, Mapping[str, Any]], danger_now: str) -> Iterator[Problem]:
    if danger_now != "no":
        return
    for person in answers["harmed"]["people"]:
        if person.get("safe_now") == "no":
            yield Problem(
                "harmed",
                "people",
                f"You said that nobody is in danger now, and that {_called(person)} is not safe where they are. Which is it?",
            )
    if answers["safety"].get("needs_protection") == "yes":
        yield Problem(
            "safety",
            "needs_protection",
            "You said that nobody is in danger now, and that somebody needs protecting today. Which is it?",
        )


def _about_harmed(answers: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    people = answers["harmed"]["people"]
    if answers["harmed"].get("nobody_known") and people:
        yield Problem(
            "harmed",
            "nobody_known",
            "You said that nobody is known to have been harmed, and described somebody. Take out the one that is wrong.",
        )
    for person in people:
        said = "no" if person.get("relationship") in SIBLINGS else "yes"
        if person.get("relationship") in SIBLINGS | NO_SIBLINGS and person.get("is_sibling") == said:
            yield Problem(
                "harmed",
                "people",
                f"You said that {_called(person)} both is and is not the young person’s brother or sister. Which is it?",
            )


def _called(person: Mapping[str, Any]) -> str:
    return str(person.get("given_name") or person.get("known_as") or f"person {person['n']}")
