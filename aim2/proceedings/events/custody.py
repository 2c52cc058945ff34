"""Bail by a court, remand, custody and release; and what was struck out."""

from dataclasses import dataclass

from aim2.proceedings.events.base import Entry, declared
from aim2.proceedings.words import day, joined
from hsb.chronology.declare import words


@declared("court_bail.given", "Bail by the court")
@dataclass(frozen=True, kw_only=True)
class CourtBailGiven(Entry):
    bail: str = ""
    until: str = ""
    conditions: str = words("")

    def said(self) -> str:
        until = f" to {day(self.until)}" if self.until else ""
        return joined(f"Bail by the court{until}.", self.conditions and f"Conditions: {self.conditions}")


@declared("court_bail.ended", "Bail by the court ended")
@dataclass(frozen=True, kw_only=True)
class CourtBailEnded(Entry):
    bail: str = ""

    def said(self) -> str:
        return "Bail by the court ended. Its conditions are no longer in force."


@declared("remand.made", "Remanded")
@dataclass(frozen=True, kw_only=True)
class RemandMade(Entry):
    custody: str = ""
    kind: str = "local_authority"
    until: str = ""
    where: str = words("")

    def said(self) -> str:
        to = "local authority accommodation" if self.kind == "local_authority" else "youth detention accommodation"
        return joined(f"Remanded to {to}{f' to {day(self.until)}' if self.until else ''}.", self.where)


@declared("custody.entered", "Custody dates")
@dataclass(frozen=True, kw_only=True)
class CustodyEntered(Entry):
    custody: str = ""
    release_on: str = ""
    establishment: str = words("")

    def said(self) -> str:
        out = f" Release expected {day(self.release_on)}." if self.release_on else ""
        return f"In custody{f' at {self.establishment}' if self.establishment else ''}.{out}"


@declared("custody.first_review_set", "First review in custody")
@dataclass(frozen=True, kw_only=True)
class FirstReviewSet(Entry):
    custody: str = ""
    first_review_on: str = ""

    def said(self) -> str:
        return f"First review meeting in custody on {day(self.first_review_on)}."


@declared("custody.released", "Released")
@dataclass(frozen=True, kw_only=True)
class CustodyReleased(Entry):
    custody: str = ""
    licence: bool = False
    licence_until: str = ""
    aim_required: bool = False
    terms: str = words("")

    def said(self) -> str:
        until = f" to {day(self.licence_until)}" if self.licence_until else ""
        licence = f" On licence{until}." if self.licence or until else ""
        return joined(f"Released.{licence}", self.terms)


@declared("panel.held", "Referral order panel held")
@dataclass(frozen=True, kw_only=True)
class PanelHeld(Entry):
    order_id: str = ""

    def said(self) -> str:
        return "The first referral order panel was held."


@declared("entry.struck_out", "Entry struck out")
@dataclass(frozen=True, kw_only=True)
class EntryStruckOut(Entry):
    """The entry it corrects did not happen. Nothing follows from it any more."""

    reason: str = words("")

    def said(self) -> str:
        return joined("This did not happen.", self.reason)
