"""Events of the intervention plan."""

from dataclasses import dataclass

from aim2.plans.states import Outcome
from hsb.chronology.declare import declare, words

_IN = {"strand": "youth_offending"}


@declare("intervention.agreed", title="Intervention plan agreed", **_IN)
@dataclass(frozen=True)
class InterventionAgreed:
    plan: str
    number: int

    def sentence(self) -> str:
        return f"Intervention plan {self.number} was agreed. It begins with its first session."


@declare("intervention.started", title="Intervention began", **_IN)
@dataclass(frozen=True)
class InterventionStarted:
    plan: str
    number: int

    def sentence(self) -> str:
        return f"The intervention began, with the first session of plan {self.number}."


@declare("intervention.reviewed", title="Intervention reviewed", record_class="intervention_plan", **_IN)
@dataclass(frozen=True)
class InterventionReviewed:
    plan: str
    rated_again: bool
    result: str = words("")

    def sentence(self) -> str:
        again = "what can change was rated again" if self.rated_again else "nothing was rated again"
        return f"The intervention was reviewed; {again}. {self.result}".strip()


@declare("intervention.ended", title="Intervention ended", record_class="intervention_plan", **_IN)
@dataclass(frozen=True)
class InterventionEnded:
    plan: str
    result: str
    summary: str = words("")

    def sentence(self) -> str:
        return f"The intervention ended: {Outcome(self.result).label.lower()}. {self.summary}".strip()


@declare("restorative.answered", title="Restorative work: answer", record_class="intervention_plan", **_IN)
@dataclass(frozen=True)
class RestorativeAnswered:
    plan: str
    yes: bool

    def sentence(self) -> str:
        return f"Restorative work: the victim worker’s answer is {'yes' if self.yes else 'no'}."
