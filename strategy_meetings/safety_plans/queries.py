"""Reading safety plans: their lines, who signed, who has a copy."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from hsb import clock
from hsb.cases.models import Case
from hsb.ui.words import long_date
from strategy_meetings.models import SafetyPlan, SafetyPlanCopy, SafetyPlanLine, SafetyPlanSignature
from strategy_meetings.safety_plans.states import PlanState, Signer


def plans_of(case: Case) -> list[SafetyPlan]:
    """Answer the plans of this child, the newest first."""
    people = ("agreed_by", "saved_by", "owner_agency")
    return list(SafetyPlan.objects.filter(case=case).select_related(*people).order_by("-number"))


def in_force(case: Case) -> SafetyPlan | None:
    """Answer the plan that is followed now."""
    return SafetyPlan.objects.filter(case=case, state=PlanState.AGREED).select_related("case", "owner_agency").first()


def words_in_force(case: Case) -> str:
    """Answer which plan is followed now, as a record of a meeting names it: its version and days, nothing it says."""
    plan = in_force(case)
    if plan is None or plan.agreed_at is None:
        return "No safety plan is in force."
    again = f", to be looked at again by {long_date(plan.review_on)}" if plan.review_on else ""
    return f"Version {plan.number} of the safety plan, agreed {long_date(clock.local_date(plan.agreed_at))}{again}."


def draft(case: Case) -> SafetyPlan | None:
    """Answer the plan that is being written."""
    return SafetyPlan.objects.filter(case=case, state=PlanState.DRAFT).select_related("case").first()


def agreed_plan(case: Case, plan_id: UUID) -> SafetyPlan | None:
    """Answer a plan of this child that was agreed, in force or replaced; None for anything else."""
    found = SafetyPlan.objects.filter(case=case, pk=plan_id, agreed_at__isnull=False)
    return found.select_related("case", "agreed_by", "owner_agency").first()


def lines_of(plan: SafetyPlan) -> list[SafetyPlanLine]:
    """Answer what a plan says risk by risk, in its order."""
    return list(SafetyPlanLine.objects.filter(plan=plan, taken_out_at=None).order_by("number"))


def around(case: Case) -> dict[str, QuerySet[Any]]:
    """Answer what is said risk by risk, who signed and who has copies, of every version: to be read in one statement with the frame."""
    return {
        "lines": SafetyPlanLine.objects.filter(case=case, taken_out_at=None).order_by("number"),
        "signatures": SafetyPlanSignature.objects.filter(case=case).order_by("at", "pk"),
        "copies": SafetyPlanCopy.objects.filter(case=case).order_by("-given_on", "-at"),
    }


def line_of(case: Case, line_id: UUID) -> SafetyPlanLine | None:
    """Answer one line of a plan of this child."""
    return SafetyPlanLine.objects.filter(case=case, pk=line_id, taken_out_at=None).select_related("case").first()


def signatures_of(plan: SafetyPlan) -> dict[str, SafetyPlanSignature]:
    """Answer the newest word on whether child and parents signed, by who."""
    found = SafetyPlanSignature.objects.filter(plan=plan).select_related("by").order_by("at", "pk")
    return {one.who: one for one in found}


def unsigned(said: Mapping[str, SafetyPlanSignature]) -> list[str]:
    """Answer who has neither signed nor is it said why not."""
    return [who.label for who in Signer if str(who) not in said]
