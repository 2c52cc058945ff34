"""What can happen to a disagreement. Only those who read disagreements learn that any of it happened."""

from dataclasses import dataclass

from hsb.agencies.profile import profile
from hsb.chronology.declare import declare, words

_ABOUT = {
    "threshold": "the threshold decision",
    "delay": "delay",
    "aim": "the AIM assessment",
    "information": "information that was not shared",
    "plan": "the plan",
    "other": "something else",
}
_OUTCOMES = {"upheld": "upheld", "partly": "upheld in part", "not_upheld": "not upheld"}


@declare("escalation.opened", strand="", title="Disagreement raised", record_class="escalation", hidden=True)
@dataclass(frozen=True)
class EscalationOpened:
    escalation: str
    number: int
    about: str
    agency: str  # of whoever raised it
    role: str
    raised_by: int
    on_behalf: bool
    text: str = words("")

    def sentence(self) -> str:
        whose = " for the child or family" if self.on_behalf else ""
        return f"Disagreement {self.number} arose about {_ABOUT[self.about]}{whose}. {self.text}".strip()


@declare("escalation.moved", strand="", title="Disagreement sent on", record_class="escalation", hidden=True)
@dataclass(frozen=True)
class EscalationMoved:
    """One for each agency asked at the level, or each of its contacts: each has a clock of its own."""

    escalation: str
    number: int
    level: int
    question: str
    agency: str
    role: str
    raised_by: int
    person: int | None = None
    reason: str = words("")
    who: str = words("")

    def sentence(self) -> str:
        asked = ", ".join(filter(None, (self.who, profile().name(self.agency))))
        return f"Disagreement {self.number}, level {self.level}: {asked} was asked. {self.reason}".strip()


@declare("escalation.answered", strand="", title="Disagreement answered", record_class="escalation", hidden=True)
@dataclass(frozen=True)
class EscalationAnswered:
    escalation: str
    number: int
    level: int
    question: str
    agency: str
    jointly: bool
    raised_by: int
    text: str = words("")

    def sentence(self) -> str:
        how = "answered, jointly" if self.jointly else "answered"
        said = f"Disagreement {self.number}, level {self.level}: {profile().name(self.agency)} {how}. {self.text}"
        return said.strip()


@declare("escalation.passed", strand="", title="Disagreement not answered", record_class="escalation", hidden=True)
@dataclass(frozen=True)
class EscalationPassed:
    """It ended, or went on, before this agency answered; its clock ends."""

    escalation: str
    number: int
    level: int
    question: str
    agency: str

    def sentence(self) -> str:
        asked = profile().name(self.agency)
        return f"Disagreement {self.number}, level {self.level}: {asked} had not answered, and is not asked any more."


@declare("escalation.resolved", strand="", title="Disagreement resolved", record_class="escalation", hidden=True)
@dataclass(frozen=True)
class EscalationResolved:
    escalation: str
    number: int
    level: int
    raised_by: int
    text: str = words("")

    def sentence(self) -> str:
        return f"Disagreement {self.number} was resolved at level {self.level}. {self.text}".strip()


@declare("escalation.withdrawn", strand="", title="Disagreement withdrawn", record_class="escalation", hidden=True)
@dataclass(frozen=True)
class EscalationWithdrawn:
    escalation: str
    number: int
    level: int
    raised_by: int
    reason: str = words("")

    def sentence(self) -> str:
        return f"Disagreement {self.number} was withdrawn. {self.reason}".strip()


@declare("escalation.closed", strand="", title="Disagreement closed", record_class="escalation", hidden=True)
@dataclass(frozen=True)
class EscalationClosed:
    escalation: str
    number: int
    level: int
    outcome: str
    raised_by: int
    text: str = words("")

    def sentence(self) -> str:
        board = profile().name("lscb")
        return f"Disagreement {self.number} was closed by {board}: {_OUTCOMES[self.outcome]}. {self.text}".strip()


@declare("escalation.letter_made", strand="", title="Letter made", record_class="escalation", hidden=True)
@dataclass(frozen=True)
class EscalationLetterMade:
    escalation: str
    number: int
    letter: str
    document: str
    raised_by: int

    def sentence(self) -> str:
        which = "an acknowledgement" if self.letter == "acknowledgement" else "the outcome"
        return f"Disagreement {self.number}: the letter with {which} was made."
