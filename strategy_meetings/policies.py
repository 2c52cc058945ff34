"""What a safety plan's state allows."""

from datetime import date

from hsb.errors import ActionNotAllowed
from strategy_meetings.models import SafetyPlan
from strategy_meetings.states import PlanState

NEEDED: dict[str, str] = {
    "what_is_known": "what is known or alleged",
    "trusted_adults": "which adults the child can turn to",
    "if_this_happens": "what happens if something goes wrong",
    "childs_views": "what the child says, or why they have not been asked yet",
}


def check_can_write(plan: SafetyPlan) -> None:
    """Only a draft is written on."""
    if plan.state != PlanState.DRAFT:
        raise ActionNotAllowed("This plan has been agreed. Start a new version to change it.")


def missing(plan: SafetyPlan) -> list[str]:
    """Answer what still has to be said before the plan can be agreed."""
    found = [words for name, words in NEEDED.items() if not getattr(plan, name).strip()]
    return found + ([] if plan.review_on else ["when it is reviewed"])


def check_can_agree(plan: SafetyPlan, *, today: date) -> None:
    """A plan is agreed once it says the least that keeps a child safe, with a review date that is still to come."""
    check_can_write(plan)
    still = missing(plan)
    if still:
        raise ActionNotAllowed(f"Say {', '.join(still)} before you agree the plan.")
    if plan.review_on is not None and plan.review_on <= today:
        raise ActionNotAllowed("Choose a review date after today.")


def check_can_keep(plan: SafetyPlan, *, review_on: date, today: date) -> None:
    """Only the plan in force is reviewed, and its next review is still to come."""
    if plan.state != PlanState.AGREED:
        raise ActionNotAllowed("This plan is not in force any more. Reload the page to see the one that is.")
    if review_on <= today:
        raise ActionNotAllowed("Choose a review date after today.")
