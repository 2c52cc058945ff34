"""Conferences of the demonstration: due this week, overdue, in both roles with a sister considered, no plan, core group late, step-down, letter to send.

Over 300 lines: one story after the other, over the same steps.
"""

from datetime import date, datetime, time, timedelta

from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.models import AgencyKind
from hsb.cases import people
from hsb.cases.models import Case, IdentityDetails, PersonPart
from hsb.demonstration.meetings import CHAIR as MANAGER
from hsb.demonstration.meetings import sent
from hsb.demonstration.story_telling import Step, Telling
from strategy_meetings.child_plans import queries as plans
from strategy_meetings.conference import family, letters, writing
from strategy_meetings.meetings import attending, calling, considering, ending, parts
from strategy_meetings.meetings import writing as meetings
from strategy_meetings.meetings.calling import Invited, Where
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.minutes import actions as minutes
from strategy_meetings.models import Attendance, Meeting

CHAIR, WORKER = "dora", "daniel"
CORE = (WORKER, "amy", "joan")
WORDS: dict[str, str] = {
    "enquiry_outcome": "Concerns substantiated, continuing risk. The safety plan holds since.",
    "since_last": "Every session was kept. He sleeps through most nights.",
    "needs_as_harmed": "He was hit and locked out until June. He still listens for the door at night and needs somebody to tell.",
    "needs_as_harming": "Adults who know where he is. Help to understand privacy and consent, in short words and pictures.",
    "needs_to_be_safe": "A room of her own, an adult always near, somebody to tell at school.",
    "child_view": "“I want to stay with my mum. I want someone to talk to who isn’t from school.”",
    "how_took_part": "Prepared with his advocate, who read out his page; he answered two questions himself.",
    "family_view": "Mother agrees and will keep to the rules for sleeping and supervision.",
    "progress": "Three of four items are under way.",
    "risky": "Two years of violence, never talked about. Behaviour towards a younger child, not yet understood.",
    "protective": "Mother believes him and keeps the rules. One adult at school he trusts.",
    "decision": "For harm he has suffered, and because it can come again.",
    "complain": "Explained by the chair; the leaflet was given to the mother.",
}
ANSWERS = {"how_took_part": "advocate", "decision": "plan", "category": "physical", "dissent": "none"}


def _invited(telling: Telling, case: Case, keys: tuple[str, ...]) -> list[Invited]:
    found = []
    for key in keys:
        user = telling.people[key]
        job = agencies.own_memberships(user)[0]
        why = "Works with this child, or speaks for their agency"
        found.append(Invited(case, job.agency.kind, why, True, user, job.agency, str(job.role)))
    return found


def _call(
    telling: Telling,
    kind: str,
    starts: datetime,
    children: list[Case],
    *,
    follows: Meeting | None = None,
    incorporates: Meeting | None = None,
) -> Meeting:
    core = kind_of(kind).is_core_group
    by = telling.people[WORKER if core else MANAGER]
    meeting = calling.call(
        kind=kind,
        children=children,
        chair=telling.people[WORKER if core else CHAIR],
        starts_at=starts,
        where=Where(
            how="in_person",
            place="Civic House, room 3",
            minute_taker=telling.people["sam"],
            day_reason="The family could come on no other day.",
        ),
        invited=[one for case in children for one in _invited(telling, case, CORE[1:] if core else CORE)],
        by=by,
        at=telling.at,
        follows=follows,
        incorporates=incorporates,
    )
    if follows is None:
        for case in children:
            _family(telling, meeting, case)
            letters.send_invitations(meeting=meeting, case=case, by=by, at=telling.at)
    return meeting


def _family(telling: Telling, meeting: Meeting, case: Case) -> None:
    parents = {
        person.relationship.casefold(): (person, who)
        for person, who in people.around(case)
        if person.part == PersonPart.PARENT_CARER
    }
    mother, father = (parents.get(one, (None, None)) for one in ("mother", "father"))
    common = {"meeting": meeting, "case": case, "by": telling.people[MANAGER], "at": telling.at}
    hand = {"by_hand": "hand", "handed_by": "Daniel Frost"}
    if mother[0] is not None and mother[0].may_be_contacted is not False:
        family.invite(
            **common,
            person=mother[0],
            name="",
            relationship="Mother",
            interpreter="",
            helped_by="A lift, and a break",
            **hand,
        )
    family.invite(
        **common, person=None, name="Femi Laurel", relationship="Advocate", interpreter="", helped_by="", **hand
    )
    family.exclude(
        **common, person=None, name=father[1].full_name if father[1] else "Father", relationship="Father", part="whole",
        reason="There is a risk of violence to the child and to the mother.", **hand,
    )  # fmt: skip


