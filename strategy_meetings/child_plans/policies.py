"""What a plan’s state allows, and who may end it: every refusal as a sentence."""

from collections.abc import Collection
from datetime import date

from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.errors import ActionNotAllowed
from strategy_meetings.child_plans.states import OF_IN_NEED, WITHOUT_REVIEW, EndReason, PlanKind
from strategy_meetings.models import Action, ChildPlan

LOOKED_AFTER_SETTING = "looked_after_ends_protection_plan"


def check_none_open(found: ChildPlan | None) -> None:
    """One plan at a time, of whichever kind."""
    if found is not None:
        raise ActionNotAllowed(
            f"A {PlanKind(found.kind).label.lower()} is open. A child has one plan at a time: end that one first."
        )


def check_is_open(plan: ChildPlan) -> None:
    """Only a plan that runs changes."""
    if not plan.is_open:
        raise ActionNotAllowed("This plan has ended. Reload the page to see how it stands.")


def reasons_without_review() -> list[tuple[str, str]]:
    """Answer why a protection plan may end without a review conference here."""
    allowed = bool(profile().settings.get(LOOKED_AFTER_SETTING, False))
    return [(str(one), one.label) for one in WITHOUT_REVIEW if one != EndReason.LOOKED_AFTER or allowed]


def reasons_in_need() -> list[tuple[str, str]]:
    """Answer why a child in need plan ends."""
    return [(str(one), one.label) for one in OF_IN_NEED]


def check_can_end(
    plan: ChildPlan, *, reason: str, words: str, core_group_said: str, still_open: Collection[Action], where: str
) -> None:
    """Without a review a protection plan ends for a listed reason, after the core group was asked; what is open goes somewhere."""
    check_is_open(plan)
    listed = reasons_without_review() if plan.kind == PlanKind.PROTECTION else reasons_in_need()
    if reason not in dict(listed):
        raise ActionNotAllowed(
            "Without a review conference a protection plan ends only for one of the reasons listed. Otherwise call a review."
            if plan.kind == PlanKind.PROTECTION
            else "Choose why the plan ends."
        )
    if not words.strip():
        raise ActionNotAllowed("Say how you know, and what happens to the child now.")
    if plan.kind == PlanKind.PROTECTION and not core_group_said.strip():
        raise ActionNotAllowed("Ask the core group first, and write what each said.")
    if still_open and not where.strip():
        named = "; ".join(one.what for one in still_open)
        raise ActionNotAllowed(f"Still to be done under this plan: {named}. Say who takes each of them on.")


def check_dates(*, started_on: date, review_on: date, today: date) -> None:
    """A plan began on a day that has come, and is reviewed on one that has not."""
    if started_on > today:
        raise ActionNotAllowed("A plan begins on a day that has come. Enter today or earlier.")
    if review_on <= today:
        raise ActionNotAllowed("Choose a review date after today.")


def check_lead(lead: User | None) -> None:
    """Somebody who is still there answers for the plan."""
    if lead is None:
        raise ActionNotAllowed("Say who leads the plan.")
    if not lead.is_active:
        raise ActionNotAllowed(f"{lead.full_name} has left. Choose somebody who is still there.")
