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
