"""Events of looked-after status."""

from dataclasses import dataclass

from aim2.looked_after.terms import Ending, LegalBasis
from hsb.chronology.declare import declare, words

_IN = {"strand": "safeguarding", "record_class": "looked_after"}


@declare("looked_after.started", title="Looked after", **_IN)
@dataclass(frozen=True)
class LookedAfterStarted:
    spell: str
    basis: str
    detail: str = words("")

    def sentence(self) -> str:
        return f"Looked after: {LegalBasis(self.basis).label}. {self.detail}".strip()


@declare("looked_after.changed", title="Legal basis changed", **_IN)
@dataclass(frozen=True)
class LookedAfterChanged:
    """Another basis beside one that stands, or one of two ended: the child stays looked after, and the clocks go on."""

    spell: str
    basis: str
    ending: str = ""
    detail: str = words("")

    def sentence(self) -> str:
        basis = LegalBasis(self.basis).label
        if self.ending:
            return f"{basis} ended: {Ending(self.ending).label.lower()}. The child stays looked after."
        return f"Looked after also by: {basis}. {self.detail}".strip()


@declare("looked_after.ended", title="No longer looked after", **_IN)
@dataclass(frozen=True)
class LookedAfterEnded:
    spell: str
    basis: str
    ending: str

    def sentence(self) -> str:
        return f"No longer looked after: {Ending(self.ending).label.lower()}."


@declare("looked_after.not_so", title="Not looked after", **_IN)
@dataclass(frozen=True)
class NotLookedAfter:
    """The referral said so, and it is not."""

    def sentence(self) -> str:
        return "The referral said that the child is looked after. Social care says that this is not so."


@declare("reviewing_officer.named", title="Reviewing officer named", **_IN)
@dataclass(frozen=True)
class ReviewingOfficerNamed:
    person: int
    who: str = words("")

    def sentence(self) -> str:
        return f"{self.who} reviews as independent reviewing officer."
