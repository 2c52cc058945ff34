"""Whether a transfer may be recorded or answered: every refusal as a sentence."""

from datetime import date

from hsb.errors import ActionNotAllowed
from strategy_meetings.models import Transfer
from strategy_meetings.transfers.states import TRANSITIONS, State

NEEDED = {
    "authority": "Name the other authority.",
    "contact": "Say who there has the case, and how they are reached.",
    "what_runs": "Say what goes with the child: plan, enquiry, court, safety.",
}


def check_can_record(*, moved_on: date, told_on: date, today: date, open_one: Transfer | None, **texts: str) -> None:
    """One transfer at a time, told of on a day that has come, with what the receiver needs to know."""
    if open_one is not None:
        raise ActionNotAllowed("A transfer of this child is open already. Record how it was answered first.")
    for name, sentence in NEEDED.items():
        if not texts[name].strip():
            raise ActionNotAllowed(sentence)
    if told_on > today:
        raise ActionNotAllowed("The day of the notification cannot be after today.")
    if moved_on > today:
        raise ActionNotAllowed("Record a transfer once the child has moved: enter the day of the move.")


def check_can_answer(transfer: Transfer, to: State, *, answered_on: date, there: str, answer: str, today: date) -> None:
    """Whoever receives the child answers, by name, on a day between the notification and today."""
    if to not in TRANSITIONS[State(transfer.state)]:
        raise ActionNotAllowed("This transfer has been answered already. Reload the page to see how it stands.")
    if answered_on > today or answered_on < transfer.told_on:
        raise ActionNotAllowed("Enter the day of the answer: between the notification and today.")
    if not transfer.is_in and to != State.WITHDRAWN and not there.strip():
        raise ActionNotAllowed("Say who there answered: the receiving authority accepts, by name.")
    if to != State.ACCEPTED and not answer.strip():
        raise ActionNotAllowed("Give the reason.")
