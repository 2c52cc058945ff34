"""What happens in court."""

from dataclasses import dataclass

from aim2.proceedings.events.base import Entry, declared
from aim2.proceedings.states import Plea
from aim2.proceedings.words import BROKEN, CALLED, ORDERS, SENTENCES, day, joined, lower_first
from hsb.chronology.declare import words


@declared("charge.discontinued", "Charge dropped")
@dataclass(frozen=True, kw_only=True)
class ChargeDiscontinued(Entry):
    reason: str = words("")

    def said(self) -> str:
        return joined("The charge was dropped.", self.reason)


@declared("plea.entered", "Plea")
@dataclass(frozen=True, kw_only=True)
class PleaEntered(Entry):
    plea: str = Plea.NOT_GUILTY

    def said(self) -> str:
        return f"Plea: {Plea(self.plea).label[0].lower()}{Plea(self.plea).label[1:]}."


@declared("hearing.set", "Hearing set")
@dataclass(frozen=True, kw_only=True)
class HearingSet(Entry):
    hearing: str = ""
    hearing_on: str = ""
    time: str = ""
    purpose: str = "first_hearing"
    court: str = words("")

    def said(self) -> str:
        return f"Hearing on {day(self.hearing_on)}{f' at {self.time}' if self.time else ''}{f', {self.court}' if self.court else ''}."


@declared("hearing.moved", "Hearing moved")
@dataclass(frozen=True, kw_only=True)
class HearingMoved(Entry):
    hearing: str = ""
    hearing_on: str = ""
    time: str = ""
    was_on: str = ""

    def said(self) -> str:
        return f"The hearing of {day(self.was_on)} is now on {day(self.hearing_on)}{f' at {self.time}' if self.time else ''}."


@declared("hearing.held", "Hearing held")
@dataclass(frozen=True, kw_only=True)
class HearingHeld(Entry):
    hearing: str = ""
    result: str = words("")

    def said(self) -> str:
        return joined("The hearing was held.", self.result)


@declared("hearing.vacated", "Hearing taken out of the list")
@dataclass(frozen=True, kw_only=True)
class HearingVacated(Entry):
    hearing: str = ""

    def said(self) -> str:
        return "The hearing was taken out of the list."


@declared("finding.made", "Verdict")
@dataclass(frozen=True, kw_only=True)
class FindingMade(Entry):
    guilty: bool = True

    def said(self) -> str:
        return "The court found guilty." if self.guilty else "The court found not guilty."


@declared("psr.requested", "Pre-sentence report asked for")
@dataclass(frozen=True, kw_only=True)
class ReportRequested(Entry):
    report: str = ""
    hearing: str = ""
    hearing_on: str = ""

    def said(self) -> str:
        return f"The court asked for a pre-sentence report for the hearing on {day(self.hearing_on)}."


@declared("psr.lodged", "Pre-sentence report lodged")
@dataclass(frozen=True, kw_only=True)
class ReportLodged(Entry):
    report: str = ""
    hearing: str = ""

    def said(self) -> str:
        return "The pre-sentence report was lodged with the court."


@declared("psr.withdrawn", "Pre-sentence report no longer asked for")
@dataclass(frozen=True, kw_only=True)
class ReportWithdrawn(Entry):
    report: str = ""
    hearing: str = ""

    def said(self) -> str:
        return "The court no longer asks for the pre-sentence report."


@declared("psr.answer_chosen", "Report due before the assessment")
@dataclass(frozen=True, kw_only=True)
class ReportAnswerChosen(Entry):
    report: str = ""
    choice: str = "bring_forward"
    reason: str = words("")

    def said(self) -> str:
        chosen = {
            "bring_forward": "The AIM2 assessment is brought forward",
            "ask_time": "The court is asked for more time",
            "interim": "An interim extract goes to court, marked “assessment not finished”, without a level",
        }[self.choice]
        return joined(f"The report is due before the assessment. {chosen}.", self.reason)


@declared("sentence.passed", "Sentence")
@dataclass(frozen=True, kw_only=True)
class SentencePassed(Entry):
    order: str = "referral_order"  # the kind of sentence, by which standards choose
    order_id: str = ""
    from_on: str = ""
    until: str = ""
    aim_required: bool = False
    court: str = words("")
    detail: str = words("")

    def said(self) -> str:
        until = f" to {day(self.until)}" if self.until else ""
        return joined(
            f"Sentence: {SENTENCES[self.order]}{until}{f', {self.court}' if self.court else ''}.", self.detail
        )


@declared("court.ordered_aim", "Court ordered the work", quiet=True)
@dataclass(frozen=True, kw_only=True)
class CourtOrderedAim(Entry):
    order_id: str = ""
    ordered_on: str = ""
    court: str = words("")

    def said(self) -> str:
        return f"The court requires AIM2 as part of an order{f', {self.court}' if self.court else ''}."


@declared("order.made", "Order made")
@dataclass(frozen=True, kw_only=True)
class OrderMade(Entry):
    order: str = "shpo"
    order_id: str = ""
    from_on: str = ""
    until: str = ""
    aim_required: bool = False
    court: str = words("")
    terms: str = words("")

    def said(self) -> str:
        until = f" to {day(self.until)}" if self.until else ""
        return joined(f"{ORDERS[self.order]}{until}{f', {self.court}' if self.court else ''}.", self.terms)


@declared("breach.recorded", "Breach")
@dataclass(frozen=True, kw_only=True)
class BreachRecorded(Entry):
    """Of bail by a court, a remand, an order or a licence. Police bail has its own, with police (`BailBreached`)."""

    kind: str = "court_bail"
    bail: str = ""
    custody: str = ""
    order_id: str = ""
    what: str = words("")

    def said(self) -> str:
        broken = BROKEN.get(self.kind, "an order")
        return joined(f"Not kept: {lower_first(broken)}.", self.what)


@declared("order.ended", "Order ended")
@dataclass(frozen=True, kw_only=True)
class OrderEnded(Entry):
    order_id: str = ""
    order: str = ""
    reason: str = words("")

    def said(self) -> str:
        return joined(f"{CALLED.get(self.order, 'The order')} ended.".capitalize(), self.reason)
