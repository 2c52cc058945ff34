"""What can happen to a safety plan."""

from dataclasses import dataclass

from hsb.chronology.declare import declare


@declare("safety_plan.agreed", strand="safeguarding", title="Safety plan agreed", record_class="safety_plan")
@dataclass(frozen=True)
class SafetyPlanAgreed:
    plan: str
    number: int
    review_on: str

    def sentence(self) -> str:
        return f"Safety plan, version {self.number}, agreed. To be reviewed by {self.review_on}."


@declare("safety_plan.reviewed", strand="safeguarding", title="Safety plan reviewed", record_class="safety_plan")
@dataclass(frozen=True)
class SafetyPlanReviewed:
    plan: str
    number: int
    changed: bool
    review_on: str

    def sentence(self) -> str:
        kept = "changed" if self.changed else "kept as it is"
        return f"Safety plan reviewed and {kept}. Next review by {self.review_on}."
