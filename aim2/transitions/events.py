"""Events of the way towards 18."""

from dataclasses import dataclass

from aim2.transitions.states import To
from hsb.chronology.declare import declare, words

_IN = {"strand": "youth_offending", "record_class": "intervention_plan"}


@declare("transition.begun", title="Transition plan begun", **_IN)
@dataclass(frozen=True)
class TransitionBegun:
    plan: str
    to: str

    def sentence(self) -> str:
        return f"A transition plan was begun. To: {To(self.to).label}."


@declare("transition.handed_over", title="Hand-over sent", **_IN)
@dataclass(frozen=True)
class HandedOver:
    """Sent is not accepted: the record stays open until it is."""

    hand_over: str
    number: int
    gateway: str
    service: str = words("")

    def sentence(self) -> str:
        return f"Hand-over {self.number} was sent to {self.service}. It has not been accepted yet."


@declare("transition.refused", title="Hand-over not accepted", **_IN)
@dataclass(frozen=True)
class HandOverRefused:
    hand_over: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"The hand-over was not accepted. {self.reason}"


@declare("transition.completed", title="Transition completed", **_IN)
@dataclass(frozen=True)
class TransitionCompleted:
    plan: str
    accepted: bool
    by_whom: str = words("")

    def sentence(self) -> str:
        return f"Accepted: {self.by_whom}." if self.accepted else f"Finished here before 18. {self.by_whom}"
