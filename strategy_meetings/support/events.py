"""What can happen to the needs of a harmed child and to the support offered to them."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words
from strategy_meetings.support.states import Kind, OfferedTo, State

_IN = {"strand": "safeguarding", "record_class": "support"}


@declare("support.need_recorded", title="Need recorded", **_IN)
@dataclass(frozen=True)
class NeedRecorded:
    need: str
    what: str = words("")

    def sentence(self) -> str:
        return f"A need was recorded. {self.what}".strip()


@declare("support.need_met", title="Need met", **_IN)
@dataclass(frozen=True)
class NeedMet:
    need: str
    how: str = words("")

    def sentence(self) -> str:
        return f"A need is met, or is there no longer. {self.how}".strip()


@declare("support.offered", title="Support offered", **_IN)
@dataclass(frozen=True)
class SupportOffered:
    offer: str
    kind: str
    to: str
    service: str = words("")

    def sentence(self) -> str:
        by = f", by {self.service}" if self.service else ""
        return f"Support was offered{by}: {Kind(self.kind).label}. Offered to: {OfferedTo(self.to).label.lower()}."


@declare("support.answered", title="Support answered", **_IN)
@dataclass(frozen=True)
class SupportAnswered:
    offer: str
    kind: str
    to: str
    answer: str = words("")

    def sentence(self) -> str:
        return f"{Kind(self.kind).label}: {State(self.to).label.lower()}. {self.answer}".strip()


@declare("support.ended", title="Support ended", **_IN)
@dataclass(frozen=True)
class SupportEnded:
    offer: str
    kind: str
    because: str = words("")

    def sentence(self) -> str:
        return f"{Kind(self.kind).label}: ended. {self.because}".strip()
