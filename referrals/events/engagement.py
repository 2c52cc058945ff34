"""Events between the end of an enquiry and the family's answer."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words


@declare("investigation.ended", strand="safeguarding", title="Enquiry or investigation ended")
@dataclass(frozen=True)
class InvestigationEnded:
    kind: str
    ended_on: str
    outcome: str = words("")

    def sentence(self) -> str:
        said = "The section 47 enquiry" if self.kind == "s47" else "The criminal investigation"
        return f"{said} ended. {self.outcome}".strip()


@declare("engagement.decided", strand="safeguarding", title="Decision to engage", record_class="engagement")
@dataclass(frozen=True)
class EngagementDecided:
    engage: bool
    reasons: str = words("")

    def sentence(self) -> str:
        said = "Decided to engage the young person and family" if self.engage else "Decided not to engage for now"
        return f"{said}. {self.reasons}".strip()


@declare("offer.made", strand="safeguarding", title="Help offered", record_class="engagement")
@dataclass(frozen=True)
class OfferMade:
    to: str
    response: str
    made_by: str = words("")
    framing: str = words("")

    def sentence(self) -> str:
        to = {
            "both": "the young person and a parent or carer",
            "young_person": "the young person",
            "parent": "a parent or carer",
        }
        answer = RESPONSES[self.response]
        return f"{self.made_by} offered help to {to[self.to]}. {answer}".strip()


@declare("offer.answered", strand="safeguarding", title="Offer answered", record_class="engagement")
@dataclass(frozen=True)
class OfferAnswered:
    response: str
    said: str = words("")

    def sentence(self) -> str:
        return f"The offer of help was answered. {RESPONSES[self.response]} {self.said}".strip()


@declare("stance.recorded", strand="safeguarding", title="Stance recorded", record_class="engagement")
@dataclass(frozen=True)
class StanceRecorded:
    whose: str
    stance: str
    called: str = words("")
    said: str = words("")

    def sentence(self) -> str:
        how = {
            "accepts": "accepts what happened",
            "partly": "accepts part of it",
            "denies": "denies it",
            "unsure": "is unsure, or changes",
            "not_known": "has not said",
        }
        return f"{self.called[:1].upper()}{self.called[1:]} {how[self.stance]}. {self.said}".strip()


@declare("yos.asked", strand="youth_offending", title="YOS told what is asked", record_class="referral")
@dataclass(frozen=True)
class SentOnToYos:
    reference: str
    asks: str = words("")

    def sentence(self) -> str:
        return f"Asked of YOS: {self.asks}"


RESPONSES = {
    "accepted": "It was accepted.",
    "thinking": "They want time to think.",
    "refused": "It was refused; the case stays open.",
    "no_answer": "There is no answer yet.",
}
