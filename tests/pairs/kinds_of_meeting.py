"""A meeting that is being held, and one whose record waits for the chair, with the buttons of their pages."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from hsb.agencies.permissions import Role
from strategy_meetings.meetings import changing, ending, writing
from strategy_meetings.minutes import actions as minutes
from strategy_meetings.models import Meeting, MinutesCopy
from tests.factories import meetings
from tests.factories.cases import put_on, young_person
from tests.pairs.pressing import Kind, People, Press, codes
from tests.pairs.times import AT, LATER

STARTS = AT + timedelta(minutes=1)


def _begun(people: People) -> Meeting:
    case = young_person(AT)
    for name, role in (("social_worker", Role.SOCIAL_WORKER), ("csws_manager", Role.CSWS_MANAGER)):
        put_on(case, people[name], role, AT)
    here = [people.social_worker, people.police_officer, people.health]
    meeting = meetings.called([case], chair=people.csws_manager, people=here, starts_at=STARTS, at=AT)
    meeting = meetings.begun(meeting, by=people.csws_manager, at=STARTS)
    meetings.write(meeting, case, by=people.csws_manager, at=STARTS)
    meetings.write_once(meeting, case, by=people.csws_manager, at=STARTS)
    return meeting


def _ended(people: People) -> Meeting:
    return ending.end(meeting=_begun(people), by=people.csws_manager, at=STARTS + timedelta(minutes=5))


def _approved(people: People) -> Meeting:
    meeting = _ended(people)
    ending.approve(meeting=meeting, by=people.csws_manager, at=STARTS + timedelta(minutes=6))
    return Meeting.objects.get(pk=meeting.pk)


def _case(meeting: Meeting) -> Any:
    return meeting.children.select_related("case").get().case


def _by_chair(action: Any, **given: Any) -> Any:
    """Answer the page of a button of the chair, with the press of that page."""
    return lambda meeting, people: partial(
        action, meeting=Meeting.objects.get(pk=meeting.pk), by=people.csws_manager, at=LATER, **given, press=uuid4()
    )


def _save(meeting: Meeting, people: People) -> Any:
    read = meeting.parts.get(part="needs")
    typed = {"needs": writing.Typed("", "CAMHS as well.", read.version)}
    return partial(
        writing.save_parts, meeting=meeting, case=_case(meeting), typed=typed, by=people.csws_manager, at=LATER
    )


def _keep_back(meeting: Meeting, people: People) -> Any:
    copy = meeting.copies.select_related("case", "meeting").order_by("number")[0]
    return partial(
        minutes.decide_copy, copy=copy, audience=copy.audience, left_out=[], left_out_why="", added=[], kept_back=True,
        kept_back_why="He was not there.", by=people.csws_manager, at=LATER,
    )  # fmt: skip


def _stands(meeting: Meeting) -> Any:
    found = Meeting.objects.get(pk=meeting.pk)
    return (
        codes(_case(found)),
        found.state,
        found.parts.get(part="needs").text,
        sorted(MinutesCopy.objects.filter(meeting=found).values_list("recipient_name", "state")),
    )


END = Press("end", _by_chair(ending.end), ends=True, leaves=("save",))
HELD_NOW = Kind(
    "a meeting being held",
    _begun,
    _case,
    (
        END,
        Press("call off", _by_chair(changing.call_off, reason="Snow.", still_needed=True), ends=True),
        Press("save", _save),
    ),
    _stands,
)
WRITTEN = Kind(
    "a record that waits for the chair",
    _ended,
    _case,
    (Press("approve", _by_chair(ending.approve), ends=True), Press("save", _save)),
    _stands,
)
TO_SEND = Kind(
    "minutes to be sent",
    _approved,
    _case,
    (Press("send", _by_chair(minutes.issue), ends=True), Press("keep a copy back", _keep_back)),
    _stands,
)
MEETINGS = (HELD_NOW, WRITTEN, TO_SEND)
