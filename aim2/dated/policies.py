"""May this person, and does the state allow it: every refusal about a step of which only the day is recorded."""

from datetime import date

from aim2.dated.steps import Step
from hsb.agencies.permissions import Role
from hsb.cases.access import OpenCase
from hsb.errors import AccessDenied, ActionNotAllowed


def check_may_record(step: Step, opened: OpenCase) -> None:
    """Raises AccessDenied for those whose step it is not."""
    if not step.recorders & opened.roles:
        who = ", ".join(sorted(Role(one).label for one in step.recorders))
        raise AccessDenied(f"“{step.label}” is recorded by: {who}. Ask them to record it.")


def check_can_record(*, on: date, today: date, born_on: date | None) -> None:
    """The day has come, and the child was born by then."""
    if on > today:
        raise ActionNotAllowed("Enter a day that has come: what is still to come cannot be recorded as done.")
    if born_on is not None and on < born_on:
        raise ActionNotAllowed("Enter a later day: that one lies before the child was born.")


def check_is_a_review(review: str, known: list[str]) -> None:
    """What was sent belongs to a review that was held."""
    if review not in known:
        raise ActionNotAllowed("Choose the review that this belongs to. Record the review itself first.")
