"""A conference about the young person, being held, with a row of every kind; and a child in need plan of theirs.

The rows are made without the events that calling a conference records: what else hangs on the record in this world stays as it is.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from hsb.accounts.models import User
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.models import Case
from strategy_meetings.meetings import calling
from strategy_meetings.meetings.calling import Where
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import (
    Action,
    AgencyView,
    Attendance,
    ChildPlan,
    ConferenceChild,
    ConferenceLetter,
    CoreGroupMember,
    FamilyMember,
    Invitation,
    Meeting,
    WithoutFamily,
)

Word = Callable[..., str]


def held_now(word: Word, *, chair: User, social: User, young: Case, at: datetime) -> Meeting:
    """The conference, held now: what is written on it nobody but its chair reads."""
    meeting = calling.create(
        kind="initial_conference",
        children=[young],
        chair=chair,
        starts_at=at,
        where=Where(),
        by=chair,
        at=at,
        state=MeetingState.HELD_NOW,
    )
    mine = {"meeting": meeting, "case": young}
    opening = word("opening statement", RecordClass.MEETING)
    ConferenceChild.objects.create(**mine, opening=opening, family_absent_because=word("why no family"))
    arranges = {"level": Level.APPROVE}
    mother = FamilyMember.objects.create(
        **mine,
        number=1,
        name=word("name of a parent", RecordClass.MEETING, **arranges),
        helped_by=word("what helps a parent", RecordClass.MEETING, **arranges),
        excluded_because=word("why not invited"),
        by_hand="hand",
        handed_by="Crew",
        at=at,
        by=chair,
    )
    Invitation.objects.create(
        **mine, agency_kind=AgencyKind.HEALTH, name="Nurse", because="Knows the child", report=word("report"),
        shared_how=word("how it was shown"), invited_at=at, invited_by=chair,
    )  # fmt: skip
    Attendance.objects.create(**mine, agency_kind=AgencyKind.HEALTH, name="Nurse", took_part=True)
    AgencyView.objects.create(
        **mine, agency_kind="health", view="plan", text=word("view of an agency"), at=at, by=chair
    )
    Action.objects.create(
        **mine, number=1, need=word("need in a plan"), what=word("item of a plan"), owner_name="Mother",
        known_by=word("how we shall know"), progress=word("progress"), due_on=at.date(), at=at, by=chair,
    )  # fmt: skip
    WithoutFamily.objects.create(
        **mine, number=1, began_at=at, ended_at=at + timedelta(minutes=9), who="All", why=word("why without family"),
        text=word("said without the family"), at=at, by=chair,
    )  # fmt: skip
    CoreGroupMember.objects.create(**mine, family=mother, name="Mother")
    says = {
        "title": "Letter",
        "dear": "Mother",
        "on": "today",
        "sections": [["Why", [word("in a letter", RecordClass.MEETING, level=Level.APPROVE)]]],
    }
    ConferenceLetter.objects.create(
        **mine, number=1, kind="decision", family=mother, recipient_name="Mother", contents=says, digest="d" * 64,
        pdf_state="ready", pdf=b"%PDF-1.7 not laid out here", sent_at=at, sent_by=chair,
    )  # fmt: skip
    ChildPlan.objects.create(
        case=young, kind="in_need", started_on=at.date(), lead=social, what_for=word("what the plan is for", RecordClass.CHILD_PLAN),
        review_on=(at + timedelta(days=60)).date(), opened_at=at, opened_by=social,
    )  # fmt: skip
    return meeting
