"""What can happen to the end of a strand."""

from dataclasses import dataclass

from aim2.closures.states import Reason
from hsb.cases.states import Strand
from hsb.chronology.declare import declare, words

_IN = {"strand": "", "record_class": "closure"}


@declare("closure.proposed", title="Closing proposed", **_IN)
@dataclass(frozen=True)
class ClosureProposed:
    closure: str
    strand: str
    reason: str

    def sentence(self) -> str:
        return f"{Strand(self.strand).label}: closing was proposed. {Reason(self.reason).label}."


@declare("closure.returned", title="Closing returned", **_IN)
@dataclass(frozen=True)
class ClosureReturned:
    closure: str
    strand: str
    because: str = words("")

    def sentence(self) -> str:
        return f"{Strand(self.strand).label}: the work goes on. {self.because}".strip()


@declare("strand.closed", title="Work closed", **_IN)
@dataclass(frozen=True)
class StrandClosed:
    closure: str
    strand: str
    reason: str
    achieved: str = words("")
    remaining_risk: str = words("")
    watched_by: str = words("")

    def sentence(self) -> str:
        return (
            f"{Strand(self.strand).label} closed: {Reason(self.reason).label.lower()}. Achieved: {self.achieved} "
            f"What remains a risk: {self.remaining_risk} Who watches: {self.watched_by}"
        )
