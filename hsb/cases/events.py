"""What can happen to a case itself. Other apps declare their own."""

from dataclasses import dataclass
from datetime import date

from hsb.cases.states import STATES, Strand
from hsb.chronology.declare import declare, words
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.english import long_date
from hsb.timeliness.extension_reasons import ExtensionReason
from hsb.timeliness.standards import PAUSE_WORDS


@declare("case.opened", strand="", title="Record opened", quiet=True)
@dataclass(frozen=True)
class CaseOpened:
    kind: str

    def sentence(self) -> str:
        return (
            "Record opened for a young person." if self.kind == "displayed" else "Record opened for the person harmed."
        )


@declare("strand.moved", strand="", title="Stage changed", quiet=True)
@dataclass(frozen=True)
class StrandMoved:
    strand: str
    before: str
    after: str

    def sentence(self) -> str:
        states = STATES[Strand(self.strand)]
        return f"{Strand(self.strand).label}: {states(self.after).label}."


@declare("involvement.opened", strand="", title="Joined the case", quiet=True)
@dataclass(frozen=True)
class InvolvementOpened:
    who: str
    part: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"{self.who} can now see this record: {self.part}." + (f" {self.reason}" if self.reason else "")


@declare("involvement.closed", strand="", title="Left the case")
@dataclass(frozen=True)
class InvolvementClosed:
    who: str
    part: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"{self.who} can no longer see this record ({self.part})." + (f" {self.reason}" if self.reason else "")


@declare("case.linked", strand="", title="Linked to another record")
@dataclass(frozen=True)
class CaseLinked:
    called: str = words("")

    def sentence(self) -> str:
        return f"Linked to the record of {self.called}."


@declare("match.suggested", strand="safeguarding", title="May be known already", record_class="decision", hidden=True)
@dataclass(frozen=True)
class MatchSuggested:
    how_many: int

    def sentence(self) -> str:
        return "This child may be known already. MASH compares the records."


@declare("match.answered", strand="safeguarding", title="Records compared", record_class="decision", hidden=True)
@dataclass(frozen=True)
class MatchAnswered:
    same: bool
    reason: str = words("")

    def sentence(self) -> str:
        return f"Records compared: {'the same child' if self.same else 'a different child'}. {self.reason}".strip()


@declare("break_glass.used", strand="", title="Emergency access used")
@dataclass(frozen=True)
class BreakGlassUsed:
    until: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"Emergency access was used, until {self.until}. Reason: {self.reason}"


@declare("break_glass.reviewed", strand="", title="Emergency access reviewed", record_class="access_log")
@dataclass(frozen=True)
class BreakGlassReviewed:
    involvement: str
    justified: bool
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        found = "was justified" if self.justified else "was not justified"
        return f"Emergency access by {self.who} {found}. {self.reason}".strip()


@declare("case.restricted", strand="", title="Record restricted", record_class="access_log")
@dataclass(frozen=True)
class CaseRestricted:
    reason: str = words("")

    def sentence(self) -> str:
        return f"Record restricted: nobody can open it in an emergency. {self.reason}".strip()


@declare("case.unrestricted", strand="", title="Restriction lifted", record_class="access_log")
@dataclass(frozen=True)
class CaseUnrestricted:
    reason: str = words("")

    def sentence(self) -> str:
        return f"The record is no longer restricted. {self.reason}".strip()


@declare("case.denied", strand="", title="A person denied", record_class="access_log", quiet=True, hidden=True)
@dataclass(frozen=True)
class CaseDenialMade:
    user_id: int
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        return f"{self.who} must not see this record."  # why, those who decide read on the access page


@declare("case.denial_lifted", strand="", title="A denial lifted", record_class="access_log", quiet=True, hidden=True)
@dataclass(frozen=True)
class CaseDenialLifted:
    user_id: int
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        return f"{self.who} may see this record again, where they are on it."


@declare("note.added", strand="", title="Note written", record_class="notes")
@dataclass(frozen=True)
class NoteAdded:
    text: str = words("")

    def sentence(self) -> str:
        return self.text


@declare("delay.explained", strand="", title="Delay explained")
@dataclass(frozen=True)
class DelayExplained:
    standard: str
    root_event: int
    fell_due_on: str
    reason: str
    title: str = ""
    text: str = words("")

    def sentence(self) -> str:
        return f"Why “{self.title}” was late: {Reason(self.reason).label}. {self.text}".strip()


@declare("clock.extended", strand="", title="Later date agreed")
@dataclass(frozen=True)
class ClockExtended:
    standard: str
    root_event: int
    until: str
    reason: str
    binding: bool
    title: str = ""
    text: str = words("")

    def sentence(self) -> str:
        held = " The date set by law or guidance stays." if self.binding else ""
        return (
            f"“{self.title}”: {long_date(date.fromisoformat(self.until))} agreed beside the due date.{held}"
            f" {ExtensionReason(self.reason).label}. {self.text}"
        ).strip()


@declare("clock.paused", strand="", title="Clock paused")
@dataclass(frozen=True)
class ClockPaused:
    standard: str
    root_event: int
    reason: str
    title: str = ""
    text: str = words("")

    def sentence(self) -> str:
        return f"“{self.title}” stands still, because {PAUSE_WORDS[self.reason]}. {self.text}".strip()


@declare("clock.resumed", strand="", title="Clock goes on")
@dataclass(frozen=True)
class ClockResumed:
    standard: str
    root_event: int
    title: str = ""
    text: str = words("")

    def sentence(self) -> str:
        return f"“{self.title}” goes on. {self.text}".strip()
