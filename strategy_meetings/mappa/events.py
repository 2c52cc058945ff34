"""What can happen with MAPPA, as far as it is kept here."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words


@declare("mappa.eligibility_recorded", strand="criminal_justice", title="MAPPA eligibility", record_class="mappa")
@dataclass(frozen=True)
class EligibilityRecorded:
    eligibility: str
    category: int  # 0: not eligible
    reason: str = words("")

    def sentence(self) -> str:
        said = f"Eligible for MAPPA, category {self.category}." if self.category else "Not eligible for MAPPA."
        return f"{said} {self.reason}".strip()


@declare("mappa.referred", strand="criminal_justice", title="Referred to MAPPA", record_class="mappa")
@dataclass(frozen=True)
class MappaReferred:
    referral: str
    category: int
    level: int

    def sentence(self) -> str:
        return f"The MAPPA referral was sent: category {self.category}, level {self.level} asked for."


@declare("mappa.accepted", strand="criminal_justice", title="MAPPA referral accepted", record_class="mappa")
@dataclass(frozen=True)
class MappaAccepted:
    referral: str
    level: int

    def sentence(self) -> str:
        attend = " Children’s services attend." if self.level >= 2 else ""
        return f"The MAPPA referral was accepted at level {self.level}.{attend}"


@declare("mappa.declined", strand="criminal_justice", title="MAPPA referral not accepted", record_class="mappa")
@dataclass(frozen=True)
class MappaDeclined:
    referral: str
    reply: str = words("")

    def sentence(self) -> str:
        return f"The MAPPA referral was not accepted. {self.reply}".strip()


@declare("mappa.level_set", strand="criminal_justice", title="MAPPA level", record_class="mappa")
@dataclass(frozen=True)
class MappaLevelSet:
    referral: str
    level: int

    def sentence(self) -> str:
        return f"Managed at MAPPA level {self.level}."


@declare("mappa.meeting_set", strand="criminal_justice", title="MAPPA meeting set", record_class="mappa")
@dataclass(frozen=True)
class MappaMeetingSet:
    meeting: str
    level: int
    held_on: str

    def sentence(self) -> str:
        return f"A level {self.level} MAPPA meeting is to be held."


@declare(
    "mappa.attendance_seen_to", strand="criminal_justice", title="Children’s services attend", record_class="mappa"
)
@dataclass(frozen=True)
class AttendanceSeenTo:
    meeting: str
    who: str = words("")

    def sentence(self) -> str:
        return f"{self.who} attends the MAPPA meeting for children’s services." if self.who else "Somebody attends."


@declare("mappa.held", strand="criminal_justice", title="MAPPA meeting held", record_class="mappa")
@dataclass(frozen=True)
class MappaHeld:
    meeting: str
    level: int

    def sentence(self) -> str:
        return f"A level {self.level} MAPPA meeting was held. Its minutes are the Responsible Authority’s."


@declare("mappa.not_held", strand="criminal_justice", title="MAPPA meeting not held", record_class="mappa")
@dataclass(frozen=True)
class MappaNotHeld:
    meeting: str
    level: int

    def sentence(self) -> str:
        return f"The level {self.level} MAPPA meeting was not held."


@declare(
    "mappa.action_set", strand="criminal_justice", title="Own action after MAPPA", record_class="mappa", quiet=True
)
@dataclass(frozen=True)
class MappaActionSet:
    task: str

    def sentence(self) -> str:
        return "An action of ours was set after a MAPPA meeting: it is a task."


@declare("mappa.ended", strand="criminal_justice", title="MAPPA management ended", record_class="mappa")
@dataclass(frozen=True)
class MappaEnded:
    referral: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"MAPPA management ended. {self.reason}".strip()
