"""What police record."""

from dataclasses import dataclass

from aim2.proceedings.events.base import Entry, declared
from aim2.proceedings.states import Admission
from aim2.proceedings.words import BAIL_ENDS, CPS, OUTCOMES, RANKS, day, joined
from hsb.chronology.declare import words


@declared("allegation.added", "Allegation added")
@dataclass(frozen=True, kw_only=True)
class AllegationAdded(Entry):
    alleged_on: str = ""
    sexual: bool = True
    offence: str = words("")

    def said(self) -> str:
        return f"A further allegation: {self.offence}."


@declared("allegation.confirmed", "Allegation confirmed")
@dataclass(frozen=True, kw_only=True)
class AllegationConfirmed(Entry):
    """What the referral said is so, or is so in these words. `status` is where police say it stands, when they say it."""

    alleged_on: str = ""
    what: str = words("")

    def said(self) -> str:
        return joined("What was referred is confirmed.", self.what)


@declared("interview.held", "Interview under caution")
@dataclass(frozen=True, kw_only=True)
class InterviewHeld(Entry):
    voluntary: bool = True
    adult: bool = True  # an appropriate adult was there
    solicitor: bool = False

    def said(self) -> str:
        present = [w for w, there in (("an appropriate adult", self.adult), ("a solicitor", self.solicitor)) if there]
        kind = "Voluntary interview under caution" if self.voluntary else "Interview under caution"
        return f"{kind}, {' and '.join(present)} present." if present else f"{kind}."


@declared("arrest.made", "Arrest")
@dataclass(frozen=True, kw_only=True)
class ArrestMade(Entry):
    arrest: str = ""

    def said(self) -> str:
        return "Arrested."


@declared("admission.recorded", "What was admitted")
@dataclass(frozen=True, kw_only=True)
class AdmissionRecorded(Entry):
    admission: str = Admission.NONE

    def said(self) -> str:
        return f"{Admission(self.admission).label}."


@declared("bail.started", "Bail before charge")
@dataclass(frozen=True, kw_only=True)
class BailStarted(Entry):
    bail: str = ""
    arrested_on: str = ""
    return_on: str = ""
    period: int = 1
    conditions: str = words("")

    def said(self) -> str:
        until = f" to return on {day(self.return_on)}" if self.return_on else ""
        return joined(f"Released on police bail{until}.", self.conditions and f"Conditions: {self.conditions}")


@declared("bail.changed", "Bail conditions changed")
@dataclass(frozen=True, kw_only=True)
class BailChanged(Entry):
    bail: str = ""
    return_on: str = ""
    conditions: str = words("")

    def said(self) -> str:
        return joined(
            f"Bail now to {day(self.return_on)}." if self.return_on else "",
            f"Conditions now: {self.conditions}" if self.conditions else "Bail without conditions.",
        )


@declared("bail.extended", "Bail extended")
@dataclass(frozen=True, kw_only=True)
class BailExtended(Entry):
    bail: str = ""
    arrested_on: str = ""
    return_on: str = ""
    period: int = 2
    rank: str = "inspector"

    def said(self) -> str:
        return f"Bail extended by {RANKS.get(self.rank, self.rank)} to {day(self.return_on)}."


@declared("bail.ended", "Bail before charge ended")
@dataclass(frozen=True, kw_only=True)
class BailEnded(Entry):
    bail: str = ""
    why: str = "released"

    def said(self) -> str:
        return f"Police bail ended: {BAIL_ENDS.get(self.why, self.why)}. Its conditions are no longer in force."


@declared("bail.breached", "Bail broken")
@dataclass(frozen=True, kw_only=True)
class BailBreached(Entry):
    bail: str = ""
    what: str = words("")

    def said(self) -> str:
        return joined("Bail was broken.", self.what)


@declared("rui.started", "Released under investigation")
@dataclass(frozen=True, kw_only=True)
class ReleasedUnderInvestigation(Entry):
    release: str = ""

    def said(self) -> str:
        return "Released under investigation, without conditions."


@declared("rui.reviewed", "Investigation reviewed")
@dataclass(frozen=True, kw_only=True)
class InvestigationReviewed(Entry):
    release: str = ""
    stands: str = words("")

    def said(self) -> str:
        return joined("The investigation was reviewed.", self.stands)


@declared("rui.ended", "No longer under investigation", quiet=True)
@dataclass(frozen=True, kw_only=True)
class ReleaseEnded(Entry):
    release: str = ""

    def said(self) -> str:
        return "Released under investigation no longer: the case went on."


@declared("charging.papers_sent", "Papers sent to the CPS")
@dataclass(frozen=True, kw_only=True)
class PapersSent(Entry):
    bail: str = ""
    disclosed: str = words("")

    def said(self) -> str:
        return joined("Papers sent to the CPS.", self.disclosed and f"With them went: {self.disclosed}")


@declared("charging.decided", "CPS decision")
@dataclass(frozen=True, kw_only=True)
class ChargingDecided(Entry):
    bail: str = ""
    decision: str = "charge"
    reason: str = words("")

    def said(self) -> str:
        return joined(f"The CPS decided: {CPS.get(self.decision, self.decision)}.", self.reason)


@declared("outcome.out_of_court", "Outcome out of court")
@dataclass(frozen=True, kw_only=True)
class OutOfCourt(Entry):
    disposal: str = "community_resolution"
    conditions: str = words("")

    def said(self) -> str:
        return joined(f"{OUTCOMES[self.disposal]}.", self.conditions)


@declared("outcome.no_further_action", "No further action")
@dataclass(frozen=True, kw_only=True)
class InvestigationEnded(Entry):
    by_whom: str = "police"
    reason: str = words("")

    def said(self) -> str:
        return joined(f"No further action, decided by {'the CPS' if self.by_whom == 'cps' else 'police'}.", self.reason)


@declared("charge.made", "Charged")
@dataclass(frozen=True, kw_only=True)
class ChargeMade(Entry):
    charge: str = ""
    offence: str = words("")

    def said(self) -> str:
        return f"Charged{f' with {self.offence}' if self.offence else ''}."


@declared("notification.required", "Must notify the police")
@dataclass(frozen=True, kw_only=True)
class NotificationRequired(Entry):
    notification: str = ""
    from_on: str = ""
    until: str = ""

    def said(self) -> str:
        return f"Must notify the police of where they live from {day(self.from_on)} to {day(self.until) or 'no known end'}."


@declared("notification.made", "Notified the police")
@dataclass(frozen=True, kw_only=True)
class NotificationMade(Entry):
    notification: str = ""

    def said(self) -> str:
        return "Notified the police as the law requires."
