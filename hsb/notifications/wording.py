"""What a notice says. No names, no details of a case: the sentence may be read over a shoulder."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.timeliness.english import counted, long_date

SENTENCES: dict[str, str] = {
    "referral.received": "A referral has been received",
    "referral.acknowledged": "The referral you sent has been acknowledged",
    "referral.addendum_added": "Something was added to a referral",
    "mash.claimed": "A colleague is dealing with this referral",
    "mash.decided": "A MASH decision is waiting for approval",
    "mash.decision_returned": "A proposed MASH decision has been returned",
    "mash.decision_approved": "A MASH decision has been approved",
    "mash.feedback_sent": "There is feedback on the referral you sent",
    "match.suggested": "This child may be known already",
    "worker.allocated": "A social worker has been allocated",
    "agency_check.asked": "Your agency has been asked for a check",
    "agency_check.replied": "An agency has replied to a check",
    "cf_assessment.started": "A child and family assessment has started",
    "cf_assessment.submitted": "A child and family assessment is waiting for authorisation",
    "cf_assessment.returned": "A child and family assessment has been returned",
    "cf_assessment.authorised": "A child and family assessment has been authorised",
    "hsb.finding_recorded": "The finding on the behaviour has been recorded",
    "investigation.ended": "The enquiry or investigation has ended",
    "yos.claimed": "A colleague is dealing with this referral",
    "yos.screened": "A referral has been screened",
    "yos.accepted": "A referral has been accepted",
    "yos.declined": "A referral has been declined and an alternative given",
    "yos.information_requested": "More information is needed about a referral",
    "yos.information_received": "The information asked for has arrived",
    "yos.allocated": "An officer has been allocated",
    "engagement.decided": "Whether to engage the family now has been decided",
    "offer.made": "Help has been offered to the family",
    "offer.answered": "The offer of help has been answered",
    "stance.recorded": "What the young person or a parent says about the work was recorded",
    "safety_plan.agreed": "A safety plan has been agreed",
    "safety_plan.reviewed": "A safety plan has been reviewed",
    "task.set": "You are asked to do or to answer something",
    "task.passed": "Something was handed on that you asked, or that is yours now",
    "task.asked_again": "You are asked again",
    "task.replied": "There is a reply on a task or question",
    "task.answered": "Your question has been answered",
    "task.done": "A task you set is done",
    "task.withdrawn": "Something you were asked is no longer needed",
    "escalation.moved": "You are asked to answer a disagreement",
    "escalation.answered": "A disagreement you raised has been answered",
    "escalation.resolved": "A disagreement has been resolved",
    "escalation.withdrawn": "A disagreement has been withdrawn",
    "escalation.closed": "A disagreement has been closed by the board",
    "escalation.letter_made": "The letter about a disagreement you raised is ready",
    "document.refused": "A document was refused by the malware scanner",
    "break_glass.used": "Emergency access was used on a case you manage",
    "clock.extended": "A later date has been agreed for something due",
    "clock.paused": "Something due stands still for the time being",
    "clock.resumed": "Something due that stood still goes on",
    "delay.explained": "Somebody has said why something was late",
    "case.restricted": "A record you are on has been restricted",
    "case.unrestricted": "A record you are on is no longer restricted",
    "outbox.failed": "A piece of background work has failed and will not be tried again",
    "mail.bounced": "An e-mail address was refused: ask the person for the right one",
}


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """Answer what a notice says, with a word for a correction of something told before."""
    if kind in CHASES:
        return CHASES[kind](facts)
    said = SENTENCES[kind]
    return f"Corrected: {said[0].lower()}{said[1:]}" if facts.get("corrects") else said


def detail(kind: str, facts: Mapping[str, Any]) -> str:
    """Answer what stands under the sentence of a notice: for an administrator what failed, of a reminder when it was due and
    whose move it is; "" for all others."""
    if kind == "outbox.failed":
        return f"{facts['kind']}, row {facts['message']}. On the server: manage.py outbox retry {facts['message']}"
    if kind not in CHASES or "due" not in facts:
        return ""
    whose = "" if kind == "chase.owner" else f" Whose move: {_whose(facts)}."
    return f"Due {long_date(date.fromisoformat(facts['due']))}.{whose}"


# -- chasing: what, how late, whose move ----------------------------------------------------------------------------------


def _your_move(facts: Mapping[str, Any]) -> str:
    return f"Your move, {_how_late(facts)}: {_action(facts)}"


def _their_move(facts: Mapping[str, Any]) -> str:
    return f"{_how_late(facts).capitalize()}: {_action(facts)}"


def _brought_to_you(facts: Mapping[str, Any]) -> str:
    return f"Brought to you, {_how_late(facts)}: {_action(facts)}"


def _held_by_nobody(facts: Mapping[str, Any]) -> str:
    return f"Nobody on the record holds this, give it to somebody; {_how_late(facts)}: {_action(facts)}"


def _nobody_to_tell(facts: Mapping[str, Any]) -> str:
    return (
        f"Work is waiting and nobody can be told: no record it is on has anybody who is {_whose(facts)}. "
        "Give somebody that role, and ask a manager to put them on their records."
    )


CHASES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "chase.owner": _your_move,
    "chase.manager": _their_move,
    "chase.escalation": _brought_to_you,
    "chase.unheld": _held_by_nobody,
    "chase.nobody": _nobody_to_tell,
}


def _action(facts: Mapping[str, Any]) -> str:
    action = str(facts["action"])
    return f"{action[0].lower()}{action[1:]}"


def _how_late(facts: Mapping[str, Any]) -> str:
    """Answer how late it was when the notice was written; the date beside it stays true."""
    late = int(facts["late"])
    if late > 0:
        return f"{counted(late, 'working day')} late"
    return f"due in {counted(-late, 'working day')}" if late else "due now"


def _whose(facts: Mapping[str, Any]) -> str:
    role = Role(facts["role"]).label if facts["role"] else ""
    return ", ".join(filter(None, (role, profile().name(facts["kind"]))))
