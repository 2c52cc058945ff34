"""Partners from outside who are called to a meeting: they have the invitation that makes an account, and find the meeting behind it.

Nothing is read through a link: it leads to a password and a second step, and then to what the invitation of the meeting names.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.cases.models import CaseDenied
from hsb.chronology.actions import lock
from hsb.outbox import handles_inside
from hsb.people.actions import JOINED
from strategy_meetings.meetings import reach
from strategy_meetings.meetings.calling import let_in
from strategy_meetings.meetings.kinds import Kind
from strategy_meetings.meetings.queries import INVITED
from strategy_meetings.models import Attendance, Invitation, MinutesCopy


def agencies_of(kind: Kind) -> Sequence[Agency]:
    """Answer the agencies somebody from outside can come from: of the kinds that have a part in such a meeting."""
    return list(Agency.objects.filter(kind__in=[str(one.agency) for one in kind.invites]).order_by("name"))


@handles_inside(JOINED)
def joined(payload: dict[str, Any]) -> None:
    """Whoever was called by their address alone finds those meetings now that they have an account: each by its own narrow part, for
    the child they were called for, and the copy that was made out to them."""
    user = User.objects.active().filter(pk=payload["user"]).first()
    if user is None:
        return
    waiting = Invitation.objects.filter(user=None, email__iexact=user.email, state__in=INVITED)
    for one in waiting.select_related("case", "meeting", "agency", "invited_by").order_by("invited_at"):
        _link(one, user, at=clock.now())


def _link(one: Invitation, user: User, *, at: datetime) -> None:
    lock(one.case)
    mine = {"meeting": one.meeting, "case": one.case}
    if CaseDenied.objects.filter(case=one.case, user=user).exists():
        return  # a conflict was declared meanwhile: the chair sees that they have not answered
    if Invitation.objects.filter(**mine, user=user, state__in=INVITED).exists():
        return
    let_in(one.case, user, by=one.invited_by, at=at, agency=one.agency)
    Invitation.objects.filter(pk=one.pk).update(user=user)
    Attendance.objects.filter(**mine, user=None, name=one.name).update(user=user)
    MinutesCopy.objects.filter(**mine, recipient=None, recipient_name=one.name, state__in=("prepared", "sent")).update(
        recipient=user
    )
    reach.settle(one.meeting, [one.case], by=one.invited_by, at=at)
