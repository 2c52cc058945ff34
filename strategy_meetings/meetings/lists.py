"""Lists of meetings: one's own across records, and those of one child."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.frame import case_frame
from hsb.cases.visible import visible_cases
from strategy_meetings.meetings import conditions, queries
from strategy_meetings.meetings.kinds import kind_of, kinds
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import ChildPlan, MeetingChild, Told

SHOWN = 50
S = MeetingState
GROUPS: tuple[tuple[str, str, frozenset[MeetingState]], ...] = (
    ("now", "Now and to come", frozenset({S.CALLED, S.HELD_NOW})),
    ("approve", "To approve", frozenset({S.DRAFT})),
    ("complete", "Record to complete", frozenset({S.ENDED})),
    ("send", "Minutes to send", frozenset({S.APPROVED})),
    ("sent", "Minutes sent", frozenset({S.ISSUED, S.AMENDED})),
    ("not_held", "Not held", frozenset({S.NOT_QUORATE, S.CALLED_OFF})),
)

ALSO: list[Callable[[User], dict[str, Any]]] = []
"""What other rooms add to one's own list: copies to acknowledge."""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The meetings this person chairs, takes minutes of or is called to, by what is to be done; what any meeting
    gave them to do; and families still to be told."""
    user: Any = request.user
    rows = list(queries.named_meetings(user).order_by("-meeting__starts_at", "number")[: SHOWN * 4])
    stands = set(agencies.stands_for(user))
    meetings: dict[Any, dict[str, Any]] = {}
    for row in rows:
        line = meetings.setdefault(row.meeting_id, _line(row, stands))
        line["children"].append(row.case.label)
    groups = [
        (key, title, [line for line in meetings.values() if line["meeting"].state in states][:SHOWN])
        for key, title, states in GROUPS
    ]
    theirs = {row.meeting_id for row in rows}
    colleagues: dict[Any, dict[str, Any]] = {}
    for row in queries.of_colleagues(user, at=clock.now())[: SHOWN * 2]:
        if row.meeting_id not in theirs:
            line = colleagues.setdefault(row.meeting_id, _line(row, stands) | {"part": "A colleague is called"})
            line["children"].append(row.case.label)
    groups[0] = (*groups[0][:2], sorted(groups[0][2], key=lambda line: line["meeting"].starts_at))
    to_tell = (
        Told.objects.filter(done_at=None, meeting__in=[pk for pk, line in meetings.items() if line["writes"]])
        .filter(case__in=visible_cases(user))
        .select_related("case", "meeting")
        .order_by("due_at", "pk")[:SHOWN]
    )
    return render(
        request,
        "strategy_meetings/meetings/list.html",
        {
            "groups": [*groups, ("agency", "My agency’s", list(colleagues.values())[:SHOWN])],
            "to_tell": list(to_tell),
            "actions": list(queries.open_actions(user)[:SHOWN]),
            "now": clock.now(),
            **{name: value for also in ALSO for name, value in also(user).items()},
        },
    )


def _line(row: MeetingChild, stands: set[int]) -> dict[str, Any]:
    meeting = row.meeting
    chairs, minutes = meeting.chair_id in stands, row.minute_taker_id in stands
    part = "You chair" if chairs else "You take the minutes" if minutes else "You are called"
    return {
        "meeting": meeting,
        "kind": kind_of(meeting.kind),
        "title": row.title,
        "children": [],
        "part": part,
        "writes": chairs or minutes,
        "state": MeetingState(meeting.state).label,
    }


@require_safe
def of_case(request: HttpRequest, reference: str) -> HttpResponse:
    """This child's meetings, and what can be called or recorded by this person."""
    opened = access.get_case(request.user, reference, look="meetings", needs=(RecordClass.MEETING, Level.SUMMARY))
    user: Any = request.user
    roles = {membership.role for membership in agencies.memberships(user)}
    decides = opened.may(RecordClass.MEETING, Level.APPROVE)
    may_call = [
        kind
        for kind in kinds().values()
        if roles & set(kind.convenes)
        and (decides or (kind.is_core_group and opened.may(RecordClass.MEETING, Level.WRITE)))
    ]
    convenes = [kind for kind in may_call if not kind.has_family]
    has_plan = ChildPlan.objects.filter(case=opened.case, kind="protection", state="open").exists()
    return render(
        request,
        "strategy_meetings/meetings/of_case.html",
        {
            **case_frame(opened, "meetings", today=clock.today()),
            "rows": [
                {"row": row, "meeting": row.meeting, "state": MeetingState(row.meeting.state).label}
                for row in queries.meetings_of(opened)[:SHOWN]
            ],
            "convenes": [kind for kind in convenes if not kind.follows],
            "conferences": [kind for kind in may_call if kind.has_family and bool(kind.follows) == has_plan],
            "reconvenes": any(kind.follows for kind in convenes),
            "to_reconvene": queries.to_reconvene(opened.case) if convenes else None,
            "not_discussed": conditions.in_force(opened.case) if opened.may(RecordClass.MEETING, Level.WRITE) else (),
            "may_ask": opened.may(RecordClass.MEETING, Level.SUMMARY) and not convenes,
            "asked": queries.asked_for(opened.case) if convenes else None,
            "may_consider": any(kind.is_strategy for kind in convenes),
        },
    )
