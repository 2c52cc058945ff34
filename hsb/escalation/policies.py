"""What may be done with a disagreement: by whom, at its level and in its state. Every refusal is a sentence."""

from collections.abc import Sequence
from datetime import date

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases.access import OpenCase
from hsb.cases.models import Person
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.escalation import queries, rules
from hsb.escalation.models import Escalation, HearBy, Question
from hsb.escalation.rules import EscalationLevel
from hsb.escalation.states import TRANSITIONS, State
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline

OVER = "This disagreement has ended. Raise another one if there is something new."


def check_can_raise(opened: OpenCase) -> None:
    """Whoever is on the case for more than one matter of it may raise a disagreement on it."""
    if opened.is_narrow or not opened.may(RecordClass.ESCALATION, Level.SUMMARY):
        raise AccessDenied("Only somebody who works on this case can raise a disagreement on it.")


def check_arose(arose_on: date, today: date) -> None:
    """Only what has happened is recorded."""
    if arose_on > today:
        raise ActionNotAllowed("The day it arose cannot be after today. Enter the day you first disagreed.")


def check_may_hear(person: Person, hear_by: str, *, address_withheld: bool) -> None:
    """Somebody on whose behalf it is raised may be written to in this way."""
    if person.may_be_contacted is False:
        raise ActionNotAllowed(
            "The record says this person must not be contacted. Ask the allocated worker, or raise it as your own."
        )
    if hear_by == HearBy.POST and (address_withheld or person.address_confidential):
        raise ActionNotAllowed(
            "This address must not be disclosed, so nothing can be posted to it. Choose a letter that a worker hands over."
        )


def check_can_move(escalation: Escalation, to: State) -> None:
    """The table of states allows the step."""
    if to in TRANSITIONS[State(escalation.state)]:
        return
    if not escalation.is_open:
        raise ActionNotAllowed(OVER)
    if to == State.RESOLVED:
        raise ActionNotAllowed("Nobody has answered yet. Wait for the answer, or withdraw the disagreement.")
    raise ActionNotAllowed("This level has been answered already. Whoever raised it says how it goes on.")


def check_can_answer(by: User, escalation: Escalation) -> list[Question]:
    """Answer the questions this person may answer now. Raises a sentence when it is not theirs or nothing waits."""
    check_can_move(escalation, State.ANSWERED)
    if rules.level_of(queries.levels(), escalation.level).board:
        raise ActionNotAllowed(f"At this level {profile().name('lscb')} closes the disagreement with an outcome.")
    return _theirs(by, escalation)


def check_can_close(by: User, escalation: Escalation) -> Question:
    """Answer the board's question. Raises a sentence for anybody else, and before it has reached the board."""
    check_can_move(escalation, State.CLOSED)
    if not rules.level_of(queries.levels(), escalation.level).board:
        raise ActionNotAllowed(f"This disagreement has not reached {profile().name('lscb')}. No level can be skipped.")
    return _theirs(by, escalation)[0]


def _theirs(by: User, escalation: Escalation) -> list[Question]:
    theirs = queries.asked_of(by, escalation)
    if not theirs:
        mine = [one for one in escalation.questions.all() if queries.is_asked(by, one)]
        if any(one.level == escalation.level for one in mine):
            raise ActionNotAllowed("Your agency has answered at this level already.")
        raise AccessDenied("Only those asked at this level can answer. You can read what is said.")
    return theirs


def check_is_the_raisers(by: User, escalation: Escalation) -> None:
    """Only whoever raised it says that it is settled, goes further, or is withdrawn."""
    if not queries.speaks_for_raiser(by, escalation):
        raise AccessDenied("Only whoever raised this disagreement can say how it goes on.")


def check_can_take_further(by: User, escalation: Escalation, *, to: int, today: date) -> EscalationLevel:
    """Answer the level it goes to: the next that exists, and no other. Raises a sentence when it cannot go there now."""
    check_is_the_raisers(by, escalation)
    check_can_move(escalation, State.WAITING)
    ladder = queries.levels()
    following = rules.next_level(ladder, escalation.level)
    if following is None:
        raise ActionNotAllowed("This is the last level. It ends with the outcome given here.")
    if to != following.number:
        raise ActionNotAllowed(
            f"It is at “{rules.level_of(ladder, escalation.level).name}”, and goes to “{following.name}” next:"
            " no level can be skipped."
        )
    if escalation.state == State.WAITING and not no_answer_came(escalation, today):
        raise ActionNotAllowed(
            "Those asked at this level still have time to answer. Take it further when the answer does not settle it, or when"
            " the time is over."
        )
    return following


def no_answer_came(escalation: Escalation, today: date) -> bool:
    """Answer whether the present level has had its time and somebody asked there has not answered."""
    open_now = [one for one in escalation.questions.all() if one.level == escalation.level and one.is_open]
    clocks = queries.clocks([escalation])
    known = timeliness.book().holidays
    reached = next(step for step in escalation.steps.all() if step.level == escalation.level)
    return any(
        rules.may_be_passed(
            reached_on=clock.local_date(reached.at),
            late=_is_late(clocks.get(str(one.pk)), today),
            today=today,
            holidays=known,
        )
        for one in open_now
    )


def _is_late(due: Deadline | None, today: date) -> bool | None:
    if due is None or not due.adopted or due.judged_on is None:
        return None
    return today > due.judged_on


def check_names_nobody_else(texts: Sequence[str], names: Sequence[str]) -> None:
    """A letter to one family names no other child and nobody's chosen name (P3.7)."""
    found = list(dict.fromkeys(name for text in texts for name in rules.names_in(text, names)))
    if found:
        raise ActionNotAllowed(
            f"Take out “{found[0]}”: a letter to one family never names another child. Say “the other child”."
        )
