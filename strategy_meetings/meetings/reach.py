"""Whom the meetings about a child let onto its record, and until when: read from the meetings each time one of them moves on.

Somebody called keeps the narrow part (`Part.MEETING`) while a meeting of theirs is not over, and after its minutes are sent until
the time for objections is over. One rule for every way out, so that the end of one meeting never closes the way to another.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from hsb import clock, outbox
from hsb.accounts.models import User
from hsb.agencies.profile import profile
from hsb.cases import grants
from hsb.cases.involvement import withdraw
from hsb.cases.models import Case, Involvement, Part
from hsb.chronology.actions import lock
from hsb.outbox import handles_inside
from hsb.timeliness import queries as timeliness
from strategy_meetings.meetings.queries import INVITED
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import Invitation, Meeting, MeetingChild

SETTLE = "meetings.settle"
DAYS_TO_OBJECT = 10
"""Working days (domain.md §8.1), unless the profile's `minutes_objection_days` says otherwise."""
_CALLS_NOBODY = (MeetingState.CALLED_OFF, MeetingState.NOT_QUORATE)


def settle(meeting: Meeting, cases: Iterable[Case], *, by: User, at: datetime, reason: str = "") -> None:
    """Whoever is on these children's records for a meeting is there exactly as long as their meetings call them.

    Who holds a narrow part themselves sees nobody else's (the second wall), so the worker does the same again for all of them.
    """
    for case in cases:
        _settle(case, by=by, at=at, reason=reason)
        key = f"{SETTLE}:{meeting.pk}:{case.pk}:{at.isoformat()}"
        outbox.put(SETTLE, {"case": str(case.pk)}, key=key)


@handles_inside(SETTLE)
def settle_for_all(payload: dict[str, Any]) -> None:
    """The same for everybody on the child's record, also those the one who pressed could not see."""
    child = MeetingChild.objects.select_related("case").filter(case=payload["case"])[0]
    _settle(child.case, by=None, at=clock.now())


@transaction.atomic
def _settle(case: Case, *, by: User | None, at: datetime, reason: str = "") -> None:
    lock(case)
    until = called_until(case)
    changed = False
    for part in Involvement.objects.open().filter(case=case, part=Part.MEETING).select_related("case", "user"):
        if part.user_id not in until:
            withdraw(involvement=part, by=by, at=at, reason=reason or "The meeting is over.", tell=False)
        elif part.expires_at != until[part.user_id]:
            Involvement.objects.filter(pk=part.pk).update(expires_at=until[part.user_id])
            changed = True
    if changed:
        grants.sync(case.pk)


def called_until(case: Case) -> dict[int, datetime | None]:
    """Answer, for everybody whom a meeting about this child still calls, the instant it lets them go; None while one of theirs
    is not over. Three statements."""
    meetings = {one.pk: one for one in Meeting.objects.filter(children__case=case).exclude(state__in=_CALLS_NOBODY)}
    invited = Invitation.objects.filter(case=case, meeting__in=meetings, state__in=INVITED, user__isnull=False)
    noting = MeetingChild.objects.filter(case=case, meeting__in=meetings, minute_taker__isnull=False)
    called = [(one.pk, one.chair_id) for one in meetings.values()]
    called += [*invited.values_list("meeting_id", "user_id"), *noting.values_list("meeting_id", "minute_taker_id")]
    found: dict[int, datetime | None] = {}
    for meeting_id, user_id in called:
        issued = meetings[meeting_id].issued_at
        ends = issued and clock.start_of(objections_until(clock.local_date(issued)) + timedelta(days=1))
        held = found.get(user_id, ends)
        found[user_id] = max(held, ends) if held and ends else None
    return found


def objections_until(sent_on: date) -> date:
    """Answer the last day on which whoever has a copy can say what is not accurate."""
    days = int(profile().settings.get("minutes_objection_days", DAYS_TO_OBJECT))
    return timeliness.working_days_on(sent_on, days)
