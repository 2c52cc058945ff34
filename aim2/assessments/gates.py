"""What stands before the assessment: whether work may go on, what is locked, and who is accredited. Read from where it is kept."""

from dataclasses import dataclass
from datetime import date, datetime

from aim2.gates import queries as gates
from aim2.gates.answer import GateKey
from aim2.gates.rules import first_refusal
from aim2.models import Tool
from aim2.proceedings import queries as proceedings
from aim2.requests import queries as requests
from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.errors import ActionNotAllowed

LOCKED_TEXTS = frozenset({"behaviours.concerns_static", "child_account", "parent_account"})
"""Texts about what is alleged: they wait while talk about it is barred."""

LOCKED_TOTALS = frozenset({"concerns_static"})
"""Sub-totals that what is locked bears on: no number and no band before it opens."""

ASKED_OF: dict[str, tuple[GateKey, ...]] = {
    Tool.AIM2: tuple(GateKey),
    # What is asked of the tool and of its accreditation is AIM2's own.
    Tool.ALTERNATIVE: tuple(key for key in GateKey if key not in (GateKey.TOOL, GateKey.ACCREDITATION)),
    # Led by social care, below the age from which YOS engages.
    Tool.UNDER_12: (GateKey.CONSENT, GateKey.HOLD),
}
INSTRUMENTS: dict[str, str] = {Tool.AIM2: "AIM2", Tool.UNDER_12: "AIM Under 12s"}


@dataclass(frozen=True)
class Lock:
    """Why part of an assessment waits, and what opens it, in a sentence each."""

    why: str
    opens: str


def check_may_work(case: Case, *, tool: str = Tool.AIM2, at: datetime) -> None:
    """Nothing happens while work may go on. Raises ActionNotAllowed with what bars it, and what would open it."""
    if case.is_harmed:
        raise ActionNotAllowed(
            "This is work with a young person who displayed the behaviour, not with the child harmed."
        )
    refusal = first_refusal(gates.may_begin(case, on=clock.local_date(at)), ASKED_OF[tool])
    if refusal:
        raise ActionNotAllowed(f"The assessment cannot go on now. {refusal}")


def in_words(case: Case, *, at: datetime) -> str:
    """Answer where AIM2 stands, in words that say nothing of anybody's answer."""
    return gates.in_words(case, gates.may_begin(case, on=clock.local_date(at)))


def check_consent(case: Case, *, tool: str, at: datetime) -> None:
    """Nothing happens while consent stands, or an order requires the work. Raises ActionNotAllowed otherwise."""
    keys = tuple(key for key in ASKED_OF[tool] if key in (GateKey.CONSENT, GateKey.HOLD))
    refusal = first_refusal(gates.may_begin(case, on=clock.local_date(at)), keys)
    if refusal:
        raise ActionNotAllowed(f"The work cannot go on now. {refusal}")


def locks(case: Case, *, at: datetime) -> list[Lock]:
    """Answer what locks part of the assessment now: an agreement on work before trial, an open charge beside a finding."""
    found = []
    if agreement := gates.agreement_in_force(case):
        _, lock = agreement
        found.append(Lock("Locked by the agreement on work before trial.", f"Opens with {lock.ends_when}."))
    standing = proceedings.standing(case)
    numbers = {one.id: one.number for one in standing.allegations}
    for one in standing.locks:
        which = " and ".join(str(numbers[pk]) for pk in one.allegations if pk in numbers)
        found.append(
            Lock(f"Allegation {which} is charged and open: do not talk about it.", f"Opens with: {one.ends_by}.")
        )
    return found


def is_locked(key: str, found: list[Lock]) -> bool:
    """Whether a text waits while these locks hold."""
    return bool(found) and key in LOCKED_TEXTS


def accredited_until(user: User, *, tool: str, on: date, instrument: str = "") -> date | None:
    """Answer until when somebody is accredited for a tool, on a day; None where they are not. `instrument`: what it was rated with."""
    instrument = instrument or INSTRUMENTS.get(tool, "")
    if not instrument:
        return date.max
    held = requests.accreditations([user.pk], instrument=instrument).get(user.pk)
    return held.expires_on if held and held.accredited_on <= on <= held.expires_on else None
