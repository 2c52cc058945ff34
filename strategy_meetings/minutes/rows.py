"""Reading the rows of one child of a meeting as plain values, which is all that a copy can be composed from.

Every statement here asks by meeting *and* case: a row of another child has no way in.

Over 300 lines: a few lines for each kind of row.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from hsb import clock
from hsb.agencies.models import AgencyKind
from hsb.agencies.profile import profile
from hsb.cases.models import Case
from hsb.timeliness.models import Deadline
from hsb.ui.words import date_time, long_date, time_words
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.parts import DECISION_WORDS, OUTCOME_WORDS, PARTS
from strategy_meetings.meetings.states import HELD
from strategy_meetings.minutes.record import (
    Amended,
    Decided,
    IfThen,
    OneChild,
    Present,
    Said,
    Shut,
    Tell,
    ToDo,
    Written,
)
from strategy_meetings.models import (
    Action,
    AgencyView,
    Attendance,
    ConferenceChild,
    Contingency,
    CoreGroupMember,
    Decision,
    FamilyMember,
    Information,
    Invitation,
    Meeting,
    MeetingChild,
    MinutesAmendment,
    NotDiscussed,
    PartWritten,
    Told,
    WithoutFamily,
)

SAFETY_PLAN = "safety_plan"
"""The key of the line that names the plan in force: it goes to whoever has the part on ongoing safety."""
FAMILY = "family"
"""Stands for a kind of agency where a copy is for one of the family."""
STANDARDS = ("T5", "T6")
"""Whose due dates the minutes name: the assessment and the conference."""


def called(kind: str) -> str:
    """Answer what the partnership calls a kind of agency."""
    if kind == FAMILY:
        return "Family"
    names = profile().names
    return names[kind] if kind in names else str(AgencyKind(kind).label)


def agency_key(agency_id: int | None, kind: str) -> str:
    """Answer by what an agency's own words and actions are known: the agency, or its kind where none is named."""
    return f"agency:{agency_id}" if agency_id else f"kind:{kind}"


def one_child(child: MeetingChild, *, edition: int | None = None, objections_until: date | None = None) -> OneChild:
    """Answer the record of a meeting about one child, as it reads in an edition (the latest when not given)."""
    meeting, case = child.meeting, child.case
    mine = {"meeting": meeting, "case": case}
    attendance = list(Attendance.objects.filter(**mine).select_related("agency").order_by("-is_chair", "agency_kind"))
    conference = ConferenceChild.objects.filter(**mine).select_related("key_worker").first()
    family = list(FamilyMember.objects.filter(**mine).order_by("number"))
    without = list(WithoutFamily.objects.filter(**mine).order_by("number"))
    by_person = {one.user_id: agency_key(one.agency_id, one.agency_kind) for one in attendance if one.user_id}
    record = OneChild(
        child=case.label,
        age=_age(case, clock.local_date(meeting.starts_at)),
        reference=case.reference,
        title=kind_of(meeting.kind).title,
        on=long_date(clock.local_date(meeting.starts_at)),
        facts=_facts(child, attendance),
        opening=_opening(child),
        happened="What is alleged" if case.alleged and not case.is_harmed else "What happened",
        quorum=_quorum(meeting, child),
        statement=conference.opening if conference else "",
        views=_views(mine),
        without=tuple(_without(one) for one in without),
        not_invited=tuple((one.name, one.excluded_because) for one in family if one.state == "excluded"),
        present=(
            *(_present(one) for one in attendance),
            *(_of_family(one) for one in family if one.state == "invited"),
        ),
        said=(*_said(mine), *(_shut_out(one) for one in without)),
        written=_written(child, mine),
        decided=tuple(
            Decided(f"decision:{one.number}", one.number, one.text, one.dissent_by, one.dissent)
            for one in Decision.objects.filter(**mine).order_by("number")
        ),
        to_do=tuple(
            _to_do(one, by_person)
            for one in Action.objects.filter(**mine).select_related("owner_agency").order_by("number")
        ),
        if_then=tuple(
            IfThen(f"if:{one.number}", one.if_this, one.then, one.who)
            for one in Contingency.objects.filter(**mine).order_by("number")
        ),
        told=tuple(_told(one) for one in Told.objects.filter(**mine).order_by("number")),
        shut=tuple(
            _shut(n, one) for n, one in enumerate(NotDiscussed.objects.filter(**mine).order_by("at", "pk"), start=1)
        ),
        next_steps=(*_of_conference(conference, mine), *_next_steps(child, objections_until)),
    )
    return amended(record, _amendments(mine, edition))


