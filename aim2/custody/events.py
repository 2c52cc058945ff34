"""Events of custody besides those of the court: where, who works there, and what became of AIM2."""

from dataclasses import dataclass

from aim2.custody.terms import Left
from hsb.chronology.declare import declare, words

_IN = {"strand": "criminal_justice", "record_class": "custody"}
_YOS = {"strand": "youth_offending", "record_class": "custody"}


@declare("custody.arrived", title="At an establishment", **_IN)
@dataclass(frozen=True)
class CustodyArrived:
    stay: str
    agency_id: int
    establishment: str = words("")

    def sentence(self) -> str:
        return f"At {self.establishment}, whose workers have a part on this record from now on."


@declare("custody.left", title="Left an establishment", **_IN)
@dataclass(frozen=True)
class CustodyLeft:
    stay: str
    left: str
    establishment: str = words("")

    def sentence(self) -> str:
        return f"{Left(self.left).label}: {self.establishment} can no longer see this record."


@declare("custody.aim_handed_over", title="AIM assessment handed over in custody", **_YOS)
@dataclass(frozen=True)
class AimHandedOver:
    assessment: str
    number: int
    lead: str = words("")
    co_worker: str = words("")

    def sentence(self) -> str:
        co = f", {self.co_worker} co-works" if self.co_worker else ""
        return f"The assessment that was running goes on in custody: {self.lead} leads{co}."


@declare("custody.aim_sent", title="AIM assessment sent to the establishment", **_YOS)
@dataclass(frozen=True)
class AimSent:
    assessment: str
    number: int
    to: str = words("")

    def sentence(self) -> str:
        return f"The signed assessment of this matter, version {self.number}, was sent to {self.to}."


@declare("custody.risk_noted", title="Risk in custody noted", **_IN)
@dataclass(frozen=True)
class RiskNoted:
    risk: str
    about: str

    def sentence(self) -> str:
        return "What is a risk in the establishment was noted."


@declare("custody.risk_ended", title="Risk in custody: no longer so", **_IN)
@dataclass(frozen=True)
class RiskEnded:
    risk: str

    def sentence(self) -> str:
        return "What was noted as a risk in the establishment is no longer so."


@declare("detention_plan.completed", title="Detention placement plan completed", **_IN)
@dataclass(frozen=True)
class DetentionPlanCompleted:
    plan: str
    author: str = words("")

    def sentence(self) -> str:
        return f"The detention placement plan is complete. {self.author} wrote it."
