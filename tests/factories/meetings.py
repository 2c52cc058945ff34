"""Meetings as people call, hold and write them, by the actions the buttons call."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind
from hsb.cases.models import Case
from strategy_meetings.meetings import attending, calling, ending, parts, writing
from strategy_meetings.meetings.calling import Invited, Where
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.models import Attendance, Meeting, MeetingChild

ANSWERS = {
    "household": "not_all",
    "own_harm": "none_known",
    "threshold": "likely",
    "section_47": "joint",
    "what_follows": "",
    "medical": "none",
    "conference": "",
    "mappa": "not_eligible",
    "dissent": "none",
}


def invited(case: Case, *people: User, left_out: Sequence[AgencyKind] = ()) -> list[Invited]:
    """Answer these people as called for this child."""
    found = []
    for person in people:
        job = agencies.own_memberships(person)[0]
        found.append(
            Invited(
                case=case,
                kind=job.agency.kind,
                because="Involved on this child’s record",
                required=True,
                user=person,
                agency=job.agency,
                role=str(job.role),
            )
        )
    return found + [
        Invited(case=case, kind=kind, because="", required=True, left_out="Nobody of them knows the child.")
        for kind in left_out
    ]


def called(
    children: Sequence[Case],
    *,
    chair: User,
    people: Sequence[User],
    starts_at: datetime,
    at: datetime,
    kind: str = "strategy",
    minute_taker: User | None = None,
    follows: Meeting | None = None,
) -> Meeting:
    """A meeting that was called, everybody asked about every child."""
    return calling.call(
        kind=kind,
        children=children,
        chair=chair,
        starts_at=starts_at,
        where=Where(place="Room 4", minute_taker=minute_taker),
        invited=[one for case in children for one in invited(case, *people)],
        by=chair,
        at=at,
        follows=follows,
    )


def begun(meeting: Meeting, *, by: User, at: datetime, absent: Sequence[User] = ()) -> Meeting:
    """The meeting is being held, everybody there but these."""
    ending.begin(meeting=meeting, by=by, at=at)
    for row in Attendance.objects.filter(meeting=meeting).exclude(user__in=absent):
        attending.set_attendance(attendance=row, took_part=True, absent_because="", joined_at=None, by=by, at=at)
    meeting.refresh_from_db()
    return meeting


def write(meeting: Meeting, case: Case, *, by: User, at: datetime, word: str = "", **answers: str) -> None:
    """Every part of this child's record is written; `word` stands in each of them."""
    version = dict(meeting.parts.filter(case=case).values_list("part", "version"))
    typed = {
        key: writing.Typed(
            (ANSWERS | answers).get(key, ""), f"{parts.PARTS[key].title}: said. {word}", version.get(key, 0)
        )
        for key in kind_of(meeting.kind).parts
    }
    writing.save_parts(meeting=meeting, case=case, typed=typed, by=by, at=at)
    writing.add_told(
        meeting=meeting,
        case=case,
        whom="The mother",
        what=f"That agencies met. {word}",
        not_yet="",
        by_whom="The social worker",
        due_at=None,
        done=True,
        by=by,
        at=at,
    )


def write_once(meeting: Meeting, case: Case, *, by: User, at: datetime, next_on: date | None = None) -> None:
    """What is asked for once a meeting is written, on this child's part."""
    writing.add_information(
        meeting=meeting,
        case=case,
        agency_kind=AgencyKind.POLICE,
        said_by="DC Sorrell",
        text="No previous record.",
        is_opinion=False,
        police_restricted=False,
        by=by,
        at=at,
    )
    writing.add_contingency(
        meeting=meeting, case=case, if_this="He leaves home", then="Ring the police", who="The family", by=by, at=at
    )
    writing.set_next(meeting=meeting, next_on=next_on, because="" if next_on else "Nothing is open.", by=by, at=at)


def held(
    children: Sequence[Case],
    *,
    chair: User,
    people: Sequence[User],
    starts_at: datetime,
    kind: str = "strategy",
    follows: Meeting | None = None,
    **answers: str,
) -> Meeting:
    """A meeting that was called a day before, held with everybody there, wholly written, and has ended after an hour."""
    meeting = called(
        children,
        chair=chair,
        people=people,
        starts_at=starts_at,
        at=starts_at - timedelta(hours=3),
        kind=kind,
        follows=follows,
    )
    begun(meeting, by=chair, at=starts_at)
    for case in children:
        write(meeting, case, by=chair, at=starts_at + timedelta(minutes=30), **answers)
    write_once(meeting, children[0], by=chair, at=starts_at + timedelta(minutes=40))
    ending.end(meeting=meeting, by=chair, at=starts_at + timedelta(hours=1))
    meeting.refresh_from_db()
    return meeting


def child(meeting: Meeting, case: Case) -> MeetingChild:
    return MeetingChild.objects.get(meeting=meeting, case=case)
