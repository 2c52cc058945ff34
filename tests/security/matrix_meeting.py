"""A meeting about both children of the world, being held, with a line of every kind on the young person's part."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from hsb.accounts.models import User
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases.models import Case
from strategy_meetings.meetings import asking, calling, ending, lines, writing
from strategy_meetings.meetings.calling import Where
from strategy_meetings.models import Meeting
from tests.factories.meetings import invited

Word = Callable[..., str]


def held_now(word: Word, *, chair: User, nurse: User, social: User, young: Case, harmed: Case, at: datetime) -> Meeting:
    """The meeting: what is written on it nobody but its chair reads, for it is not approved."""
    C = RecordClass
    meeting = calling.call(
        kind="strategy",
        children=[young, harmed],
        chair=chair,
        starts_at=at + timedelta(minutes=1),
        where=Where(place=word("place of the meeting", C.MEETING)),
        invited=invited(young, nurse, social),
        by=chair,
        at=at - timedelta(minutes=5),
    )
    meeting.children.filter(case=harmed).update(place=word("place for the harmed child", C.MEETING, case=harmed))
    ending.begin(meeting=meeting, by=chair, at=at)
    meeting.refresh_from_db()
    draft = {"meeting": meeting, "by": chair, "at": at}
    for case in (young, harmed):
        typed = {"needs": writing.Typed("", word("needs, in the draft", case=case), 0)}
        writing.save_parts(case=case, typed=typed, **draft)
    lines.writes_in(case=young, part="needs", **draft)
    writing.add_information(
        case=young, agency_kind=AgencyKind.POLICE, said_by="PC", text=word("information, in the draft"),
        is_opinion=False, police_restricted=True, **draft,
    )  # fmt: skip
    writing.add_decision(case=young, text=word("decision, in the draft"), dissent_by="", dissent="", **draft)
    writing.add_action(
        case=young,
        what=word("action, in the draft"),
        owner=social,
        owner_name="Crew",
        due_on=date(2026, 11, 25),
        **draft,
    )
    writing.add_contingency(case=young, if_this=word("contingency"), then="That", who="They", **draft)
    writing.add_told(
        case=young, whom="Mother", what=word("told"), not_yet="", by_whom="Crew", due_at=None, done=False, **draft
    )
    lines.set_not_discussed(
        case=young, what=word("not discussed", C.HEADER, C.MEETING, level=Level.SUMMARY), police_said="PC", cps_said="",
        until_what="the interview", **draft,
    )  # fmt: skip
    asking.ask(case=young, reason=word("why it is asked for", C.MEETING), by=social, at=at)
    return meeting
