"""What can happen to a safety plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hsb.chronology.declare import declare, words
from hsb.timeliness.english import long_date
from strategy_meetings.safety_plans.states import Signer, Version

BECAUSE: dict[str, str] = {
    "incident": "There was a new incident",
    "moved": "The child has moved",
    "changed": "Something has changed",
}
"""Why a plan is looked at again, in words that may stand on either child's record."""


def because(more: Mapping[str, str]) -> None:
    """A later stage says for what else plans are looked at again: the steps of a criminal case."""
    BECAUSE.update(more)


@declare(
    "safety_plan.asked", strand="safeguarding", title="Safety plan to be looked at again", record_class="safety_plan"
)
@dataclass(frozen=True)
class SafetyPlanAsked:
    """`agency`, `agency_id` and `role`: who keeps the plan, and looks at it the same day."""

    step: str
    kind: str
    agency: str = "csws"
    agency_id: int | None = None
    role: str = "social_worker"

    def sentence(self) -> str:
        return f"{BECAUSE[self.kind]}: the safety plan is looked at again today."


def _day(review_on: str) -> str:
    """Answer the day in words; what was recorded before the review date became a date has them already."""
    return review_on if " " in review_on else long_date(date.fromisoformat(review_on))


@declare("safety_plan.agreed", strand="safeguarding", title="Safety plan agreed", record_class="safety_plan")
@dataclass(frozen=True)
class SafetyPlanAgreed:
    """`review_on`: the day, on which its clock runs out. `agency`, `agency_id` and `role`: who keeps the plan."""

    plan: str
    number: int
    review_on: str
    agency: str = "school"
    agency_id: int | None = None
    role: str = "dsl"

    def sentence(self) -> str:
        return f"Safety plan, version {self.number}, agreed. To be reviewed by {_day(self.review_on)}."


@declare("safety_plan.reviewed", strand="safeguarding", title="Safety plan reviewed", record_class="safety_plan")
@dataclass(frozen=True)
class SafetyPlanReviewed:
    plan: str
    number: int
    changed: bool
    review_on: str
    agency: str = "school"
    agency_id: int | None = None
    role: str = "dsl"

    def sentence(self) -> str:
        kept = "changed" if self.changed else "kept as it is"
        return f"Safety plan reviewed and {kept}. Next review by {_day(self.review_on)}."


@declare("safety_plan.owned", strand="safeguarding", title="Who keeps the safety plan", record_class="safety_plan")
@dataclass(frozen=True)
class SafetyPlanOwned:
    plan: str
    agency_id: int
    who: str = words("")
    agency: str = "school"
    role: str = "dsl"

    def sentence(self) -> str:
        return f"{self.who} keeps the safety plan."


@declare("safety_plan.signed", strand="safeguarding", title="Safety plan signed, or not", record_class="safety_plan")
@dataclass(frozen=True)
class SafetyPlanSigned:
    plan: str
    who: str
    signed: bool
    why_not: str = words("")

    def sentence(self) -> str:
        who = Signer(self.who).label
        return (
            f"{who} signed the safety plan."
            if self.signed
            else f"{who} has not signed the safety plan. {self.why_not}".strip()
        )


@declare(
    "safety_plan.copy_given", strand="safeguarding", title="Copy of the safety plan given", record_class="safety_plan"
)
@dataclass(frozen=True)
class SafetyPlanCopyGiven:
    plan: str
    which: str
    to_whom: str = words("")

    def sentence(self) -> str:
        which = Version(self.which).label
        return f"{self.to_whom} was given {which[0].lower()}{which[1:]}."
