"""What a safety plan's state allows."""

from collections.abc import Sequence
from datetime import date, timedelta

from hsb import clock
from hsb.agencies.profile import profile
from hsb.errors import ActionNotAllowed
from hsb.timeliness.english import long_date
from hsb.timeliness.queries import working_day_by, working_days_on
from strategy_meetings.models import SafetyPlan, SafetyPlanLine
from strategy_meetings.safety_plans.states import PlanState

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


def to_come(plan: SafetyPlan, lines: Sequence[SafetyPlanLine], unsigned: Sequence[str]) -> list[str]:
    """Answer what a plan in force still needs. It does not wait for this: a plan is agreed the same day and made better afterwards."""
    found = [] if lines else ["The risks, setting by setting, each with a control and who sees to it"]
    if plan.owner_agency_id is None:
        found.append("Which agency keeps the plan")
    if not plan.stop_when.strip():
        found.append("What has to be so for the plan to end")
    return found + [f"{who}: signed, or why not" for who in unsigned]


def check_can_agree(plan: SafetyPlan, *, today: date) -> None:
    """A plan is agreed once it says the least that keeps a child safe, with a review date that is still to come."""
    check_can_write(plan)
    still = missing(plan)
    if still:
        raise ActionNotAllowed(f"Say {', '.join(still)} before you agree the plan.")
    if plan.review_on is not None:
        check_review_day(plan.review_on, today=today)


def check_can_keep(plan: SafetyPlan, *, review_on: date, today: date) -> None:
    """Only the plan in force is reviewed, and its next review is still to come."""
    if plan.state != PlanState.AGREED:
        raise ActionNotAllowed("This plan is not in force any more. Reload the page to see the one that is.")
    check_review_day(review_on, today=today)


def longest() -> int:
    """Answer within how many days a plan is looked at again: what the partnership's profile says, four weeks where it says nothing."""
    return int(profile().settings.get("safety_plan", {}).get("review_within_days", 28))


def check_review_day(day: date, *, today: date) -> None:
    """The day a plan is looked at again is still to come, a working day, and not further off than the partnership allows."""
    if day <= today:
        raise ActionNotAllowed("Choose a review date after today.")
    last = today + timedelta(days=longest())
    if day > last:
        raise ActionNotAllowed(
            f"Choose a day by {long_date(last)}: a safety plan is looked at again within {longest()} days."
        )
    if (before := working_day_by(day)) != day:
        near = (before, working_days_on(day, 1))
        instead = " or ".join(long_date(one) for one in near if today < one <= last)
        raise ActionNotAllowed(f"{long_date(day)} is no working day. Choose {instead or 'another day'}.")


def check_in_force(plan: SafetyPlan) -> None:
    """Only the plan that is followed is signed and handed out."""
    if plan.state != PlanState.AGREED:
        raise ActionNotAllowed("This plan is not in force. Reload the page to see the one that is.")


def check_can_sign(plan: SafetyPlan, *, signed_on: date | None, why_not: str, today: date) -> None:
    """Signed on a day that has come, not before the plan was agreed; or a reason why not."""
    check_in_force(plan)
    if signed_on is None:
        if not why_not.strip():
            raise ActionNotAllowed("Enter the day it was signed, or say why not.")
        return
    _check_day(plan, signed_on, today, "signed")


def check_can_give(plan: SafetyPlan, *, to_whom: str, how: str, given_on: date, today: date) -> None:
    """A copy goes to somebody named, in a way that is said, on a day that has come."""
    check_in_force(plan)
    if not to_whom.strip() or not how.strip():
        raise ActionNotAllowed("Say who has the copy, and how it was given.")
    _check_day(plan, given_on, today, "given")


def _check_day(plan: SafetyPlan, day: date, today: date, done: str) -> None:
    assert plan.agreed_at is not None
    if day > today:
        raise ActionNotAllowed(f"Enter the day it was {done}: that day is still to come.")
    if day < clock.local_date(plan.agreed_at):
        raise ActionNotAllowed(f"This version did not exist on that day. Check the day it was {done}.")
