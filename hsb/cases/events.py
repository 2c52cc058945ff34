"""What can happen to a case itself. Other apps declare their own."""

from dataclasses import dataclass
from datetime import date

from hsb.cases.states import STATES, Strand
from hsb.chronology.declare import declare, words


@declare("case.opened", strand="", title="Record opened", quiet=True)
@dataclass(frozen=True)
class CaseOpened:
    kind: str

    def sentence(self) -> str:
        whose = {"displayed": "a young person", "harmed": "the person harmed"}.get(
            self.kind, "a child of the household"
        )
        return f"Record opened for {whose}."


@declare("strand.moved", strand="", title="Stage changed", quiet=True)
@dataclass(frozen=True)
class StrandMoved:
    strand: str
    before: str
    after: str

    def sentence(self) -> str:
        states = STATES[Strand(self.strand)]
        return f"{Strand(self.strand).label}: {states(self.after).label}."


@declare("episode.opened", strand="", title="Work opened again")
@dataclass(frozen=True)
class EpisodeOpened:
    """A new episode of a strand, linked to the end of the one before (`after`, its event)."""

    strand: str
    number: int
    after: int
    closed_on: str

    def sentence(self) -> str:
        on = date.fromisoformat(self.closed_on)
        return (
            f"{Strand(self.strand).label} is open again: episode {self.number}, after it was closed on {on:%-d %B %Y}."
        )


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


@declare("birth_date.recorded", strand="", title="Date of birth recorded", record_class="identity", quiet=True)
@dataclass(frozen=True)
class BirthDateRecorded:
    """From now on it is counted how long it is until 18: YOS works with the young person, or a court has made an order."""

    born_on: str

    def sentence(self) -> str:
        return "The date of birth is on the record: the move to adult services is prepared in time."


@declare("birth_date.corrected", strand="", title="Date of birth put right", record_class="identity")
@dataclass(frozen=True)
class BirthDateCorrected:
    crosses: str = ""
    reason: str = words("")

    def sentence(self) -> str:
        crosses = f" That crosses the age of {self.crosses}." if self.crosses else ""
        return f"The date of birth was put right.{crosses} {self.reason}".strip()
