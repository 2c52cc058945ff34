"""What can happen to a plan for a child."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words
from strategy_meetings.child_plans.states import EndReason
from strategy_meetings.meetings.parts import CATEGORIES

_PLAN = "child_plan"


@declare("cp_plan.started", strand="safeguarding", title="Protection plan began", record_class=_PLAN)
@dataclass(frozen=True)
class ProtectionPlanStarted:
    plan: str
    category: str

    def sentence(self) -> str:
        return f"Child protection plan began, category: {dict(CATEGORIES).get(self.category, 'not said').lower()}."


@declare("cp_plan.goes_on", strand="safeguarding", title="Protection plan goes on", record_class=_PLAN)
@dataclass(frozen=True)
class ProtectionPlanGoesOn:
    plan: str
    category: str

    def sentence(self) -> str:
        return (
            f"The child protection plan goes on, category: {dict(CATEGORIES).get(self.category, 'not said').lower()}."
        )


@declare("cp_plan.ended", strand="safeguarding", title="Protection plan ended", record_class=_PLAN)
@dataclass(frozen=True)
class ProtectionPlanEnded:
    plan: str
    end_reason: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"Child protection plan ended: {EndReason(self.end_reason).label}. {self.reason}".strip()


@declare("cp_plan.core_group_asked", strand="safeguarding", title="Core group asked about ending", record_class=_PLAN)
@dataclass(frozen=True)
class CoreGroupAsked:
    plan: str
    said: str = words("")

    def sentence(self) -> str:
        return f"The core group was asked whether the plan may end. {self.said}".strip()


@declare("cin_plan.started", strand="safeguarding", title="Child in need plan began", record_class=_PLAN)
@dataclass(frozen=True)
class InNeedPlanStarted:
    plan: str
    review_on: str

    def sentence(self) -> str:
        return "Child in need plan began."


@declare("cin_plan.reviewed", strand="safeguarding", title="Child in need plan reviewed", record_class=_PLAN)
@dataclass(frozen=True)
class InNeedPlanReviewed:
    plan: str
    review_on: str
    what: str = words("")

    def sentence(self) -> str:
        return f"Child in need plan reviewed. {self.what}".strip()


@declare("cin_plan.ended", strand="safeguarding", title="Child in need plan ended", record_class=_PLAN)
@dataclass(frozen=True)
class InNeedPlanEnded:
    plan: str
    end_reason: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"Child in need plan ended: {EndReason(self.end_reason).label}. {self.reason}".strip()
