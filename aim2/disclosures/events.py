"""Events of what leaves an assessment."""

from dataclasses import dataclass

from aim2.disclosures.kinds import Kind
from hsb.chronology.declare import declare, words

_IN = {"strand": "youth_offending"}


@declare("aim.extract_sent", title="Document waiting for the manager", record_class="aim_report", **_IN)
@dataclass(frozen=True)
class ExtractSent:
    disclosure: str
    document: str
    by_social_care: bool = False

    def sentence(self) -> str:
        manager = "social care manager" if self.by_social_care else "YOS manager"
        return f"{Kind(self.document).label} waits for the {manager}’s name."


@declare("aim.extract_returned", title="Document returned", record_class="aim_report", **_IN)
@dataclass(frozen=True)
class ExtractReturned:
    disclosure: str
    document: str
    comment: str = words("")

    def sentence(self) -> str:
        return f"{Kind(self.document).label} was returned: {self.comment}"


@declare("aim.disclosed", title="Document left", record_class="aim_report", **_IN)
@dataclass(frozen=True)
class Disclosed:
    disclosure: str
    document: str
    interim: bool = False
    to: str = words("")

    def sentence(self) -> str:
        interim = ", interim" if self.interim else ""
        return f"{Kind(self.document).label}{interim}, left for {self.to}."


@declare("aim.recommendations_added", title="Recommendations added to the plan", **_IN)
@dataclass(frozen=True)
class RecommendationsAdded:
    step: str
    care_plan: bool

    def sentence(self) -> str:
        return f"The recommendations were added to the {'care' if self.care_plan else 'child protection'} plan."


@declare("aim.recommendations_confirmed", title="Recommendations confirmed", **_IN)
@dataclass(frozen=True)
class RecommendationsConfirmed:
    step: str
    care_plan: bool

    def sentence(self) -> str:
        plan = "care plan" if self.care_plan else "child protection plan"
        return f"It was confirmed that the recommendations are in the {plan}."
