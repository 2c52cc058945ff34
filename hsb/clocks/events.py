"""What people do to a clock: say why it is late, agree a later date, stop it and let it run again."""

from dataclasses import dataclass
from datetime import date

from hsb.chronology.declare import declare, words
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.english import long_date
from hsb.timeliness.extension_reasons import ExtensionReason
from hsb.timeliness.standards import PAUSE_WORDS


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
    coordinator: str = words("")

    def sentence(self) -> str:
        who = f" {self.coordinator} coordinates it across agencies." if self.coordinator else ""
        held = " The date set by law or guidance stays." if self.binding else ""
        return (
            f"“{self.title}”: {long_date(date.fromisoformat(self.until))} agreed beside the due date.{held}"
            f" {ExtensionReason(self.reason).label}. {self.text}{who}"
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
