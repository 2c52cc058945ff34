"""What can happen to consent. Who asked for AIM2 learns only that it does not start, or has stopped: those say no more."""

from dataclasses import dataclass

from aim2.consent.terms import Purpose
from hsb.chronology.declare import declare, words

_REPLIES = {
    "agrees": "agreed",
    "refuses": "refused",
    "more_time": "wants more time",
    "withdraws": "withdrew what was agreed",
}


@declare("aim.consent_answered", strand="youth_offending", title="Answer about AIM2 recorded", record_class="consent")
@dataclass(frozen=True)
class ConsentAnswered:
    """One answer. `whom` is purpose and person: what is offered again to one is no answer of another."""

    purpose: str
    giver: str
    reply: str
    whom: str
    offer_again: bool = False
    next_offer_on: str = ""
    called: str = words("")
    share_with: str = words("")
    reasons: str = words("")

    def sentence(self) -> str:
        who = f"{self.called[:1].upper()}{self.called[1:]}"
        purpose = Purpose(self.purpose).label
        with_whom = f" with {self.share_with}" if self.share_with else ""
        return f"{who} {_REPLIES[self.reply]}: {purpose[:1].lower()}{purpose[1:]}{with_whom}. {self.reasons}".strip()


@declare("aim.consent_complete", strand="youth_offending", title="Consent to AIM2 is complete")
@dataclass(frozen=True)
class ConsentComplete:
    own: bool

    def sentence(self) -> str:
        return "Everybody whose consent is needed has agreed to AIM2."


@declare("aim.does_not_start", strand="youth_offending", title="AIM2 does not start")
@dataclass(frozen=True)
class DoesNotStart:
    asked_by: int | None = None  # who asked for AIM2, to be told this and no more

    def sentence(self) -> str:
        return "AIM2 does not start."


@declare("aim.stopped", strand="youth_offending", title="AIM2 has stopped")
@dataclass(frozen=True)
class Stopped:
    asked_by: int | None = None  # who asked for AIM2, to be told this and no more

    def sentence(self) -> str:
        return "AIM2 has stopped."


@declare("aim.refusal_decided", strand="youth_offending", title="Decided what is done instead", record_class="consent")
@dataclass(frozen=True)
class RefusalDecided:
    next_offer_on: str
    safety_plan: str = words("")
    other_help: str = words("")
    social_care: str = words("")

    def sentence(self) -> str:
        parts = (
            f"Safety plan: {self.safety_plan}",
            f"Other help: {self.other_help}",
            f"Social care: {self.social_care}",
        )
        return f"Decided what is done instead of AIM2. {' '.join(parts)}"
