"""Whether the state of a specialist opinion allows a step: every refusal as a sentence."""

from datetime import date

from hsb.errors import ActionNotAllowed, check_said
from strategy_meetings.models import SpecialistOpinion
from strategy_meetings.opinions.states import TRANSITIONS, State


def check_can_ask(*, asked_of: str, question: str, due_on: date, today: date) -> None:
    """An opinion is asked of somebody, on something, by a day to come."""
    check_said(asked_of, "Say which person or service is asked.")
    check_said(question, "Write what you need an opinion on.")
    if due_on <= today:
        raise ActionNotAllowed("Choose a day after today by which the opinion is needed.")


def check_can_chase(opinion: SpecialistOpinion) -> None:
    """Only what is waited for is chased."""
    if not opinion.is_open:
        raise ActionNotAllowed("This opinion is not waited for any more. Reload the page to see where it stands.")


def check_can_end(opinion: SpecialistOpinion, to: State) -> None:
    """An opinion comes, or does not; one that came after all is still taken in."""
    if to not in TRANSITIONS[State(opinion.state)]:
        raise ActionNotAllowed("This opinion is not waited for any more. Reload the page to see where it stands.")


def check_received_on(opinion: SpecialistOpinion, received_on: date, asked_on: date, today: date) -> None:
    """It came on a day between the asking and today."""
    if received_on > today:
        raise ActionNotAllowed("The day it came cannot be after today. Enter the day it came.")
    if received_on < asked_on:
        raise ActionNotAllowed("The opinion cannot have come before it was asked for. Check the day.")
