"""Whether a new incident may be recorded or decided on: every refusal as a sentence."""

from datetime import date

from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.cases.states import OPEN_STATES, Strand
from hsb.errors import AccessDenied, ActionNotAllowed
from strategy_meetings.incidents.states import TRANSITIONS, State
from strategy_meetings.models import NewIncident


def check_is_on_the_record(opened: OpenCase) -> None:
    """Whoever is called to one meeting tells its chair."""
    if opened.is_narrow:
        raise AccessDenied("You are called to one meeting of this child. Tell its chair, or send a referral.")


def is_open(case: Case) -> bool:
    """Answer whether anything runs on this record."""
    return any(getattr(case, strand.value) in OPEN_STATES[strand] for strand in Strand)


def check_is_open(case: Case) -> None:
    """A closed record is opened by a referral, which MASH decides on."""
    if not is_open(case):
        raise ActionNotAllowed("Nothing runs on this record any more. Send a referral: MASH decides on it.")


def check_can_record(*, what: str, told_by: str, done_at_once: str, happened_on: date, today: date) -> None:
    """What happened, who said so and what was done at once, on a day that has come."""
    if happened_on > today:
        raise ActionNotAllowed("The day it happened cannot be after today. Enter the day it happened.")
    for text, sentence in (
        (what, "Write what happened, in plain words."),
        (told_by, "Say who told of it, and to whom."),
        (done_at_once, "Say what was done at once to keep everybody safe."),
    ):
        if not text.strip():
            raise ActionNotAllowed(sentence)


def check_can_decide(incident: NewIncident, to: State, reasons: str) -> None:
    """It is decided once, with reasons; whoever decided against a discussion may still call one."""
    if to not in TRANSITIONS[State(incident.state)]:
        raise ActionNotAllowed("This has been decided already. Reload the page to see what was decided.")
    if not reasons.strip():
        raise ActionNotAllowed("Give the reasons for your decision.")
