"""The allegations of one young person as an assessment needs them: numbered, and how far each has come."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from aim2.proceedings import queries as proceedings
from aim2.proceedings.states import Standing
from hsb.cases.models import Case
from referrals.models import Allegation


class Reached(StrEnum):
    """How far an allegation has come, as far as it decides what may be said of it to police and court."""

    FOUND = "found"
    CHARGED = "charged"
    NOT_CHARGED = "not_charged"
    CAME_TO_NOTHING = "came_to_nothing"


WORDS: dict[Reached, str] = {
    Reached.FOUND: "a court has found it",
    Reached.CHARGED: "is charged",
    Reached.NOT_CHARGED: "is not charged",
    Reached.CAME_TO_NOTHING: "came to nothing: acquitted, discontinued or no further action",
}
MAY_BE_SAID = frozenset({Reached.FOUND, Reached.CHARGED})
REACHED: dict[Standing, Reached] = {
    Standing.REPORTED: Reached.NOT_CHARGED,
    Standing.ON_BAIL: Reached.NOT_CHARGED,
    Standing.RELEASED: Reached.NOT_CHARGED,
    Standing.CHARGED: Reached.CHARGED,
    Standing.CONVICTED: Reached.FOUND,
    Standing.SENTENCED: Reached.FOUND,
    Standing.RESOLVED: Reached.NOT_CHARGED,
    Standing.DEFERRED: Reached.NOT_CHARGED,
    Standing.CAUTIONED: Reached.FOUND,
    Standing.NO_FURTHER_ACTION: Reached.CAME_TO_NOTHING,
    Standing.DISCONTINUED: Reached.CAME_TO_NOTHING,
    Standing.ACQUITTED: Reached.CAME_TO_NOTHING,
}


@dataclass(frozen=True)
class Numbered:
    """An allegation with the number that follows it everywhere."""

    pk: UUID
    number: int
    offence: str
    reached: Reached
    row: Allegation

    @property
    def why_not(self) -> str:
        """Why nothing tied to it may be picked for police or court; "" where it may."""
        return (
            "" if self.reached in MAY_BE_SAID else f"Cannot be picked: allegation {self.number} {WORDS[self.reached]}"
        )


def of_case(case: Case) -> list[Numbered]:
    """Answer the allegations of this young person, in the order of their numbers."""
    now = {one.id: one.standing for one in proceedings.standing(case).allegations}
    return [
        Numbered(row.pk, number, row.offence, REACHED[now[str(row.pk)]], row)
        for number, row, _ in proceedings.numbered(case)
        if str(row.pk) in now
    ]
