"""What follows from a step of the criminal case, as events of their own: hold, telling, safety plans, the family, the decision asked.

What is on a harmed child's record says nothing of the young person beyond what a family is told: that there was a step, and which.
"""

from dataclasses import dataclass, field

from aim2.proceedings.words import joined
from hsb.chronology.declare import declare, words
from strategy_meetings.safety_plans.events import because


@declare("aim.hold_began", strand="youth_offending", title="AIM2 held", record_class="screening")
@dataclass(frozen=True)
class HoldBegan:
    rule: str
    allegations: list[str] = field(default_factory=list)
    because: str = words("")

    def sentence(self) -> str:
        return f"AIM2 is held: {self.because}. No session, rating or sign-off."


@declare("aim.hold_ended", strand="youth_offending", title="AIM2 no longer held", record_class="screening")
@dataclass(frozen=True)
class HoldEnded:
    lifted: bool = False
    allegations: list[str] = field(default_factory=list)  # for which it was lifted
    reason: str = words("")

    def sentence(self) -> str:
        return joined("AIM2 is no longer held." if not self.lifted else "The hold on AIM2 was lifted.", self.reason)


@declare("proceedings.outcome", strand="criminal_justice", title="Outcome to be told", record_class="criminal")
@dataclass(frozen=True)
class OutcomeReached:
    """A finding or another outcome, of which social care must know (P6.5). `agency` and `role`: who acknowledges it."""

    outcome: str
    kind: str
    agency: str = "csws"
    role: str = "social_worker"
    person: int | None = None
    allegations: list[str] = field(default_factory=list)
    what: str = words("")

    def sentence(self) -> str:
        to = "the social worker" if self.role == "social_worker" else "MASH, as no social worker has the case"
        return f"{self.what} This is told to {to}, who says that it has arrived."


@declare(
    "proceedings.outcome_told", strand="criminal_justice", title="Outcome told by telephone", record_class="criminal"
)
@dataclass(frozen=True)
class OutcomeTold:
    outcome: str
    to: str = words("")

    def sentence(self) -> str:
        return f"{self.to} was told of the outcome by telephone."


@declare("proceedings.outcome_known", strand="criminal_justice", title="Outcome acknowledged", record_class="criminal")
@dataclass(frozen=True)
class OutcomeAcknowledged:
    outcome: str

    def sentence(self) -> str:
        return "Children’s social care knows of the outcome."


@declare("proceedings.outcome_withdrawn", strand="criminal_justice", title="Outcome withdrawn", record_class="criminal")
@dataclass(frozen=True)
class OutcomeWithdrawn:
    outcome: str

    def sentence(self) -> str:
        return "The outcome was recorded by mistake. It need not be told."


@declare("welfare.decision_asked", strand="safeguarding", title="Welfare decision asked", record_class="decision")
@dataclass(frozen=True)
class WelfareDecisionAsked:
    step: str
    because: str
    agency: str = "csws"
    role: str = "social_worker"
    person: int | None = None

    def sentence(self) -> str:
        why = {
            "nfa": "no further action is taken",
            "discontinued": "the charge was dropped",
            "acquitted": "the court found not guilty",
        }[self.because]
        return f"Bail conditions no longer keep anybody safe or may not for long, because {why}: what does this child need now?"


@declare("welfare.decided", strand="safeguarding", title="Welfare decision", record_class="decision")
@dataclass(frozen=True)
class WelfareDecided:
    step: str
    decision: str = "goes_on"
    reason: str = words("")

    def sentence(self) -> str:
        decided = {
            "goes_on": "The present plan goes on",
            "strategy": "A strategy discussion is called for",
            "assessment": "The child is assessed again",
            "nothing": "Nothing more is needed",
        }[self.decision]
        return joined(f"{decided}.", self.reason)


STEPS: dict[str, str] = {
    "arrest": "An arrest was made",
    "breach": "What police or the court had required was not kept",
    "interview": "An interview under caution took place",
    "bail": "Bail was given, changed or ended",
    "charge": "A charge was made",
    "no_further_action": "The case ends without a charge",
    "out_of_court": "The case ends out of court",
    "discontinued": "A charge was dropped",
    "plea": "A plea was entered in court",
    "guilty": "The court reached a verdict of guilty",
    "not_guilty": "The court reached a verdict of not guilty",
    "sentence": "The court passed sentence",
    "order": "The court made or ended an order",
    "remand": "The court decided where the young person is to live until the next hearing",
    "release": "The young person was released",
    "correction": "Something recorded of the criminal case was put right",
}
"""The steps of which families are told and safety plans follow, in the words that may stand on the harmed child's record."""


because(STEPS)


@declare("family.step", strand="criminal_justice", title="Step in the criminal case", record_class="header")
@dataclass(frozen=True)
class FamilyToBeTold:
    """On the harmed child's record alone. Whose move: the victim worker's where one is on it, else the police officer's."""

    step: str
    kind: str
    agency: str = "police"
    role: str = "police_officer"
    person: int | None = None

    def sentence(self) -> str:
        return f"{STEPS[self.kind]}. The family is told."


@declare("family.told", strand="criminal_justice", title="Family told", record_class="header")
@dataclass(frozen=True)
class FamilyTold:
    step: str
    how: str = words("")

    def sentence(self) -> str:
        return joined("The family was told of the step in the criminal case.", self.how)


@declare("proceedings.heard", strand="criminal_justice", title="Heard from somebody", record_class="criminal")
@dataclass(frozen=True)
class Heard:
    """What somebody who does not record it was told. Nothing follows until police or YOS have confirmed it."""

    heard: str
    confirmed_by: str = "police"  # the kind of agency that is asked
    role: str = "police_officer"
    allegations: list[str] = field(default_factory=list)
    what: str = words("")
    told_by: str = words("")

    def sentence(self) -> str:
        return f"{self.what.rstrip('.')}. Told by {self.told_by}; to be confirmed."


@declare(
    "proceedings.heard_answered", strand="criminal_justice", title="What was heard, answered", record_class="criminal"
)
@dataclass(frozen=True)
class HeardAnswered:
    heard: str
    is_so: bool = True
    answer: str = words("")

    def sentence(self) -> str:
        return joined("Confirmed." if self.is_so else "It is not so.", self.answer)
