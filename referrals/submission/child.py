"""One child of a submission, and how its answers are read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hsb.cases.models import Case, IdentityDetails

Answers = dict[str, Any]


@dataclass(frozen=True)
class Named:
    """The young person (number 0) or a harmed person of a referral: who they are, and what the other child's readers may call them."""

    number: int
    details: IdentityDetails
    called: str


@dataclass(frozen=True)
class Child(Named):
    """One of them, with the record that the referral opens."""

    case: Case


def entry_of(answers: Answers, number: int) -> Answers:
    return next(person for person in answers["harmed"]["people"] if person["n"] == number)


def read_day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def said_yes(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)
