"""May this person, and does the state allow it: every refusal about a harmed child's support, as a sentence."""

from datetime import date

from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied, ActionNotAllowed
from strategy_meetings.models import SupportNeed, SupportOffer
from strategy_meetings.support.states import TRANSITIONS, State


def check_may_write(opened: OpenCase) -> None:
    """Raises AccessDenied for whoever does not work with this child, ActionNotAllowed on another child's record."""
    if not opened.may(RecordClass.SUPPORT, Level.WRITE):
        raise AccessDenied("Their social worker, the police and the victim worker record this. Ask them.")
    if not opened.case.is_harmed:
        raise ActionNotAllowed("Needs and support are recorded on the record of the child or person harmed.")


def check_on(on: date, *, since: date | None, today: date) -> None:
    """It was on a day that has come, and not before what it answers."""
    if on > today:
        raise ActionNotAllowed("Enter a day that has come.")
    if since is not None and on < since:
        raise ActionNotAllowed("That is before it was offered. Check the day.")


def check_is_open(need: SupportNeed) -> None:
    """It has not been met yet."""
    if need.met_on is not None:
        raise ActionNotAllowed("This need has been met already. Reload the page to see how.")


def check_can_go(offer: SupportOffer, to: State) -> None:
    """The table of `states.py` has this step."""
    if to not in TRANSITIONS[State(offer.state)]:
        raise ActionNotAllowed(
            f"This offer stands at “{offer.get_state_display().lower()}”. Reload the page to see how it came to that."
        )
