"""What other parts of this stage do when a meeting's record is decided on."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from hsb.accounts.models import User
from hsb.cases.models import Case
from strategy_meetings.models import Invitation, Meeting

Hook = Callable[[Meeting, User, datetime], None]

ON_APPROVED: list[Hook] = []
"""Called inside the chair's approval, in its transaction: (meeting, by, at). An error there undoes the approval."""

ON_ISSUED: list[Hook] = []
"""Called inside `actions.issue` and `actions.amend`, in their transaction: (meeting, by, at)."""

ON_ENDED: list[Hook] = []
"""Called inside `ending.end` once a meeting counts as held, in its transaction: (meeting, by, at)."""


class Held(Protocol):
    """Records for one child that a meeting of its kind was held, and does what follows from it."""

    def __call__(self, meeting: Meeting, case: Case, *, by: User, at: datetime, press: UUID | None) -> None: ...


HELD: dict[str, Held] = {}
"""By the kind’s `held_event`: what `ending.end` calls for each child, for kinds whose room is another one."""

BEFORE_CALLING: list[Callable[..., None]] = []
"""Called inside `calling.call` and `ending.record_held` before anything is written: (kind, children, chair, starts_at, day_reason,
at). Raises ActionNotAllowed."""

ON_CALLED: list[Callable[..., None]] = []
"""Called once a meeting stands: (meeting, children, day_reason, incorporates, by, at)."""

ON_INVITED: list[Callable[[Meeting, Sequence[Invitation], User, datetime], None]] = []
"""Called when more people are called to a meeting that stands, with their invitations."""

ON_MOVED: list[Hook] = []
ON_CALLED_OFF: list[Callable[[Meeting, bool, User, datetime], None]] = []
"""Called inside `changing.call_off`: (meeting, still_needed, by, at)."""

BEFORE_END: list[Callable[[Meeting, Sequence[Case]], None]] = []
"""Called before a quorate meeting ends; raises ActionNotAllowed where something has to be said first."""

ON_ANSWERED: list[Callable[[Invitation, User, datetime], None]] = []
"""Called when somebody called has answered, also with a report."""

AFTER_WRITING: list[Callable[[Meeting, Case], None]] = []
"""Called after something was written on a meeting that has ended; raises ActionNotAllowed where that may not change any more."""

ALSO_MISSING: list[Callable[[Meeting, Sequence[Case]], list[str]]] = []
"""Answers what else the quorum needs, in words."""

LIVE: dict[str, Callable[..., dict[str, Any]]] = {}
"""By the kind’s `held_event`: what the live page shows besides, for one child: (opened, here)."""
