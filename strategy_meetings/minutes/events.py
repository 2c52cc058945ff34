"""What can happen to the minutes of a meeting, as one child's chronology says it. That they went out is `strategy.record_sent`."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words
from strategy_meetings.minutes.states import Reached

_MEETING = "meeting"


@declare("minutes.copy_sent", strand="", title="Copy of minutes sent", record_class=_MEETING, quiet=True)
@dataclass(frozen=True)
class MinutesCopySent:
    copy: str
    meeting: str
    number: int
    minutes_version: str
    to_person: int | None = None
    to_name: str = words("")

    def sentence(self) -> str:
        return f"Copy {self.number} of the minutes, version {self.minutes_version}, was sent{self._whom}."

    @property
    def _whom(self) -> str:
        return f" to {self.to_name}" if self.to_name else ""


@declare("minutes.copy_reached", strand="", title="Family has its copy of minutes", record_class=_MEETING, quiet=True)
@dataclass(frozen=True)
class MinutesCopyReached:
    copy: str
    meeting: str
    number: int
    how: str
    to_name: str = words("")
    detail: str = words("")

    def sentence(self) -> str:
        whom = f" for {self.to_name}" if self.to_name else ""
        return f"Copy {self.number} of the minutes{whom}: {Reached(self.how).label.lower()}. {self.detail}".strip()


@declare("minutes.copy_withdrawn", strand="", title="Copy of minutes withdrawn", record_class=_MEETING)
@dataclass(frozen=True)
class MinutesCopyWithdrawn:
    copy: str
    meeting: str
    number: int
    breach: str
    reason: str = words("")

    def sentence(self) -> str:
        asked = {
            "yes": "It is a data breach.",
            "no": "It is no data breach.",
            "not_known": "Whether it is a data breach is being found out.",
        }.get(self.breach, "")
        return f"Copy {self.number} of the minutes was withdrawn. {self.reason} {asked}".strip()


@declare("minutes.objected", strand="", title="Objection to minutes", record_class=_MEETING)
@dataclass(frozen=True)
class MinutesObjected:
    objection: str
    meeting: str
    chair: int
    text: str = words("")

    def sentence(self) -> str:
        return f"Somebody who has a copy says that the minutes are not accurate. {self.text}".strip()


@declare("minutes.objection_answered", strand="", title="Objection to minutes answered", record_class=_MEETING)
@dataclass(frozen=True)
class MinutesObjectionAnswered:
    objection: str
    meeting: str
    answer: str
    raised_by: int
    answer_words: str = words("")

    def sentence(self) -> str:
        said = "The minutes are amended" if self.answer == "amended" else "The objection is kept beside the minutes"
        return f"{said}. {self.answer_words}".strip()