def _soon(telling: Telling, days: int) -> datetime:
    day = clock.local_date(telling.now) + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, time(10), tzinfo=clock.LONDON)


def due_this_week(telling: Telling) -> None:
    """The conference is called for this week; the family has its letters, reports are asked for."""
    telling.later(days=3)
    _call(telling, "initial_conference", _soon(telling, 2), [telling.young])


def _hold(telling: Telling, meeting: Meeting, *, at: datetime, **answers: str) -> Meeting:
    by = meeting.chair
    telling.at = max(telling.at, at)
    ending.begin(meeting=meeting, by=by, at=telling.at)
    for row in Attendance.objects.filter(meeting=meeting, is_chair=False).select_related("meeting", "case"):
        attending.set_attendance(
            attendance=row, took_part=True, absent_because="", joined_at=None, by=by, at=telling.at
        )
    for member in meeting.family.filter(state="invited").select_related("meeting", "case"):
        family.took_part(member=member, here=True, absent_because="", joined_at=None, by=by, at=telling.at)
    meeting.refresh_from_db()
    if kind_of(meeting.kind).is_conference:
        writing.read_out(meeting=meeting, by=by, at=telling.at)
    for child in meeting.children.select_related("case").order_by("number"):
        _write(telling, meeting, child.case, answers if not child.case.is_considered else {"decision": "none"})
    if kind_of(meeting.kind).is_core_group:
        meetings.set_next(
            meeting=meeting, next_on=clock.local_date(telling.at) + timedelta(days=35), because="", by=by, at=telling.at
        )
    ended = ending.end(meeting=meeting, by=by, at=telling.later(hours=1))
    ended.refresh_from_db()
    return ended


def _write(telling: Telling, meeting: Meeting, case: Case, answers: dict[str, str]) -> None:
    by, at, kind = meeting.chair, telling.at, kind_of(meeting.kind)
    said = ANSWERS | answers
    stands = parts.Child(
        "", "", case.is_harmed, {"decision": (said["decision"], "x")}, is_considered=case.is_considered
    )
    asked = [key for key in kind.parts if key in WORDS | ANSWERS and parts.is_asked(key, stands)]
    typed = {
        key: meetings.Typed(said.get(key, ""), "" if key in ("category",) else WORDS.get(key, ""), 0) for key in asked
    }
    if said["decision"] != "plan":
        typed["decision"] = meetings.Typed(
            said["decision"], "Adults keep the rules, and help without a plan is enough.", 0
        )
    if kind.follows and said["decision"] != "plan":
        typed["still_open"] = meetings.Typed("", "The sessions: Joan Pryce goes on. The house rules: mother.", 0)
    if said.get("dissent") == "somebody":
        typed["dissent"] = meetings.Typed(
            "somebody", "Joan Pryce would make no plan: the family does all it is asked.", 0
        )
    meetings.save_parts(meeting=meeting, case=case, typed=typed, by=by, at=at)
    if not kind.is_conference:
        for item in meeting.actions.filter(case=case).exclude(need="").select_related("meeting", "case"):
            writing.say_progress(action=item, progress="Under way; kept three weeks of four.", by=by, at=at)
        return
    for agency in (AgencyKind.CSWS, AgencyKind.POLICE, AgencyKind.HEALTH):
        view = "plan" if said["decision"] == "plan" else "no_plan"
        writing.say_view(meeting=meeting, case=case, agency_kind=agency, agency=None, view=view, text="", by=by, at=at)
    if said["decision"] == "plan":
        _plan(telling, meeting, case)


def _plan(telling: Telling, meeting: Meeting, case: Case) -> None:
    by, at, worker = meeting.chair, telling.at, telling.people[WORKER]
    today = clock.local_date(at)
    for need, what, owner, known in (
        ("Somebody to talk to about what was done", "Weekly sessions, words checked with pictures", "Joan Pryce, health", "He goes, and sleeps through five nights a week."),
        ("A home that is safe for everyone in it", "Own bedroom, an adult near, devices downstairs at night", "Mother", "Checked at each visit, seen alone."),
    ):  # fmt: skip
        writing.add_item(
            meeting=meeting, case=case, need=need, what=what, owner_name=owner, due_on=today + timedelta(days=14),
            known_by=known, by=by, at=at,
        )  # fmt: skip
    meetings.add_contingency(
        meeting=meeting, case=case, if_this="the father comes to the house", then="ring 999; the children go to their grandmother",
        who="Mother; at night the emergency duty team", by=by, at=at,
    )  # fmt: skip
    review = at + timedelta(days=85)
    writing.outline(
        meeting=meeting,
        case=case,
        key_worker=worker,
        core_group=[
            (worker.full_name, worker, None),
            ("Joan Pryce", telling.people["joan"], None),
            ("Mother", None, None),
        ],
        core_group_at=at + timedelta(days=9),
        review_at=review,
        by=by,
        at=at,
    )


