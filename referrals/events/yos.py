"""Events at the Youth Offending Service: opened, claimed, screened, asked and answered, allocated."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words


@declare("yos.opened", strand="youth_offending", title="Opened by YOS")
@dataclass(frozen=True)
class YosOpened:
    reference: str

    def sentence(self) -> str:
        return f"YOS opened referral {self.reference} for the first time."


@declare("yos.claimed", strand="youth_offending", title="YOS is dealing with it")
@dataclass(frozen=True)
class YosClaimed:
    reference: str
    who: str = words("")

    def sentence(self) -> str:
        return f"{self.who} is dealing with referral {self.reference} at YOS."


@declare("yos.screened", strand="youth_offending", title="Screened by YOS", record_class="screening")
@dataclass(frozen=True)
class YosScreened:
    outcome: str
    met: int
    not_met: int
    reasons: str = words("")

    def sentence(self) -> str:
        return f"YOS screened the referral: {self.met} criteria met, {self.not_met} not met. {self.reasons}".strip()


@declare("yos.accepted", strand="youth_offending", title="Accepted by YOS")
@dataclass(frozen=True)
class YosAccepted:
    reference: str

    def sentence(self) -> str:
        return f"YOS accepted referral {self.reference}."


@declare("yos.declined", strand="youth_offending", title="Declined by YOS")
@dataclass(frozen=True)
class YosDeclined:
    reference: str
    alternative: str = words("")

    def sentence(self) -> str:
        return f"YOS declined referral {self.reference}. Offered instead: {self.alternative}"


@declare("yos.information_requested", strand="youth_offending", title="YOS asked for more", record_class="screening")
@dataclass(frozen=True)
class YosInformationRequested:
    reference: str
    reason: str = "information_requested"
    question: str = words("")

    def sentence(self) -> str:
        return f"YOS asked for more before it decides: {self.question}"


@declare("yos.information_received", strand="youth_offending", title="YOS has its answer", record_class="screening")
@dataclass(frozen=True)
class YosInformationReceived:
    reference: str
    answer: str = words("")

    def sentence(self) -> str:
        return f"What YOS asked for has come: {self.answer}"


@declare("yos.allocated", strand="youth_offending", title="YOS officer allocated")
@dataclass(frozen=True)
class YosAllocated:
    officer: int
    reallocated: bool
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        verb = "Reallocated" if self.reallocated else "Allocated"
        return f"{verb} to {self.who}, YOS. {self.reason}".strip()
