"""What follows when a conference or core group is called, moved, called off, answered, held and sent: the meeting room calls these.

Registered in `strategy_meetings/apps.py`. Each runs inside the meeting’s own transaction, its children locked.
Over 300 lines: every turn of a conference, in its order.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hsb import clock
from hsb.accounts.models import User
from hsb.cases import actions as cases
from hsb.cases.models import Case, CaseKind
from hsb.cases.states import TRANSITIONS, Safeguarding, Strand
from hsb.chronology.actions import record
from hsb.errors import ActionNotAllowed
from referrals.models import AssessmentState, CfAssessment
from strategy_meetings.child_plans import actions as plans
from strategy_meetings.child_plans import queries as plans_held
from strategy_meetings.conference import events, opening, policies
from strategy_meetings.meetings import changing, parts, queries
from strategy_meetings.meetings import events as meetings
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import (
    ConferenceChild,
    CoreGroupMember,
    FamilyMember,
    Invitation,
    Meeting,
    MeetingChild,
)


def called(
    meeting: Meeting,
    children: Sequence[Case],
    *,
    day_reason: str,
    incorporates: Meeting | None,
    by: User,
    at: datetime,
) -> None:
    """Each child has the row of a conference with its opening statement; reports are asked for, one an agency; the strand says that
    one is called. A core group and a review begin with the family as it was invited before."""
    kind = kind_of(meeting.kind)
    if not kind.has_family:
        return
    for case in children:
        ConferenceChild(
            meeting=meeting,
            case=case,
            opening="" if kind.is_core_group else opening_of(case),
            incorporates=incorporates,
            day_reason=day_reason.strip(),
        ).save(force_insert=True)
        _carry_family(meeting, case, by=by, at=at)
        if kind.is_conference:
            _conference_called(meeting, case, by=by, at=at)


def opening_of(case: Case) -> str:
    """Answer the opening statement about this child."""
    return opening.statement(
        case.label,
        is_harmed=case.is_harmed,
        is_considered=case.kind == CaseKind.CONSIDERED,
        alleged=bool(case.alleged),
    )


def _carry_family(meeting: Meeting, case: Case, *, by: User, at: datetime) -> None:
    if meeting.follows is None:
        return
    before = {}
    for one in FamilyMember.objects.filter(meeting=meeting.follows, case=case).order_by("number"):
        row = FamilyMember(
            meeting=meeting,
            case=case,
            number=one.number,
            person_id=one.person_id,
            name=one.name,
            relationship=one.relationship,
            is_child=one.is_child,
            state=one.state,
            by_hand=one.by_hand,
            handed_by=one.handed_by,
            interpreter=one.interpreter,
            helped_by=one.helped_by,
            excluded_because=one.excluded_because,
            excluded_part=one.excluded_part,
            at=at,
            by=by,
        )
        row.save(force_insert=True)
        before[one.pk] = row
    if not kind_of(meeting.kind).is_conference:
        return
    for member in CoreGroupMember.objects.filter(meeting=meeting.follows, case=case):
        CoreGroupMember(
            meeting=meeting,
            case=case,
            user_id=member.user_id,
            family=before.get(member.family_id) if member.family_id else None,
            name=member.name,
        ).save(force_insert=True)


def _conference_called(meeting: Meeting, case: Case, *, by: User, at: datetime) -> None:
    on = clock.local_date(meeting.starts_at).isoformat()
    review = meeting.kind == "review_conference"
    said: Any = (
        events.ReviewConferenceCalled(meeting=str(meeting.pk), held_on=on)
        if review
        else events.ConferenceCalled(meeting=str(meeting.pk), held_on=on)
    )
    record(said, case=case, by=by, at=at)
    if meeting.state == MeetingState.CALLED:
        _ask_for_reports(meeting, case, _invited(meeting, case), by=by, at=at)
    if not review:
        _move(case, Safeguarding.CONFERENCE, by=by, at=at)


def invited(meeting: Meeting, invitations: Sequence[Invitation], by: User, at: datetime) -> None:
    """An agency that is called later is asked for its report like those that were called first, once an agency."""
    if not kind_of(meeting.kind).is_conference or meeting.state != MeetingState.CALLED:
        return
    for case in {one.case_id: one.case for one in invitations}.values():
        new = {one.pk for one in invitations if one.case_id == case.pk}
        everybody = _invited(meeting, case)
        before = {one.agency_id for one in everybody if one.pk not in new}
        later = [one for one in everybody if one.agency_id not in before]
        _ask_for_reports(meeting, case, later, by=by, at=at)


def _invited(meeting: Meeting, case: Case) -> list[Invitation]:
    found = Invitation.objects.filter(meeting=meeting, case=case, agency__isnull=False, state__in=queries.INVITED)
    return list(found.select_related("agency").order_by("agency_id"))


def _ask_for_reports(
    meeting: Meeting, case: Case, invitations: Sequence[Invitation], *, by: User, at: datetime
) -> None:
    asked = {one.agency_id: one.agency.name for one in invitations if one.agency is not None}
    on = clock.local_date(meeting.starts_at).isoformat()
    review = meeting.kind == "review_conference"
    for agency_id, name in asked.items():
        what: dict[str, Any] = {"meeting": str(meeting.pk), "agency": agency_id, "held_on": on, "asked_of": name}
        record(events.ReviewReportAsked(**what) if review else events.ReportAsked(**what), case=case, by=by, at=at)


def moved(meeting: Meeting, by: User, at: datetime) -> None:
    """Reports are due before the new day."""
    if not kind_of(meeting.kind).is_conference:
        return
    on = clock.local_date(meeting.starts_at).isoformat()
    review = meeting.kind == "review_conference"
    what: dict[str, Any] = {"meeting": str(meeting.pk), "held_on": on}
    for child in meeting.children.select_related("case"):
        said = events.ReviewConferenceMoved(**what) if review else events.ConferenceMoved(**what)
        record(said, case=child.case, by=by, at=at)


def called_off(meeting: Meeting, still_needed: bool, by: User, at: datetime) -> None:
    """No report is waited for any more; where no conference is needed, the strand goes on without one."""
    if not kind_of(meeting.kind).is_conference:
        return
    review, what = meeting.kind == "review_conference", str(meeting.pk)
    for child in meeting.children.select_related("case"):
        off = events.ReviewConferenceCalledOff(meeting=what) if review else events.ConferenceCalledOff(meeting=what)
        record(off, case=child.case, by=by, at=at)
        if not still_needed and meeting.kind == "initial_conference":
            _move(child.case, _what_runs(child.case), by=by, at=at)


def answered(invitation: Invitation, by: User, at: datetime) -> None:
    """A report to the conference has reached the chair: its clock is met."""
    if invitation.agency_id is None or not kind_of(invitation.meeting.kind).is_conference:
        return
    review = invitation.meeting.kind == "review_conference"
    what: dict[str, Any] = {"meeting": str(invitation.meeting_id), "agency": invitation.agency_id}
    record(events.ReviewReportSent(**what) if review else events.ReportSent(**what), case=invitation.case, by=by, at=at)


# -- ended --------------------------------------------------------------------------------------------------------------------


def check_before_end(meeting: Meeting, children: Sequence[Case]) -> None:
    """Every child has a decision, and a plan has its category, key worker, core group and review, before a conference ends; what a
    plan that ends leaves open is taken on by somebody."""
    if not kind_of(meeting.kind).is_conference:
        return
    for case, child in zip(children, queries.written(meeting, children), strict=True):
        policies.check_decision(child)
        if plans_held.open_protection_plan(case) is not None:
            policies.check_where_it_goes(child, plans_held.open_items(case))


def held(meeting: Meeting, case: Case, *, by: User, at: datetime, press: UUID | None) -> None:
    """The child’s record says what the conference came to, a plan begins, goes on or ends with its day, and the strand follows. A
    meeting it stands for is met."""
    kind = kind_of(meeting.kind)
    if kind.is_core_group:
        event: Any = events.CoreGroupHeld(meeting=str(meeting.pk))
        record(event, case=case, by=by, at=at, occurred=meeting.starts_at, occasion=press)
        return
    (child,) = queries.written(meeting, [case])
    outcome = child.answer("decision")
    category = child.answer("category") if outcome == parts.PLAN else ""
    MeetingChild.objects.filter(meeting=meeting, case=case).update(outcome=outcome)
    what: dict[str, Any] = {"meeting": str(meeting.pk), "outcome": outcome, "category": category}
    event = events.ReviewConferenceHeld(**what) if kind.follows else events.ConferenceHeld(**what)
    record(event, case=case, by=by, at=at, occurred=meeting.starts_at, occasion=press)
    _plan_of(meeting, case, outcome, category, where=child.words(policies.STILL_OPEN), by=by, at=at)
    _incorporated(meeting, case, by=by, at=at)


def _plan_of(meeting: Meeting, case: Case, outcome: str, category: str, *, where: str, by: User, at: datetime) -> None:
    row = ConferenceChild.objects.select_related("key_worker").get(meeting=meeting, case=case)
    review_on = clock.local_date(row.review_at) if row.review_at else None
    occurred = meeting.starts_at
    if outcome == parts.PLAN:
        plans.start_protection(
            case=case, meeting=meeting, category=category, lead=row.key_worker, by=by, at=at, review_on=review_on
        )
        _move(case, Safeguarding.PROTECTION_PLAN, by=by, at=at, occurred=occurred)
        return
    plans.end_by_review(case, meeting, where=where, by=by, at=at)
    if outcome == parts.STEP_DOWN:
        if row.key_worker is not None and review_on is not None and plans_held.open_plan(case) is None:
            plans.start_in_need(
                case=case,
                what_for="As the conference decided.",
                lead=row.key_worker,
                started_on=clock.local_date(occurred),
                review_on=review_on,
                by=by,
                at=at,
                meeting=meeting,
            )
        _move(case, Safeguarding.CHILD_IN_NEED, by=by, at=at, occurred=occurred)
        return
    _move(case, _what_runs(case, after_conference=True), by=by, at=at, occurred=occurred)


def _what_runs(case: Case, *, after_conference: bool = False) -> Safeguarding:
    """Answer where a child stands without a conference or plan: an assessment where one runs, else in need or early help."""
    if CfAssessment.objects.filter(case=case).exclude(state=AssessmentState.AUTHORISED).exists():
        return Safeguarding.ASSESSMENT
    return Safeguarding.EARLY_HELP if after_conference else Safeguarding.CHILD_IN_NEED


def _incorporated(meeting: Meeting, case: Case, *, by: User, at: datetime) -> None:
    row = ConferenceChild.objects.select_related("incorporates").get(meeting=meeting, case=case)
    other = row.incorporates
    if other is None or not MeetingChild.objects.filter(meeting=other, case=case).exists():
        return
    if other.kind == "planning":
        said = meetings.PlanningMeetingHeld(meeting=str(other.pk), kind=other.kind)
        record(said, case=case, by=by, at=at, occurred=meeting.starts_at)
    other.refresh_from_db()
    here = set(meeting.children.values_list("case_id", flat=True))
    # A child of another family who is a child of that meeting still has it.
    if other.state == MeetingState.CALLED and set(other.children.values_list("case_id", flat=True)) <= here:
        changing.call_off(meeting=other, reason="The conference took its place.", still_needed=False, by=by, at=at)


def check_after_writing(meeting: Meeting, case: Case) -> None:
    """Once a conference has ended its decision is what the record says: a plan runs from it."""
    if not kind_of(meeting.kind).is_conference:
        return
    row = MeetingChild.objects.get(meeting=meeting, case=case)
    (child,) = queries.written(meeting, [case])
    plan = plans_held.open_protection_plan(case)
    changed = child.answer("decision") != row.outcome
    changed |= row.outcome == parts.PLAN and plan is not None and child.answer("category") != plan.category
    if row.outcome and changed:
        raise ActionNotAllowed(
            "The conference has ended with its decision and category, and the plan counts from that day. If they were written"
            " down wrongly, say so in an amendment; a new decision needs a review conference."
        )


def sent(meeting: Meeting, by: User, at: datetime) -> None:
    """The record of the conference is out: its clock is met, once."""
    if not kind_of(meeting.kind).is_conference or meeting.amendment:
        return
    for child in meeting.children.select_related("case").order_by("number"):
        record(events.RecordSent(meeting=str(meeting.pk)), case=child.case, by=by, at=at)


def _move(case: Case, to: Safeguarding, *, by: User, at: datetime, occurred: datetime | None = None) -> None:
    """The strand goes there where the table has a way, by *referred* where nothing was open."""
    case.refresh_from_db(fields=["safeguarding"])
    steps = TRANSITIONS[Strand.SAFEGUARDING]
    if case.safeguarding in (Safeguarding.NOT_OPEN, Safeguarding.CLOSED) and to == Safeguarding.CONFERENCE:
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=Safeguarding.REFERRED, by=by, at=at)
    if to != case.safeguarding and to not in steps[case.safeguarding] and to == Safeguarding.PROTECTION_PLAN:
        if Safeguarding.CONFERENCE in steps[case.safeguarding]:
            cases.move(
                case=case, strand=Strand.SAFEGUARDING, to=Safeguarding.CONFERENCE, by=by, at=at, occurred=occurred
            )
    if to in steps[case.safeguarding]:
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=to, by=by, at=at, occurred=occurred)
