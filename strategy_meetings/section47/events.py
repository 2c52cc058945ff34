"""What can happen to a section 47 enquiry. That it ended is `investigation.ended`, like any other."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words
from strategy_meetings.section47.states import Outcome


@declare("s47.begun", strand="safeguarding", title="Section 47 enquiry begun")
@dataclass(frozen=True)
class Section47Begun:
    enquiry: str
    number: int
    kind: str
    basis: str

    def sentence(self) -> str:
        with_whom = "joint with the police" if self.kind == "joint" else "by children’s social care alone"
        why = "the strategy discussion" if self.basis == "meeting" else "the MASH decision"
        return f"A section 47 enquiry began with {why}, {with_whom}."


@declare("child.seen", strand="safeguarding", title="Child seen", record_class="section_47")
@dataclass(frozen=True)
class ChildSeen:
    enquiry: str

    def sentence(self) -> str:
        return "The child was seen alone for the section 47 enquiry."


@declare(
    "s47.proposed",
    strand="safeguarding",
    title="Outcome of the section 47 enquiry waiting for a manager",
    record_class="section_47",
)
@dataclass(frozen=True)
class Section47Proposed:
    enquiry: str
    s47_outcome: str

    def sentence(self) -> str:
        return f"The outcome of the section 47 enquiry waits for a manager: {_small(Outcome(self.s47_outcome).label)}."


@declare(
    "s47.returned", strand="safeguarding", title="Outcome of the section 47 enquiry returned", record_class="section_47"
)
@dataclass(frozen=True)
class Section47Returned:
    enquiry: str
    comment: str = words("")

    def sentence(self) -> str:
        return f"The outcome of the section 47 enquiry was returned: {self.comment}"


@declare(
    "s47.authorised",
    strand="safeguarding",
    title="Outcome of the section 47 enquiry authorised",
    record_class="section_47",
)
@dataclass(frozen=True)
class Section47Authorised:
    enquiry: str
    s47_outcome: str
    reasons: str = words("")

    def sentence(self) -> str:
        said = _small(Outcome(self.s47_outcome).label)
        return f"The outcome of the section 47 enquiry was authorised: {said}. {self.reasons}".strip()


@declare("s47.ended_without_conference", strand="safeguarding", title="No conference follows the section 47 enquiry")
@dataclass(frozen=True)
class EndedWithoutConference:
    enquiry: str
    by_exception: bool = False
    reasons: str = words("")

    def sentence(self) -> str:
        if self.by_exception:
            return f"No conference is held although a risk continues. {self.reasons}".strip()
        return "No child protection conference follows the section 47 enquiry."


def _small(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"
