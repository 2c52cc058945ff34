"""How it is said who is told of what. Each app says it of its own events in its `telling.py`; docs/notices.md is the one page.

A line says: when this happens on a case, everyone who is on *that* case in one of these parts, in one of these roles, is told.
A case is one child's record, so people who are only on the other child's record never appear. Whoever did it is not told, and
nobody is told of a case they may not see: `actions.tell` makes sure of both, whatever stands here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.chronology.models import CaseEvent


@dataclass(frozen=True)
class Involved:
    """What a line may ask about somebody on the case: their part and role in it, their agency, and who they are.

    `by_acting`: somebody else is told in their place, because they are away.
    """

    part: str
    role: str
    agency_id: int | None
    user_id: int = 0
    by_acting: bool = False


Condition = Callable[[Mapping[str, Any], Involved], bool]


@dataclass(frozen=True)
class Recipient:
    """People on the case by part and role (no roles: any role), if the event's facts are about them (`when`).

    `mail` also sends the e-mail that says only that something is waiting. `receipt` sends the e-mail of that name instead of a
    notice, and to whoever did it too: it is their proof.
    """

    parts: frozenset[Part]
    roles: frozenset[Role] = frozenset()
    mail: bool = False
    receipt: str = ""
    when: Condition | None = None
    called: str = ""  # how docs/notices.md says who that is, where parts and roles do not

    def includes(self, somebody: Involved, facts: Mapping[str, Any]) -> bool:
        """Answer whether this line means somebody with that part and role."""
        return (
            somebody.part in self.parts
            and (not self.roles or somebody.role in self.roles)
            and (self.when is None or self.when(facts, somebody))
        )


def on_case(
    *parts: Part,
    roles: tuple[Role, ...] = (),
    mail: bool = False,
    receipt: str = "",
    when: Condition | None = None,
    called: str = "",
) -> Recipient:
    """Answer the line for these parts."""
    return Recipient(frozenset(parts), frozenset(roles), mail, receipt, when, called)


MANAGERS = (Role.CSWS_MANAGER, Role.YOS_MANAGER)

# Those whom more than one app tells.
MASH = on_case(Part.FRONT_DOOR)
MASH_BY_MAIL = on_case(Part.FRONT_DOOR, mail=True)
YOS = on_case(Part.SCREENING)
YOS_BY_MAIL = on_case(Part.SCREENING, mail=True)
ALLOCATED = on_case(Part.ALLOCATED)
ALLOCATED_BY_MAIL = on_case(Part.ALLOCATED, mail=True)
MANAGER = on_case(Part.FRONT_DOOR, Part.SCREENING, Part.ALLOCATED, Part.INVOLVED, roles=MANAGERS)
MANAGER_BY_MAIL = on_case(Part.FRONT_DOOR, Part.SCREENING, Part.ALLOCATED, Part.INVOLVED, roles=MANAGERS, mail=True)

# A URL name and its arguments.
Link = tuple[str, dict[str, Any]]


class LeadsTo(Protocol):
    """Answers the page a notice of this event opens; `in_person` is false for whoever acts for somebody who is away."""

    def __call__(self, event: CaseEvent, *, in_person: bool) -> Link: ...


def the_case(event: CaseEvent, *, in_person: bool) -> Link:
    """Answer the page of the case, where a notice leads if nothing else is said."""
    return "cases:overview", {"reference": event.case.reference}


@dataclass(frozen=True)
class Telling:
    """Who is told when something happens, what the notice says and where it leads."""

    recipients: tuple[Recipient, ...]
    says: str
    leads_to: LeadsTo


TELLINGS: dict[str, Telling] = {}

# What happens without anybody being told: it is seen on the case when somebody looks.
SILENT: set[str] = set()


def tells(code: str, *recipients: Recipient, says: str, leads_to: LeadsTo = the_case) -> None:
    """These people are told when an event of that code happens on their case. `says` is a whole sentence for anybody's eyes: no
    names, no values. Said in an app's `telling.py`, read when the product starts.

    Raises ValueError when it is said already, here or in `silent`.
    """
    _once(code)
    TELLINGS[code] = Telling(recipients, says, leads_to)


def silent(*codes: str) -> None:
    """Nobody is told when events of these codes happen. A new event is listed here or in `tells`; a test sees to it."""
    for code in codes:
        _once(code)
        SILENT.add(code)


def _once(code: str) -> None:
    if code in TELLINGS or code in SILENT:
        raise ValueError(f"Who is told of {code} is said twice.")
