"""Events at the front door: received, claimed, checked with agencies, decided, told to the referrer; and allocation."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words
from referrals.models.mash import Outcome


@declare("mash.opened", strand="safeguarding", title="Opened by MASH")
@dataclass(frozen=True)
class MashOpened:
    reference: str

    def sentence(self) -> str:
        return f"MASH opened referral {self.reference} for the first time."


@declare("mash.claimed", strand="safeguarding", title="MASH is dealing with it")
@dataclass(frozen=True)
class MashClaimed:
    reference: str
    taken_over: bool
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        if self.taken_over:
            return f"{self.who} took over referral {self.reference}. {self.reason}".strip()
        return f"{self.who} is dealing with referral {self.reference}."


@declare("referral.acknowledged", strand="", title="Referral acknowledged")
@dataclass(frozen=True)
class ReferralAcknowledged:
    destination: str
    reference: str

    def sentence(self) -> str:
        where = {"mash": "MASH", "yos": "YOS"}[self.destination]
        return f"{where} acknowledged referral {self.reference}."


@declare("agency_check.asked", strand="safeguarding", title="Agency asked for a check", record_class="decision")
@dataclass(frozen=True)
class AgencyCheckAsked:
    agency: str  # the kind of agency: whose move it is
    agency_id: int
    agency_name: str
    due_on: str
    check: str

    def sentence(self) -> str:
        return f"{self.agency_name} was asked for a check."


@declare("agency_check.replied", strand="safeguarding", title="Agency replied to a check", record_class="decision")
@dataclass(frozen=True)
class AgencyCheckReplied:
    agency: str
    agency_name: str
    check: str

    def sentence(self) -> str:
        return f"{self.agency_name} replied to the check."


@declare("agency_check.closed", strand="safeguarding", title="Check closed", record_class="decision")
@dataclass(frozen=True)
class AgencyCheckClosed:
    agency: str
    agency_name: str
    check: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"The check asked of {self.agency_name} is closed. {self.reason}".strip()


@declare("mash.decided", strand="safeguarding", title="MASH decision proposed", record_class="decision")
@dataclass(frozen=True)
class MashDecided:
    outcome: str
    reasons: str = words("")

    def sentence(self) -> str:
        return f"Decision proposed: {outcome_words(self.outcome)}. {self.reasons}".strip()


@declare("mash.decision_returned", strand="safeguarding", title="MASH decision returned", record_class="decision")
@dataclass(frozen=True)
class MashDecisionReturned:
    comment: str = words("")

    def sentence(self) -> str:
        return f"The proposed decision was returned: {self.comment}"


@declare("mash.decision_approved", strand="safeguarding", title="MASH decision approved", record_class="decision")
@dataclass(frozen=True)
class MashDecisionApproved:
    outcome: str
    planning: str = ""
    planning_declined_reason: str = words("")

    def sentence(self) -> str:
        said = f"Decision approved: {outcome_words(self.outcome)}."
        if self.planning == "hold":
            return f"{said} A planning meeting is to be held."
        if self.planning == "decline":
            return f"{said} No planning meeting: {self.planning_declined_reason}"
        return said


@declare("mash.feedback_sent", strand="safeguarding", title="Referrer told the outcome", record_class="decision")
@dataclass(frozen=True)
class MashFeedbackSent:
    reference: str
    referral: str = ""
    told: str = words("")

    def sentence(self) -> str:
        return f"The referrer was told: {self.told}"


@declare("match.merged", strand="", title="Records compared", record_class="decision", hidden=True)
@dataclass(frozen=True)
class MatchMerged:
    other_reference: str
    is_the_known_one: bool

    def sentence(self) -> str:
        if self.is_the_known_one:
            return f"The new record {self.other_reference} is this child's, and was joined to this one."
        return f"This child was known already: joined to {self.other_reference}."


@declare("match.unmerged", strand="", title="Records compared", record_class="decision", hidden=True)
@dataclass(frozen=True)
class MatchUnmerged:
    other_reference: str
    reason: str = words("")

    def sentence(self) -> str:
        return f"No longer joined to {self.other_reference}. {self.reason}".strip()


@declare("worker.allocated", strand="safeguarding", title="Social worker allocated")
@dataclass(frozen=True)
class WorkerAllocated:
    worker: int
    reallocated: bool
    for_enquiry: bool = False  # a section 47 enquiry was decided on
    keeps_plan: bool = False  # no school is on the record: the safety plan is the worker's from now on
    agency: str = "csws"
    role: str = "social_worker"
    who: str = words("")
    reason: str = words("")

    def sentence(self) -> str:
        verb = "Reallocated" if self.reallocated else "Allocated"
        return f"{verb} to {self.who}. {self.reason}".strip()


def outcome_words(outcome: str) -> str:
    """Answer an outcome as it reads inside a sentence."""
    label = str(Outcome(outcome).label)
    return label[0].lower() + label[1:]
