"""Steps of which only the day is recorded. What was said at them is kept where it was said."""

from dataclasses import dataclass

from hsb.chronology.declare import declare

_CARE = {"strand": "safeguarding", "record_class": "looked_after"}
_CUSTODY = {"strand": "criminal_justice", "record_class": "custody"}
_COURT = {"strand": "criminal_justice", "record_class": "criminal"}


@declare("care_plan.written", title="Care plan written", **_CARE)
@dataclass(frozen=True)
class CarePlanWritten:
    def sentence(self) -> str:
        return "The care plan was written."


@declare("placement.started", title="Placement began", **_CARE)
@dataclass(frozen=True)
class PlacementStarted:
    def sentence(self) -> str:
        return "A placement began."


@declare("placement.ended", title="Placement ended", **_CARE)
@dataclass(frozen=True)
class PlacementEnded:
    def sentence(self) -> str:
        return "The placement ended."


@declare("lac_review.held", title="Looked-after review held", **_CARE)
@dataclass(frozen=True)
class LookedAfterReview:
    meeting: str
    number: int
    later: bool

    def sentence(self) -> str:
        return f"Looked-after review {self.number} was held."


@declare("lac_review.decisions_sent", title="Decisions of the review sent", **_CARE)
@dataclass(frozen=True)
class ReviewDecisionsSent:
    meeting: str

    def sentence(self) -> str:
        return "The decisions of the looked-after review were sent."


@declare("lac_review.recorded", title="Record of the review complete", **_CARE)
@dataclass(frozen=True)
class ReviewRecorded:
    meeting: str

    def sentence(self) -> str:
        return "The record of the looked-after review is complete."


@declare("lac_review.record_sent", title="Record of the review sent", **_CARE)
@dataclass(frozen=True)
class ReviewRecordSent:
    meeting: str

    def sentence(self) -> str:
        return "The record of the looked-after review was sent out."


@declare("custody_planning.held", title="First planning meeting in custody", **_CUSTODY)
@dataclass(frozen=True)
class CustodyPlanningHeld:
    def sentence(self) -> str:
        return "The first planning meeting in custody was held."


@declare("custody_review.held", title="Review in custody", **_CUSTODY)
@dataclass(frozen=True)
class CustodyReviewHeld:
    def sentence(self) -> str:
        return "A review in custody was held."


@declare("psr.signed_off", title="Pre-sentence report signed off", **_COURT)
@dataclass(frozen=True)
class ReportSignedOff:
    def sentence(self) -> str:
        return "The pre-sentence report was signed off."


@declare("psr.updated", title="Pre-sentence report updated", **_COURT)
@dataclass(frozen=True)
class ReportUpdated:
    def sentence(self) -> str:
        return "The pre-sentence report was brought up to date."


@declare("psr.used", title="Pre-sentence report used again", **_COURT)
@dataclass(frozen=True)
class ReportUsed:
    def sentence(self) -> str:
        return "The pre-sentence report was used for another hearing."
