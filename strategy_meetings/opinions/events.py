"""What can happen to a specialist opinion."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words


@declare("opinion.asked", strand="", title="Specialist opinion asked for", record_class="assessment")
@dataclass(frozen=True)
class OpinionAsked:
    opinion: str
    due_on: str
    agency: str
    agency_id: int | None
    asked_by: int
    to_person: int | None = None
    asked_of: str = words("")

    def sentence(self) -> str:
        return f"A specialist opinion was asked for: {self.asked_of}." if self.asked_of else "An opinion was asked for."


@declare("opinion.chased", strand="", title="Specialist opinion chased", record_class="assessment")
@dataclass(frozen=True)
class OpinionChased:
    opinion: str
    times: int
    note: str = words("")

    def sentence(self) -> str:
        return f"The specialist opinion was chased. {self.note}".strip()


@declare("opinion.received", strand="", title="Specialist opinion received", record_class="assessment")
@dataclass(frozen=True)
class OpinionReceived:
    opinion: str
    document: str
    asked_by: int
    in_short: str = words("")

    def sentence(self) -> str:
        return f"The specialist opinion has come. {self.in_short}".strip()


@declare("opinion.not_come", strand="", title="Specialist opinion asked, not come", record_class="assessment")
@dataclass(frozen=True)
class OpinionNotCome:
    opinion: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"The specialist opinion was asked for and has not come. {self.reason}".strip()


@declare("opinion.withdrawn", strand="", title="Specialist opinion no longer needed", record_class="assessment")
@dataclass(frozen=True)
class OpinionWithdrawn:
    opinion: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"The specialist opinion is no longer needed. {self.reason}".strip()
