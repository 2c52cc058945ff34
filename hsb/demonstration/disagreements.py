"""Disagreements of the demonstration: one at its first level, one that nobody answered in time, one at the board, one settled."""

from datetime import datetime
from typing import Any

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.models import Case, Person
from hsb.demonstration.story_telling import Step, Telling
from hsb.documents import pdf
from hsb.escalation import actions, letters, on_behalf
from hsb.escalation.models import Escalation, LetterKind


def raise_one(
    about: str, words: str, wanted: str, *, by: str = "", relationship: str = "", hear_by: str = "handed", days: int = 1
) -> Step:
    """Somebody of the story (the sender, when not named) raises a disagreement; for a parent, where a relationship is given."""

    def step(telling: Telling) -> None:
        worker = telling.people[by or telling.family.sender]
        at = telling.later(days=days)
        parent = Person.objects.get(case=telling.young, relationship=relationship) if relationship else None
        actions.raise_with_agencies(
            opened=_opened(telling.young, worker),
            about=about,
            words=words,
            wanted=wanted,
            arose_on=clock.local_date(at),
            by=worker,
            at=at,
            on_behalf=on_behalf.OnBehalf(hear_by=hear_by, person=parent) if parent else None,
        )

    return step


def answer(by: str, text: str) -> Step:
    """A joint answer at the present level."""

    def step(telling: Telling) -> None:
        actions.answer(text=text, jointly=True, by=telling.people[by], **_now(telling, days=1))

    return step


def further(to: int, reason: str, *, by: str = "", days: int = 1) -> Step:
    """Not settled: to the next level."""

    def step(telling: Telling) -> None:
        raiser = telling.people[by or telling.family.sender]
        actions.take_further(to=to, reason=reason, by=raiser, **_now(telling, days=days))

    return step


def resolve(how: str, *, by: str = "") -> Step:
    """Settled."""

    def step(telling: Telling) -> None:
        actions.resolve(how=how, by=telling.people[by or telling.family.sender], **_now(telling, days=1))

    return step


def letter(kind: LetterKind, *, by: str, said: str, then: str) -> Step:
    """The letter, where this computer can make one."""

    def step(telling: Telling) -> None:
        at = telling.later(hours=2)
        try:
            letters.write(
                opened=_opened(telling.young, telling.people[by]),
                escalation=_held(telling),
                kind=kind,
                said=letters.Said(said=said, then=then, ring="Daniel Frost, social worker, on 01632 960422"),
                by=telling.people[by],
                at=at,
            )
        except pdf.RenderingFailed:
            return

    return step


def _opened(case: Case, user: User) -> access.OpenCase:
    return access.get_case(user, case.reference, look="disagreements", needs=(RecordClass.ESCALATION, Level.SUMMARY))


def _held(telling: Telling) -> Escalation:
    return Escalation.objects.filter(case=telling.young).latest("number")


def _now(telling: Telling, *, days: int) -> dict[str, Any]:
    at: datetime = telling.later(days=days)
    held = _held(telling)
    return {"escalation": held, "version": held.version, "at": at}


NOT_ENOUGH = "We still see it in school every day. Advice to us does not change that."
AT_FIRST: tuple[Step, ...] = (
    raise_one(
        "threshold",
        "No further action was decided. Staff have stepped in three times since, and the younger children are afraid.",
        "An assessment of this young person, and a plan school can work with.",
        days=5,
    ),
)
NOT_ANSWERED: tuple[Step, ...] = (
    raise_one(
        "plan", "Early help was agreed and nobody has visited.", "A named worker and a first visit within a week."
    ),
    answer("helen", "The early help team has a waiting list. We have asked for this family to be seen next."),
    further(2, NOT_ENOUGH),
)
AT_THE_BOARD: tuple[Step, ...] = (
    raise_one(
        "delay",
        "The mother has waited since the enquiry to hear whether anybody will work with her son.",
        "A date for the first meeting, and somebody who tells her.",
        relationship="Mother",
    ),
    letter(
        LetterKind.ACKNOWLEDGEMENT,
        by="grace",
        said="",
        then="The two managers look at what happened and when. You do not have to do anything.",
    ),
    answer("helen", "An assessment needs the family’s agreement, and the father has refused."),
    further(2, "The mother has not refused. Nobody has asked her by herself."),
    answer("grace", "We stand by the answer of the managers."),
    further(3, "It is the same answer. She still has no date."),
    answer("grace", "The heads of service met. The offer is repeated after half term."),
    further(4, "She has waited three months. The board should look at how families are told.", days=32),
)
SETTLED: tuple[Step, ...] = (
    raise_one(
        "information",
        "The father was not told that the assessment had begun, though he has parental responsibility.",
        "That he is told, and asked what he thinks.",
        by="daniel",
        relationship="Father",
        hear_by="read",
    ),
    answer("helen", "He should have been told. The social worker visits him this week."),
    resolve("He was visited, and what he says stands in the assessment.", by="daniel"),
    letter(
        LetterKind.OUTCOME,
        by="daniel",
        said="You should have been told that the assessment had begun. We are sorry that you were not.",
        then="Daniel came to see you, and what you said is now part of the assessment. You will be asked again before it ends.",
    ),
)
