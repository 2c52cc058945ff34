"""Conferences and core groups as people call, hold and write them, by the actions the buttons call."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case, CaseKind
from strategy_meetings.conference import family, writing
from strategy_meetings.meetings import attending, calling, ending, parts
from strategy_meetings.meetings import writing as meetings
from strategy_meetings.meetings.calling import Where
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.models import Action, Attendance, Meeting
from tests.factories.meetings import invited

ANSWERS = {"decision": "plan", "category": "physical", "dissent": "none", "how_took_part": "advocate"}


def called(
    children: Sequence[Case],
    *,
    chair: User,
    by: User,
    people: Sequence[User],
    starts_at: datetime,
    at: datetime,
    kind: str = "initial_conference",
    follows: Meeting | None = None,
    incorporates: Meeting | None = None,
    day_reason: str = "",
    about_the_first: Sequence[User] = (),
) -> Meeting:
    """A conference that was called, everybody asked about every child."""
    return calling.call(
        kind=kind,
        children=children,
        chair=chair,
        starts_at=starts_at,
        where=Where(how="in_person", place="Civic Centre, room 3", day_reason=day_reason),
        invited=[
            *(one for case in children for one in invited(case, *people)),
            *invited(children[0], *about_the_first),
        ],
        by=by,
        at=at,
        follows=follows,
        incorporates=incorporates,
    )


def begun(meeting: Meeting, *, at: datetime, absent: Sequence[User] = ()) -> Meeting:
    """It is being held, everybody invited there but these, and the opening statement read out."""
    by = meeting.chair
    ending.begin(meeting=meeting, by=by, at=at)
    for row in Attendance.objects.filter(meeting=meeting).exclude(user__in=absent):
        attending.set_attendance(attendance=row, took_part=True, absent_because="", joined_at=None, by=by, at=at)
    if kind_of(meeting.kind).is_conference:
        writing.read_out(meeting=meeting, by=by, at=at)
    meeting.refresh_from_db()
    return meeting


def invite(meeting: Meeting, case: Case, name: str, *, at: datetime, **more: object) -> object:
    """Somebody of the family is invited, the letter handed over."""
    given = {
        "relationship": "Mother",
        "by_hand": "hand",
        "handed_by": "The social worker",
        "interpreter": "",
        "helped_by": "",
    }
    return family.invite(meeting=meeting, case=case, person=None, name=name, by=meeting.chair, at=at, **(given | more))  # type: ignore[arg-type]


def decide(
    meeting: Meeting,
    case: Case,
    *,
    at: datetime,
    key_worker: User | None = None,
    core_group_at: datetime | None = None,
    review_at: datetime | None = None,
    word: str = "",
    without: Sequence[str] = (),
    group: Sequence[tuple[str, User | None]] = (("Mother", None),),
    **answers: str,
) -> None:
    """Everything compulsory of a conference about this child is written but the parts in `without`."""
    by = meeting.chair
    said = ANSWERS | answers
    if said["decision"] != "plan":
        said["category"] = ""
    versions: Mapping[str, int] = dict(meeting.parts.filter(case=case).values_list("part", "version"))
    considered, harmed = case.kind == CaseKind.CONSIDERED, case.is_harmed
    stands = parts.Child(str(case.pk), case.label, harmed, {"decision": ("plan", "x")}, is_considered=considered)
    asked = [
        key for key in (*kind_of(meeting.kind).each, "complain") if key in parts.PARTS and parts.is_asked(key, stands)
    ]
    typed = {
        key: meetings.Typed(
            said.get(key, ""),
            "" if key == "category" else f"{parts.PARTS[key].title}: said. {word}",
            versions.get(key, 0),
        )
        for key in asked
        if key not in without
    }
    if not said["category"]:
        typed.pop("category", None)
    meetings.save_parts(meeting=meeting, case=case, typed=typed, by=by, at=at)
    for kind in dict.fromkeys(
        Attendance.objects.filter(meeting=meeting, case=case, took_part=True, is_chair=False).values_list(
            "agency_kind", flat=True
        )
    ):
        writing.say_view(
            meeting=meeting,
            case=case,
            agency_kind=kind,
            agency=None,
            view="plan",
            text=f"Says so. {word}",
            by=by,
            at=at,
        )
    if said["decision"] != "plan":
        return
    item(meeting, case, at=at, word=word, owner=key_worker)
    meetings.add_contingency(
        meeting=meeting,
        case=case,
        if_this=f"He comes to the house. {word}",
        then="Ring 999",
        who="Mother",
        by=by,
        at=at,
    )
    if key_worker is not None and core_group_at is not None and review_at is not None:
        writing.outline(
            meeting=meeting,
            case=case,
            key_worker=key_worker,
            core_group=[(name, user, None) for name, user in group],
            core_group_at=core_group_at,
            review_at=review_at,
            by=by,
            at=at,
        )


def item(
    meeting: Meeting, case: Case, *, at: datetime, word: str = "", owner: User | None = None, due_on: date | None = None
) -> Action:
    """One item of the plan."""
    return writing.add_item(
        meeting=meeting,
        case=case,
        need=f"Somebody to talk to. {word}",
        what="Weekly sessions",
        owner=owner,
        owner_name=owner.full_name if owner else "Mother",
        due_on=due_on or clock.local_date(meeting.starts_at) + timedelta(days=14),
        known_by="He goes.",
        by=meeting.chair,
        at=at,
    )
