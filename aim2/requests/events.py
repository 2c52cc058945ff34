"""What can happen to a request for AIM2, to who leads it and to whether the tool suits."""

from dataclasses import dataclass

from aim2.requests.states import NarrativeReason, Suits
from hsb.chronology.declare import declare, words


@declare("aim.requested", strand="youth_offending", title="AIM2 asked for by the police", record_class="criminal")
@dataclass(frozen=True)
class Aim2Requested:
    request: str
    admission: str
    asked_by: int
    asks: str = words("")

    def sentence(self) -> str:
        how = "in full" if self.admission == "full" else "in part"
        return f"The police asked for AIM2, with an allegation admitted {how}. {self.asks}".strip()


@declare(
    "aim.request_more_asked", strand="youth_offending", title="YOS asked the police for more", record_class="criminal"
)
@dataclass(frozen=True)
class MoreAsked:
    request: str
    asked_by: int
    question: str = words("")

    def sentence(self) -> str:
        return f"YOS asked the police for more before it decides on AIM2: {self.question}"


@declare("aim.request_answered", strand="youth_offending", title="Police answered YOS", record_class="criminal")
@dataclass(frozen=True)
class RequestAnswered:
    request: str
    answer: str = words("")

    def sentence(self) -> str:
        return f"The police answered what YOS asked: {self.answer}"


@declare("aim.request_accepted", strand="youth_offending", title="Request for AIM2 accepted", record_class="criminal")
@dataclass(frozen=True)
class RequestAccepted:
    request: str
    asked_by: int
    reason: str = words("")

    def sentence(self) -> str:
        return f"YOS accepted the request for AIM2. {self.reason}".strip()


@declare("aim.request_declined", strand="youth_offending", title="Request for AIM2 declined", record_class="criminal")
@dataclass(frozen=True)
class RequestDeclined:
    request: str
    asked_by: int
    reason: str = words("")
    alternative: str = words("")

    def sentence(self) -> str:
        return f"YOS declined the request for AIM2. {self.reason} Offered instead: {self.alternative}".strip()


@declare("aim.lead_named", strand="youth_offending", title="Lead of the assessment named", record_class="screening")
@dataclass(frozen=True)
class LeadNamed:
    lead: int
    co_worker: int | None
    who: str = words("")
    with_whom: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        co = f", with {self.with_whom}" if self.with_whom else ""
        return f"{self.who} leads the AIM2 assessment{co}. {self.reason}".strip()


@declare("aim.tool_judged", strand="youth_offending", title="Whether AIM2 suits was judged", record_class="screening")
@dataclass(frozen=True)
class ToolJudged:
    suits: str
    learning_disability: bool
    reasons: str = words("")
    changes: str = words("")
    alternative: str = words("")

    def sentence(self) -> str:
        instead = f" Used instead: {self.alternative}." if self.alternative else ""
        return f"{Suits(self.suits).label}. {self.reasons} {self.changes}{instead}".strip()


@declare("aim.narrative_only", strand="youth_offending", title="Narrative only", record_class="screening")
@dataclass(frozen=True)
class NarrativeOnly:
    why: str
    reasons: str = words("")

    def sentence(self) -> str:
        said = NarrativeReason(self.why).label
        return f"The assessment is written as a narrative, without rating, total, band or level. {said}. {self.reasons}".strip()
