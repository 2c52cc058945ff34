"""Meetings that were called about a child and are still to be held."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from hsb.cases.models import Case
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import Meeting


def called_for(case: Case, kinds: Collection[str]) -> QuerySet[Meeting]:
    """Answer the meetings of these kinds that are called about this child and not held yet."""
    return Meeting.objects.filter(children__case=case, kind__in=kinds, state=MeetingState.CALLED)


def meeting_of(case: Case, meeting_id: UUID | str) -> Meeting | None:
    """Answer a meeting about this child; None when it is about somebody else, or is none."""
    return Meeting.objects.filter(pk=meeting_id, children__case=case).first()
