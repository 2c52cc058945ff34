"""Events of the child and family assessment."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words
from referrals.models.assessment import Recommendation


@declare("cf_assessment.started", strand="safeguarding", title="Assessment started")
@dataclass(frozen=True)
class CfAssessmentStarted:
    assessment: str

    def sentence(self) -> str:
        return "The child and family assessment counts from here, the day the referral was received."


@declare("cf_assessment.submitted", strand="safeguarding", title="Assessment waiting for authorisation")
@dataclass(frozen=True)
class CfAssessmentSubmitted:
    assessment: str

    def sentence(self) -> str:
        return "The child and family assessment is finished and waits for a manager."


@declare("cf_assessment.returned", strand="safeguarding", title="Assessment returned", record_class="assessment")
@dataclass(frozen=True)
class CfAssessmentReturned:
    assessment: str
    comment: str = words("")

    def sentence(self) -> str:
        return f"The assessment was returned: {self.comment}"


@declare("cf_assessment.authorised", strand="safeguarding", title="Assessment authorised", record_class="assessment")
@dataclass(frozen=True)
class CfAssessmentAuthorised:
    assessment: str
    recommendation: str
    # Empty in what was authorised before a manager decided by name: the recommendation was what happened then.
    decision: str = ""
    reasons: str = words("")

    def sentence(self) -> str:
        said = str(Recommendation(self.decision or self.recommendation).label)
        return f"The child and family assessment was authorised: {said[0].lower()}{said[1:]}. {self.reasons}".strip()


@declare(
    "hsb.finding_recorded", strand="safeguarding", title="Finding on the behaviour recorded", record_class="assessment"
)
@dataclass(frozen=True)
class HsbFindingRecorded:
    finding: str
    basis: str
    reasons: str = words("")

    def sentence(self) -> str:
        said = {
            "abusive": "Abusive behaviour was identified; the child protection route to YOS is open.",
            "not_abusive": "Abusive behaviour was not identified.",
        }[self.finding]
        return f"{said} {self.reasons}".strip()


@declare("conference.considered", strand="safeguarding", title="Conference considered", record_class="assessment")
@dataclass(frozen=True)
class ConferenceConsidered:
    convene: bool
    reasons: str = words("")

    def sentence(self) -> str:
        said = "A child protection conference is to be convened" if self.convene else "No child protection conference"
        return f"{said}, as the young person may have been harmed too. {self.reasons}".strip()
