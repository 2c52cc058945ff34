"""Reading intervention plans."""

from aim2.models import Goal, InterventionPlan, PlanReview, PlanSession
from aim2.plans.states import PlanState
from hsb.cases.models import Case


def plans(case: Case) -> list[InterventionPlan]:
    """Answer every plan of a case, newest first."""
    rows = InterventionPlan.objects.filter(case=case).select_related(
        "lead", "agreed_by", "assessment", "restorative_by"
    )
    return list(rows.order_by("-number"))


def current(found: list[InterventionPlan]) -> InterventionPlan | None:
    """Answer the plan that is written or worked to, else the last one."""
    return next((one for one in found if one.state != PlanState.ENDED), found[0] if found else None)


def one(case: Case, number: int) -> InterventionPlan | None:
    """Answer one plan of a case."""
    rows = InterventionPlan.objects.filter(case=case, number=number)
    return rows.select_related("case", "lead", "agreed_by", "assessment").first()


def goals(plan: InterventionPlan) -> list[Goal]:
    """Answer the goals of a plan, in their order."""
    return list(Goal.objects.filter(plan=plan).order_by("number"))


def sessions(plan: InterventionPlan) -> list[PlanSession]:
    """Answer the sessions of a plan, held and missed, newest first."""
    return list(PlanSession.objects.filter(plan=plan).select_related("by").order_by("-number"))


def reviews(plan: InterventionPlan) -> list[PlanReview]:
    """Answer the reviews of a plan, newest first."""
    return list(PlanReview.objects.filter(plan=plan).select_related("by", "rated_again").order_by("-held_on", "-at"))