def _out(telling: Telling, meeting: Meeting) -> None:
    chair = meeting.chair
    letters.send_decision(meeting=meeting, by=chair, at=telling.later(hours=1))
    ending.approve(meeting=meeting, by=chair, at=telling.later(hours=2))
    meeting.refresh_from_db()
    minutes.issue(meeting=meeting, by=chair, at=telling.later(days=1))


def _conference(
    telling: Telling, children: list[Case], *, incorporates: Meeting | None = None, **answers: str
) -> Meeting:
    telling.later(days=8)
    starts = telling.at + timedelta(minutes=30)
    meeting = _call(telling, "initial_conference", starts, children, incorporates=incorporates)
    return _hold(telling, meeting, at=starts, **answers)


def both_roles(telling: Telling) -> None:
    """In both roles, with dissent and an exclusion; a planning meeting is met by it; his sister is considered and has no plan."""
    sister = considering.open_considered(
        beside=telling.young,
        details=IdentityDetails(
            given_name="Una", family_name="Vale", born_on=date(telling.now.year - 7, 5, 6).isoformat()
        ),
        relationship="Sister",
        by=telling.people[MANAGER],
        at=telling.later(days=1),
    )
    waiting = calling.call(
        kind="planning",
        children=[telling.young],
        chair=telling.people[MANAGER],
        starts_at=telling.at + timedelta(days=20),
        where=Where(),
        invited=_invited(telling, telling.young, (WORKER,)),
        by=telling.people[MANAGER],
        at=telling.at,
    )
    _out(telling, _conference(telling, [telling.young, sister], incorporates=waiting, dissent="somebody"))


def without_a_plan(telling: Telling) -> None:
    """The conference made no plan; its letter is out, the record waits for approval."""
    meeting = _conference(telling, [telling.young], decision="none")
    letters.send_decision(meeting=meeting, by=meeting.chair, at=telling.later(hours=1))


def core_group_late(telling: Telling) -> None:
    """A plan, and no core group in ten working days."""
    _out(telling, _conference(telling, [telling.young]))


def _core_group(telling: Telling, *, days: int) -> None:
    follows = plans.last_meeting(telling.young)
    telling.later(days=days)
    core = _call(telling, "core_group", telling.at + timedelta(minutes=30), [telling.young], follows=follows)
    _hold(telling, core, at=telling.at + timedelta(minutes=30))


def stepped_down(telling: Telling) -> None:
    """A plan, two core groups, and a review that ended it: a child in need now."""
    core_group_late(telling)
    _core_group(telling, days=6)
    _core_group(telling, days=33)
    telling.later(days=27)
    starts = telling.at + timedelta(minutes=30)
    review = _call(telling, "review_conference", starts, [telling.young], follows=plans.last_meeting(telling.young))
    _out(telling, _hold(telling, review, at=starts, decision="child_in_need"))


def next_core_group_soon(telling: Telling) -> None:
    """A plan that runs: its letter and record went out in time, the first core group was held, the next is due within six weeks."""
    core_group_late(telling)
    _core_group(telling, days=6)


def letter_to_send(telling: Telling) -> None:
    """The conference made a plan; its letter is still to go out."""
    _conference(telling, [telling.young])


STORIES: tuple[tuple[int, int, tuple[Step, ...]], ...] = (
    (16, 130, (sent, due_this_week)),
    (34, 131, (sent,)),  # nobody has called the conference: overdue
    (26, 132, (sent, both_roles)),
    (27, 133, (sent, without_a_plan)),
    (40, 134, (sent, core_group_late)),
    (120, 135, (sent, stepped_down)),
    (56, 136, (sent, next_core_group_soon)),
    (14, 137, (sent, letter_to_send)),
)
"""(days ago, family, steps after a strategy meeting is to be held)."""
