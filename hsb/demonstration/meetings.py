"""Meetings of the demonstration: called, recorded after a telephone call, not quorate, waiting, approved, sent, held again, planned.

Over 300 lines: one story each, and the words they share.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind
from hsb.cases import people
from hsb.cases.models import Case, IdentityDetails
from hsb.demonstration.story_telling import Telling
from strategy_meetings.meetings import asking, attending, calling, changing, considering, ending, lines, writing
from strategy_meetings.meetings.calling import Invited, Where
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.minutes import actions as minutes
from strategy_meetings.models import Attendance, Meeting

CHAIR = "grace"
CORE = ("daniel", "amy", "joan")

WORDS: dict[str, str] = {
    "what_happened": "Alleged: touching over clothes on two afternoons, first told to a member of staff this week.",
    "family_context": "Lives with mother and stepfather. Grandmother close by helps every day.",
    "household": "The sister, who is six: her school has seen her this week and has no worry. Looked at again when the enquiry ends.",
    "own_harm": "Nothing known to any of the agencies.",
    "stance": "Not spoken to yet about what is alleged.",
    "legal_status": "Mother has parental responsibility. No order.",
    "protection": "No other child is known to be involved. The club has been told there is a concern.",
    "needs": "Short words and time to answer. A speech and language assessment is asked for.",
    "roles": "Social care leads, police decide the order of interviews, school keeps the plan.",
    "safety": "Safety plan, version 1, is in force from today.",
    "threshold": "What is alleged happened more than once and adults had to step in.",
    "section_47": "Enough is alleged to enquire together.",
    "seen_by": "The social worker, alone at school, within two working days.",
    "medical": "No injury is described.",
    "interview": "By police with an appropriate adult; the social worker is there.",
    "conference": "Decided when the enquiry ends, with the family.",
    "mappa": "",
    "dissent": "",
    "risk": "Further behaviour at school is possible in unwatched places.",
    "controls": "Adults at break and on the bus. No shared changing.",
    "owners": "School for the day, family for the evening, YOS for the work.",
    "review": "In six weeks, by the same people.",
}
ANSWERS: dict[str, str] = {
    "household": "not_all",
    "own_harm": "none_known",
    "threshold": "likely",
    "section_47": "joint",
    "medical": "none",
    "mappa": "not_eligible",
    "dissent": "none",
}


def called(telling: Telling) -> None:
    """A strategy meeting for tomorrow morning; two of three have answered."""
    tomorrow = clock.local_date(telling.now) + timedelta(days=1)
    while tomorrow.weekday() > 4:
        tomorrow += timedelta(days=1)
    starts = datetime.combine(tomorrow, time(10), tzinfo=clock.LONDON)
    meeting = _call(telling, "strategy", starts, at=telling.later())
    for one in meeting.invitations.filter(user__in=[telling.people["amy"].pk, telling.people["joan"].pk]):
        words = "" if one.user == telling.people["amy"] else "In clinic. Dr Ashby of the duty team comes instead."
        changing.answer(
            invitation=one,
            coming=not words,
            words=words,
            report="",
            by=telling.people["amy"],
            at=telling.later(hours=0),
        )


def by_telephone(telling: Telling) -> None:
    """Held at once by telephone, recorded afterwards, one part still to be written."""
    started = telling.later(hours=2)
    telling.later(hours=3)
    people = telling.people
    meeting = ending.record_held(
        kind="strategy",
        children=telling.records,
        chair=people[CHAIR],
        started=started,
        ended=started + timedelta(minutes=23),
        where=Where(how="telephone"),
        by=people[CHAIR],
        at=telling.at,
    )
    for case in telling.records:
        for kind, name in ((AgencyKind.POLICE, "DS Mina Faulds"), (AgencyKind.HEALTH, "Dr Ken Ashby")):
            attending.add_attendance(
                meeting=meeting,
                case=case,
                agency_kind=kind,
                name=name,
                role_words="On call",
                by=people[CHAIR],
                at=telling.at,
            )
    _write(telling, meeting, without=("medical",))
    ending.end(meeting=meeting, by=people[CHAIR], at=telling.at)


def not_quorate(telling: Telling) -> None:
    """The police could not come, and another is to be called."""
    _hold(telling, "strategy", absent=("amy",))


def waiting(telling: Telling) -> None:
    """Held and wholly written; the chair has not approved it yet, and police already ask for another."""
    _hold(telling, "strategy")
    asking.ask(
        case=telling.young,
        reason="Messages on his telephone name a third evening. Can we meet again before the interview?",
        by=telling.people["amy"],
        at=telling.later(hours=3),
    )


def approved(telling: Telling) -> None:
    """The chair stands by the record."""
    meeting = _hold(telling, "strategy")
    ending.approve(meeting=meeting, by=telling.people[CHAIR], at=telling.later(hours=2))


def sent(telling: Telling) -> None:
    """Approved, and the minutes are out: the police have theirs, health says that a line is wrong, nobody else has opened one."""
    meeting = _hold(telling, "strategy", not_discussed="what is alleged, and what the other family has said")
    ending.approve(meeting=meeting, by=telling.people[CHAIR], at=telling.later(hours=2))
    minutes.issue(meeting=meeting, by=telling.people[CHAIR], at=telling.later(hours=1))
    amy, joan = telling.people["amy"], telling.people["joan"]
    for copy in meeting.copies.filter(recipient=amy):
        minutes.acknowledge(copy=copy, by=amy, at=telling.later(hours=1))
    (hers,) = meeting.copies.filter(recipient=joan, case=telling.young)
    said = "I said that he *may* need a speech and language assessment, not that one is asked for."
    minutes.object_to(copy=hers, text=said, by=joan, at=telling.later(days=1))


def reconvened(telling: Telling) -> None:
    """Met again eight days later, with what was still to be done; a brother is considered too."""
    brother = considering.open_considered(
        beside=telling.young,
        details=IdentityDetails(
            given_name="Sol", family_name=_family_name(telling.young), born_on=_six_years_ago(telling)
        ),
        relationship="Brother",
        by=telling.people[CHAIR],
        at=telling.later(days=6),
    )
    meeting = _hold(telling, "reconvened", children=[*telling.records, brother], follows=_last(telling), days=2)
    ending.approve(meeting=meeting, by=telling.people[CHAIR], at=telling.later(hours=2))


def planned(telling: Telling) -> None:
    """A planning meeting, where no strategy meeting was needed (P5.4)."""
    meeting = _hold(telling, "planning", children=[telling.young], days=3)
    ending.approve(meeting=meeting, by=telling.people[CHAIR], at=telling.later(hours=3))


def risk_panel(telling: Telling) -> None:
    """A risk panel of social care, YOS and police."""
    _hold(telling, "risk_panel", children=[telling.young], people=("daniel", "tom", "amy"), days=2)


def _six_years_ago(telling: Telling) -> str:
    today = clock.local_date(telling.now)
    return date(today.year - 6, 3, 4).isoformat()


def _family_name(case: Case) -> str:
    found = people.subject(case)
    return found[1].family_name if found else ""


def _last(telling: Telling) -> Meeting:
    return Meeting.objects.filter(children__case=telling.young).latest("starts_at")


def _invited(case: Case, user: User) -> Invited:
    job = agencies.own_memberships(user)[0]
    return Invited(
        case=case,
        kind=job.agency.kind,
        because="Works with this child, or speaks for their agency",
        required=job.agency.kind in (AgencyKind.CSWS, AgencyKind.POLICE, AgencyKind.HEALTH),
        user=user,
        agency=job.agency,
        role=str(job.role),
    )


def _call(
    telling: Telling,
    kind: str,
    starts: datetime,
    *,
    at: datetime,
    children: Sequence[Case] = (),
    people: Sequence[str] = CORE,
    follows: Meeting | None = None,
) -> Meeting:
    everybody = list(children) or telling.records
    return calling.call(
        kind=kind,
        children=everybody,
        chair=telling.people[CHAIR],
        starts_at=starts,
        where=Where(place="Room 4, Civic House", minute_taker=telling.people["sam"]),
        invited=[
            _invited(case, telling.people[key])
            for case in everybody
            for key in people
            if key not in ("daniel", "tom") or not case.is_harmed
        ],
        by=telling.people[CHAIR],
        at=at,
        follows=follows,
    )


def _hold(
    telling: Telling,
    kind: str,
    *,
    children: Sequence[Case] = (),
    people: Sequence[str] = CORE,
    absent: Sequence[str] = (),
    follows: Meeting | None = None,
    days: int = 0,
    not_discussed: str = "",
) -> Meeting:
    """Called, held an hour later with everybody there but the absent, written, ended."""
    chair = telling.people[CHAIR]
    at = telling.later(days=days)
    meeting = _call(telling, kind, at + timedelta(minutes=1), at=at, children=children, people=people, follows=follows)
    started = telling.later(hours=1)
    ending.begin(meeting=meeting, by=chair, at=started)
    away = [telling.people[key].pk for key in absent]
    for row in Attendance.objects.filter(meeting=meeting, is_chair=False).select_related("meeting", "case"):
        there = row.user_id not in away
        attending.set_attendance(
            attendance=row,
            took_part=there,
            absent_because="" if there else "Called to an incident.",
            joined_at=None,
            by=chair,
            at=started,
        )
    meeting.refresh_from_db()
    _write(telling, meeting)
    if not_discussed:
        lines.set_not_discussed(
            meeting=meeting,
            case=telling.young,
            what=not_discussed,
            police_said="DC Amy Sorrell",
            cps_said="",
            until_what="he is interviewed",
            by=telling.people["sam"],
            at=telling.at,
        )
    ended = ending.end(meeting=meeting, by=chair, at=telling.later(hours=1))
    ended.refresh_from_db()
    return ended


def _write(telling: Telling, meeting: Meeting, *, without: Sequence[str] = ()) -> None:
    """Everything a record of this kind needs, in each child's own part."""
    by, at = telling.people["sam"], telling.at
    children = list(meeting.children.select_related("case").order_by("number"))
    for child in children:
        case = child.case
        kind = kind_of(meeting.kind)
        answers = ANSWERS | ({"own_harm": "known", "section_47": "none", "household": "none"} if case.is_harmed else {})
        if answers["household"] != "none" and any(one.case.is_considered for one in children):
            answers = answers | {"household": "considered"}
        if case.is_considered:
            answers = answers | {"threshold": "neither", "section_47": "none"}
        if answers["section_47"] == "none":
            answers = answers | {"what_follows": "goes_on"}
        words = WORDS if answers["household"] == "not_all" else WORDS | {"household": ""}
        typed = {
            key: writing.Typed(answers.get(key, ""), words.get(key, ""), 0)
            for key in kind.parts
            if key not in without and (answers.get(key) or words.get(key))
        }
        writing.save_parts(meeting=meeting, case=case, typed=typed, by=by, at=at)
        writing.add_information(
            meeting=meeting, case=case, agency_kind=AgencyKind.POLICE, said_by="DC Amy Sorrell",
            text="No previous record. No arrest.", is_opinion=False, police_restricted=False, by=by, at=at,
        )  # fmt: skip
        writing.add_decision(
            meeting=meeting,
            case=case,
            text="To be looked at again when the enquiry ends.",
            dissent_by="",
            dissent="",
            by=by,
            at=at,
        )
        writing.add_told(
            meeting=meeting, case=case, whom="The mother", what="That agencies met, and what happens next.",
            not_yet="Who said what: not before the interview.", by_whom="Daniel Frost", due_at=None, done=not case.is_harmed,
            by=by, at=at,
        )  # fmt: skip
    first = meeting.children.select_related("case").order_by("number")[0].case
    writing.add_action(
        meeting=meeting, case=first, what="See the child alone at school", owner=telling.people["daniel"],
        owner_name="Daniel Frost", due_on=clock.local_date(meeting.starts_at) + timedelta(days=2), by=by, at=at,
    )  # fmt: skip
    writing.add_action(
        meeting=meeting, case=first, what="Ask CAMHS for a date", owner_name="Joan Pryce, health",
        due_on=clock.local_date(meeting.starts_at) + timedelta(days=5), by=by, at=at,
    )  # fmt: skip
    writing.add_contingency(
        meeting=meeting, case=first, if_this="the home cannot keep the children apart",
        then="he stays with his grandmother tonight", who="The family; then the emergency duty team", by=by, at=at,
    )  # fmt: skip
    writing.set_next(meeting=meeting, next_on=None, because="It is reconvened when the enquiry ends.", by=by, at=at)
