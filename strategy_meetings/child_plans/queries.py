"""Reading plans of a child, and what stands under them."""

from collections.abc import Collection

from django.db.models import QuerySet

from hsb.cases.models import Case
from hsb.timeliness.models import Deadline
from strategy_meetings.child_plans.states import PlanKind, PlanState
from strategy_meetings.meetings import queries as meetings
from strategy_meetings.models import Action, ChildPlan, CoreGroupMember, Meeting


def open_plan(case: Case) -> ChildPlan | None:
    """Answer the plan this child has now, of whichever kind."""
    return ChildPlan.objects.filter(case=case, state=PlanState.OPEN).select_related("lead", "meeting", "case").first()


def open_protection_plan(case: Case) -> ChildPlan | None:
    """Answer the protection plan this child has now."""
    found = open_plan(case)
    return found if found is not None and found.kind == PlanKind.PROTECTION else None


def plans_of(case: Case) -> list[ChildPlan]:
    """Answer every plan this child has had, the newest first."""
    return list(
        ChildPlan.objects.filter(case=case).select_related("lead", "meeting", "ended_by").order_by("-opened_at")
    )


def last_meeting(case: Case) -> Meeting | None:
    """Answer the last conference, review or core group: its items are the plan as it stands."""
    return meetings.last_held(case, meetings.OF_A_PLAN)


def items_of(case: Case) -> list[Action]:
    """Answer the items of the plan as the last meeting left them."""
    last = last_meeting(case)
    if last is None:
        return []
    found = Action.objects.filter(meeting=last, case=case).exclude(need="").select_related("task", "owner_agency")
    return list(found.order_by("number"))


def open_items(case: Case) -> list[Action]:
    """Answer the items whose task somebody still has."""
    return [one for one in items_of(case) if one.task is not None and one.task.is_open]


def core_group_of(case: Case) -> list[CoreGroupMember]:
    """Answer who is in the core group, as the last conference named it."""
    last = meetings.last_held(case, ("initial_conference", "review_conference"))
    if last is None:
        return []
    return list(CoreGroupMember.objects.filter(meeting=last, case=case).select_related("user").order_by("name"))


def clocks_of(case: Case, codes: Collection[str]) -> QuerySet[Deadline]:
    """Answer the open clocks of these standards on a case, the next due first."""
    return Deadline.objects.filter(case=case, standard_code__in=codes, state="open").order_by("due_on")