# -- amendments --------------------------------------------------------------------------------------------------------------

_TEXT_OF = {Said: "text", Written: "text", Decided: "text", ToDo: "what", IfThen: "then", Tell: "what", Shut: "what"}


def _amendments(mine: Mapping[str, Any], edition: int | None) -> list[MinutesAmendment]:
    found = MinutesAmendment.objects.filter(**mine).order_by("edition", "key")
    return list(found if edition is None else found.filter(edition__lte=edition))


def amended(record: OneChild, amendments: list[MinutesAmendment]) -> OneChild:
    """Answer the record with each amended row as it reads now, and with what was amended and why, numbered."""
    if not amendments:
        return record
    now = {one.key: one.text for one in amendments}

    def reads(row: Any) -> Any:
        return replace(row, **{_TEXT_OF[type(row)]: now[row.key]}) if row.key in now else row

    names = ("said", "written", "decided", "to_do", "if_then", "told", "shut")
    rows = {name: tuple(reads(row) for row in getattr(record, name)) for name in names}
    said = tuple(Amended(one.key, one.edition, called_row(record, one.key), one.reasons) for one in amendments)
    return replace(record, **rows, amended=said)


def called_row(record: OneChild, key: str) -> str:
    """Answer what a row of the record is called: never its words."""
    for one in record.said:
        if one.key == key:
            return f"What {one.kind} said"
    for part in record.written:
        if part.key == key:
            return part.title
    words = {"decision": "Decision", "action": "Action", "if": "If things change", "told": "What the family is told"}
    kind, _, number = key.partition(":")
    if kind == "shut":
        return "What is not discussed"
    return (
        f"{words.get(kind, 'The record')} {number}" if kind in ("decision", "action") else words.get(kind, "The record")
    )


# -- one kind of row each ------------------------------------------------------------------------------------------------------


def _age(case: Case, on: date) -> str:
    age = case.age_on(on)
    return f", {age}" if age is not None else ""


def _facts(child: MeetingChild, attendance: list[Attendance]) -> tuple[tuple[str, str], ...]:
    meeting = child.meeting
    held = time_words(meeting.starts_at)
    if meeting.ended_at:
        held = f"{held} to {time_words(meeting.ended_at)}"
    chair = next((one for one in attendance if one.is_chair), None)
    facts = [
        ("Held", f"{held}, {child.get_how_display().lower()}"),
        ("Chair", ", ".join(filter(None, (meeting.chair.full_name, chair.role_words if chair else "")))),
    ]
    if child.minute_taker:
        facts.append(("Minutes by", child.minute_taker.full_name))
    if meeting.approved_at and meeting.approved_by:
        facts.append(("Approved", f"{meeting.approved_by.full_name}, {date_time(meeting.approved_at)}"))
    return tuple(facts)


def _opening(child: MeetingChild) -> tuple[str, ...]:
    words = DECISION_WORDS if kind_of(child.meeting.kind).is_conference else OUTCOME_WORDS
    said = [f"{words[child.outcome].rstrip('.')}." if child.outcome in words else ""]
    if child.case.alleged and not child.case.is_harmed:
        said.append("The behaviour is alleged.")
    return tuple(one for one in said if one)


def _quorum(meeting: Meeting, child: MeetingChild) -> str:
    if meeting.state not in HELD:
        return ""
    return f"By exception: {child.reason}" if child.reason else "Met"


def _present(one: Attendance) -> Present:
    name = f"{one.name}, {one.role_words}" if one.role_words else one.name
    return Present(called(one.agency_kind), name, one.took_part, one.is_chair, one.absent_because)


def _said(mine: Mapping[str, Any]) -> tuple[Said, ...]:
    words = [
        Said(
            f"said:{one.number}",
            agency_key(one.agency_id, one.agency_kind),
            called(one.agency_kind),
            one.text,
            one.is_opinion,
            one.police_restricted,
            one.said_by,
        )
        for one in Information.objects.filter(**mine).order_by("number")
    ]
    reports = Invitation.objects.filter(**mine).exclude(report="").order_by("invited_at", "pk")
    words += [
        Said(
            f"report:{number}",
            agency_key(one.agency_id, one.agency_kind),
            f"{called(one.agency_kind)}, by report",
            one.report,
            is_report=True,
        )
        for number, one in enumerate(reports, start=1)
    ]
    return tuple(words)


