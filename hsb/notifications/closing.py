"""A reminder whose work is done closes itself: it counts as read, and nobody is counted as having it to do.

A reminder is known by its key, which names the clock and the day it was held to (`chasing_sql`). It stands as long as that clock runs,
is held to that day, and waits for the role it was written to.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from hsb.notifications.chasing_sql import PAUSED
from hsb.notifications.models import Notice
from hsb.notifications.wording import CHASES
from hsb.timeliness import queries as timeliness
from hsb.timeliness.facts import State
from hsb.timeliness.models import Deadline
from hsb.timeliness.moves import role_to_move

Clock = tuple[str, str]
"""A clock of a case as a key names it: the code of its standard and the event that started it."""


def close_done(case_id: UUID, *, at: datetime) -> int:
    """Every unread reminder of this case whose work is done, put off or somebody else's now is read; answer how many were.

    To be called whenever something was recorded on the case.
    """
    clocks = {(d.standard_code, str(d.root_event)): d for d in timeliness.clocks_of([case_id])}
    here = Notice.objects.unread().filter(case=case_id, kind__in=CHASES)
    unread = [*here, *_brought_without_the_case(clocks)]
    done = [one.pk for one in unread if not _stands(one, clocks.get(_clock_of(one)))]
    return Notice.objects.unread().filter(pk__in=done).update(read_at=at) if done else 0


def _brought_without_the_case(clocks: dict[Clock, Deadline]) -> Iterable[Notice]:
    """Answer what was brought to an agency's contact, who is not on the case: found by the clocks that were ever late."""
    late = [key for key, deadline in clocks.items() if deadline.broken_on is not None]
    if not late:
        return []
    named = Q()
    for code, root in late:
        named |= Q(key__startswith=f"chase:{code}:{root}:")
    return Notice.objects.unread().filter(named, case=None, kind__in=CHASES)


def _clock_of(notice: Notice) -> Clock:
    _, code, root, *_ = notice.key.split(":")
    return code, root


def pause_asked_about(key: str) -> int:
    """Answer which pause a reminder of one asks about: the event that began it."""
    return int(key.split(":")[4]) // PAUSED


def _stands(notice: Notice, deadline: Deadline | None) -> bool:
    if deadline is None or not deadline.is_running:
        return False
    if (deadline.state == State.PAUSED and deadline.late_at is None) != (notice.kind == "chase.paused"):
        return False
    if notice.kind == "chase.paused":
        return pause_asked_about(notice.key) == deadline.paused_spans[-1]["began_by"]
    if deadline.judged_on is None:
        return False
    if notice.facts.get("due") != deadline.judged_on.isoformat():
        return False
    return notice.kind != "chase.owner" or notice.facts.get("role", "") == role_to_move(deadline)
