"""Where a meeting stands: the only writer of its state once it is held."""

from typing import Any

from django.db.models import F

from hsb.errors import ActionNotAllowed
from strategy_meetings.meetings import policies
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import Meeting


def put_state(meeting: Meeting, state: MeetingState, **more: Any) -> None:
    """The meeting stands in a state the table allows, once."""
    policies.check_can_move(meeting, state)
    if not Meeting.objects.filter(pk=meeting.pk, state=meeting.state).update(
        state=state, version=F("version") + 1, **more
    ):
        raise ActionNotAllowed("Somebody else was faster. Reload the page to see how the meeting stands.")
    meeting.refresh_from_db()
