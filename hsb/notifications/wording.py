"""What a notice says. No names, no details of a case: the sentence may be read over a shoulder."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hsb.agencies.permissions import Role
from hsb.agencies.profile import profile
from hsb.notifications.recipients import TELLINGS
from hsb.timeliness.english import counted, long_date

# What no event says: for administrators.
SENTENCES: dict[str, str] = {
    "outbox.failed": "A piece of background work has failed and will not be tried again",
    "emergency.often": "A colleague has asked for records in an emergency as often as one person may in a day: ring them",
    "role.proposed": "Somebody is proposed for a role that opens records: agree, or say why not",
    "role.refused": "A role you proposed was not agreed: read why",
    "role.given": "Somebody has been given a role that opens records at an agency you answer for",
    "role.yours": "You have been given one more role: sign in again to use it",
    "people.left": "A colleague has left or no longer holds their role: what they held needs somebody else",
    "mail.bounced": "An e-mail address was refused: ask the person for the right one",
}


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """Answer what a notice says, with a word for a correction of something told before."""
    if kind in CHASES:
        return CHASES[kind](facts)
    said = SENTENCES.get(kind) or TELLINGS[kind].says
    return f"Corrected: {said[0].lower()}{said[1:]}" if facts.get("corrects") else said


def detail(kind: str, facts: Mapping[str, Any]) -> str:
    """Answer what stands under the sentence of a notice: for an administrator what failed, of a reminder when it was due and
    whose move it is; "" for all others."""
    if kind == "outbox.failed":
        return f"{facts['kind']}, row {facts['message']}. On the server: manage.py outbox retry {facts['message']}"
    if kind not in CHASES or not facts.get("due") or kind == "chase.paused":
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


def _stands_still(facts: Mapping[str, Any]) -> str:
    return f"Paused for {counted(int(facts['late']), 'week')}, say whether the reason still holds: {_action(facts)}"


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
    "chase.paused": _stands_still,
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