def _written(child: MeetingChild, mine: Mapping[str, Any]) -> tuple[Written, ...]:
    found = {one.part: one for one in PartWritten.objects.filter(**mine)}
    written: list[Written] = []
    for part in PARTS.values():
        if part.key in found:
            answer = part.words_of(found[part.key].answer)
            written.append(Written(part.key, part.group, part.title, answer, found[part.key].text))
        if part.key == "safety" and child.safety_plan:
            written.append(Written(SAFETY_PLAN, part.group, "Safety plan", "", child.safety_plan))
    return tuple(written)


def _to_do(one: Action, by_person: Mapping[int | None, str]) -> ToDo:
    if one.owner_agency_id and one.owner_agency:
        agency = agency_key(one.owner_agency_id, one.owner_agency.kind)
    else:
        agency = by_person.get(one.owner_id, "")
    return ToDo(
        f"action:{one.number}",
        one.number,
        one.what,
        one.owner_name,
        long_date(one.due_on),
        agency,
        one.need,
        one.known_by,
        one.progress,
    )


# -- a conference ---------------------------------------------------------------------------------------------------------------


def _of_family(one: FamilyMember) -> Present:
    name = f"{one.name}, {one.relationship.lower()}" if one.relationship else one.name
    return Present(called(FAMILY), name, one.took_part, False, one.absent_because)


def _views(mine: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (called(one.agency_kind), f"{one.get_view_display()}. {one.text}".strip())
        for one in AgencyView.objects.filter(**mine).order_by("agency_kind")
    )


def _without(one: WithoutFamily) -> str:
    return f"From {time_words(one.began_at)} to {time_words(one.ended_at)} without the family. Why: {one.why}"


def _shut_out(one: WithoutFamily) -> Said:
    said = f"{time_words(one.began_at)} to {time_words(one.ended_at)}. In the room: {one.who}\n{one.text}"
    return Said(f"without:{one.number}", "", "Part without the family", said, restricted=True)


def _of_conference(one: ConferenceChild | None, mine: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if one is None:
        return ()
    group = [member.name for member in CoreGroupMember.objects.filter(**mine).order_by("name")]
    steps = [
        ("Key worker", one.key_worker.full_name if one.key_worker else ""),
        ("Core group", ", ".join(group)),
        ("First core group", date_time(one.core_group_at) if one.core_group_at else ""),
        ("Review conference", date_time(one.review_at) if one.review_at else ""),
    ]
    return tuple((label, value) for label, value in steps if value)


def _told(one: Told) -> Tell:
    when = date_time(one.done_at) if one.done_at else (f"by {date_time(one.due_at)}" if one.due_at else "")
    return Tell(f"told:{one.number}", one.whom, one.what, one.by_whom, when, one.not_yet)


def _shut(number: int, one: NotDiscussed) -> Shut:
    said = [f"{one.police_said}, police" if one.police_said else "", f"{one.cps_said}, CPS" if one.cps_said else ""]
    by = " and ".join(part for part in said if part)
    return Shut(f"shut:{number}", one.what, f"Said by {by}. " if by else "", one.until_what)


def _next_steps(child: MeetingChild, objections_until: date | None) -> tuple[tuple[str, str], ...]:
    steps = []
    if child.next_on:
        steps.append(("This meeting again", long_date(child.next_on)))
    elif child.no_next_because:
        steps.append(("This meeting again", f"No date: {child.no_next_because}"))
    due = {one.standard_code: one for one in _clocks(child.case_id)}
    if (conference := due.get("T6")) and conference.due_on:
        steps.append(
            ("Conference", f"If one is called, due by {long_date(conference.due_on)}. Meeting again does not move it.")
        )
    if (assessment := due.get("T5")) and assessment.due_on:
        steps.append(("Assessment", f"Due by {long_date(assessment.due_on)}."))
    if objections_until:
        steps.append(("Something wrong?", f"Say what is not accurate by {long_date(objections_until)}."))
    return tuple(steps)


def _clocks(case_id: UUID) -> list[Deadline]:
    return list(Deadline.objects.filter(case=case_id, standard_code__in=STANDARDS, state="open").order_by("pk"))
