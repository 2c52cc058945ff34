"""Beginning a meeting, ending it, approving its record, and what follows for each child. One transaction each."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed
from strategy_meetings.meetings import calling, events, following, hooks, parts, policies, queries, reach, strands
from strategy_meetings.meetings.attending import expect
from strategy_meetings.meetings.calling import Where, locked
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.standing import put_state
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import Attendance, Meeting, MeetingChild
from strategy_meetings.safety_plans import queries as safety_plans


@transaction.atomic
def begin(*, meeting: Meeting, by: User, at: datetime) -> None:
    """The meeting is being held, from now; everybody invited stands in its attendance, not yet marked. Twice changes nothing."""
    held, children = locked(meeting)
    if held.state == MeetingState.HELD_NOW:
        return
    policies.check_can_move(held, MeetingState.HELD_NOW)
    policies.check_no_conflict(held.chair, children)
    Meeting.objects.filter(pk=held.pk).update(state=MeetingState.HELD_NOW, starts_at=at, version=F("version") + 1)
    for case in children:
        expect(held, case, at=at)
        record(events.MeetingBegun(meeting=str(held.pk), kind=held.kind), case=case, by=by, at=at)


@transaction.atomic
def record_held(
    *,
    kind: str,
    children: Sequence[Case],
    chair: User,
    started: datetime,
    ended: datetime,
    where: Where,
    by: User,
    at: datetime,
    before_referral: str = "",
    follows: Meeting | None = None,
    press: UUID | None = None,
) -> Meeting:
    """A meeting that took place is being written down: as one being held, from when it began. `end` records that it was held.

    One press begins one record. Raises ActionNotAllowed for a time still to come, or before the referral without a reason.
    """
    its_kind = kind_of(kind)
    if not children:
        raise ActionNotAllowed("Choose at least one child the meeting was about.")
    policies.check_may_convene(its_kind, by, on=clock.local_date(at))
    policies.check_can_chair(its_kind, chair, children, on=clock.local_date(at))
    policies.check_when_held(started, ended, at=at)
    policies.check_after_referral(children, started, before_referral)
    lock(*children)
    if chronology.has_happened(children[0].pk, "meeting.begun", press):
        return MeetingChild.objects.filter(case=children[0], added_by=by).latest("added_at").meeting
    for check in hooks.BEFORE_CALLING:
        check(its_kind, children, chair=chair, starts_at=started, day_reason=where.day_reason, at=at)
    meeting = calling.create(
        kind=kind,
        children=children,
        chair=chair,
        starts_at=started,
        where=where,
        by=by,
        at=at,
        follows=follows,
        state=MeetingState.HELD_NOW,
    )
    Meeting.objects.filter(pk=meeting.pk).update(planned_minutes=max(1, int((ended - started).total_seconds() // 60)))
    for case in children:
        expect(meeting, case, at=at)
        begun = events.MeetingBegun(meeting=str(meeting.pk), kind=kind)
        record(begun, case=case, by=by, at=at, occasion=press)
    for hook in hooks.ON_CALLED:
        hook(meeting, children, day_reason=where.day_reason, incorporates=None, by=by, at=at)
    if follows is not None:
        calling.carry(meeting, follows, by=by, at=at)
    meeting.refresh_from_db()
    return meeting


@transaction.atomic
def end(*, meeting: Meeting, by: User, at: datetime, exception: str = "", press: UUID | None = None) -> Meeting:
    """The meeting is over. Quorate, it counts as held from its start: each child's record says what it came to, clocks are met and
    started, the strand moves, actions are set. Not quorate, its notes are kept and no clock hears of it.

    Ended twice changes nothing more. `exception`: the chair's reason, where the partnership allows one for meetings of this kind.
    """
    held, children = locked(meeting)
    if held.state != MeetingState.HELD_NOW:
        if held.ended_at is not None:
            return held
        policies.check_can_move(held, MeetingState.ENDED)
    policies.check_no_conflict(held.chair, children)
    ended_at = min(at, held.starts_at + timedelta(minutes=held.planned_minutes)) if held.was_recorded_afterwards else at
    short = not_quorate(held, children)
    if short and not (policies.may_except(kind_of(held.kind)) and exception.strip()):
        put_state(held, MeetingState.NOT_QUORATE, ended_at=ended_at, ended_by=by)
        for case in children:
            said = events.MeetingNotQuorate(meeting=str(held.pk), kind=held.kind, missing=", ".join(short))
            record(said, case=case, by=by, at=at, occasion=press)
        reach.settle(held, children, by=by, at=at)
        return held
    for check in hooks.BEFORE_END:
        check(held, children)
    if short:
        MeetingChild.objects.filter(meeting=held).update(reason=f"Held without {', '.join(short)}: {exception.strip()}")
    complete = not queries.missing(held, children)
    put_state(held, MeetingState.DRAFT if complete else MeetingState.ENDED, ended_at=ended_at, ended_by=by)
    for case in children:
        _held(held, case, by=by, at=at, press=press)
    following.set_tasks_if_ended(held, by=by, at=at)
    for hook in hooks.ON_ENDED:
        hook(held, by, at)
    return held


def not_quorate(meeting: Meeting, children: Sequence[Case]) -> list[str]:
    """Answer, in words, which agencies the quorum needs and nobody of which took part for every child. Of a conference's further
    agencies only those in direct contact with the child count (Working Together; CP census)."""
    kind = kind_of(meeting.kind)
    took_part = Attendance.objects.filter(meeting=meeting, took_part=True)
    if kind.counts_direct_contact:
        took_part = took_part.filter(
            Q(direct_contact=True) | Q(agency_kind__in=[one for line in kind.quorum for one in line])
        )
    there = list(took_part.values_list("case_id", "agency_kind"))
    short = [kind.not_there([of for case_id, of in there if case_id == case.pk]) for case in children]
    short += [also(meeting, children) for also in hooks.ALSO_MISSING]
    return list(dict.fromkeys(word for line in short for word in line))


def _held(meeting: Meeting, case: Case, *, by: User, at: datetime, press: UUID | None) -> None:
    kind = kind_of(meeting.kind)
    outcome = ""
    if hold := hooks.HELD.get(kind.held_event):
        hold(meeting, case, by=by, at=at, press=press)
        return
    if kind.is_strategy:
        (child,) = queries.written(meeting, [case])
        outcome = parts.outcome_of(child, enquiry_runs=queries.enquiry_runs(case, apart_from=meeting))
        MeetingChild.objects.filter(meeting=meeting, case=case).update(outcome=outcome)
        event: Any = events.StrategyHeld(
            meeting=str(meeting.pk), kind=meeting.kind, outcome=outcome, section_47=child.answer("section_47")
        )
    elif kind.held_event == "risk_panel.held":
        event = events.RiskPanelHeld(meeting=str(meeting.pk), kind=meeting.kind)
    else:
        event = events.PlanningMeetingHeld(meeting=str(meeting.pk), kind=meeting.kind)
    record(event, case=case, by=by, at=at, occurred=meeting.starts_at, occasion=press)
    if kind.is_strategy:
        strands.held(case, outcome, by=by, at=at, occurred=meeting.starts_at)


@transaction.atomic
def approve(*, meeting: Meeting, by: User, at: datetime, press: UUID | None = None) -> None:
    """The chair stands by the record: nothing in it changes any more but by an amendment, and it names the safety plan that is
    in force. Refused while anything compulsory is
    missing, with whose and which; approved twice changes nothing more."""
    held, children = locked(meeting)
    policies.check_is_chair(held, by)
    if held.approved_at is not None:
        return
    policies.check_no_conflict(held.chair, children)
    if held.state == MeetingState.ENDED:
        policies.check_is_complete(queries.missing(held, children))
        put_state(held, MeetingState.DRAFT)
    policies.check_can_move(held, MeetingState.APPROVED)
    policies.check_is_complete(queries.missing(held, children))
    put_state(held, MeetingState.APPROVED, approved_at=at, approved_by=by)
    for case in children:
        if "safety" in kind_of(held.kind).parts:
            MeetingChild.objects.filter(meeting=held, case=case).update(safety_plan=safety_plans.words_in_force(case))
        said = events.MeetingApproved(meeting=str(held.pk), kind=held.kind)
        record(said, case=case, by=by, at=at, occasion=press)
    for hook in hooks.ON_APPROVED:
        hook(held, by, at)


@transaction.atomic
def issue(*, meeting: Meeting, by: User, at: datetime, press: UUID | None = None) -> None:
    """The minutes are out: the clock of sending them is met, and who was only called stays until objections are over."""
    held, children = locked(meeting)
    policies.check_is_chair(held, by)
    if held.issued_at is not None:
        return
    put_state(held, MeetingState.ISSUED, issued_at=at, issued_by=by)
    for case in children:
        if kind_of(held.kind).is_conference:
            continue  # the conference says it itself (ON_ISSUED): its clock is another
        said: Any = (
            events.StrategyRecordSent(meeting=str(held.pk))
            if kind_of(held.kind).is_strategy
            else events.MeetingRecordSent(meeting=str(held.pk), kind=held.kind)
        )
        record(said, case=case, by=by, at=at, occasion=press)
    reach.settle(held, children, by=by, at=at)
    for hook in hooks.ON_ISSUED:
        hook(held, by, at)


@transaction.atomic
def amend(*, meeting: Meeting, reason: str, by: User, at: datetime) -> int:
    """The minutes have a new, numbered version, with the reason; answers the number."""
    held, children = locked(meeting)
    policies.check_is_chair(held, by)
    if not reason.strip():
        raise ActionNotAllowed("Say what was not accurate and what is put right.")
    put_state(held, MeetingState.AMENDED, amendment=held.amendment + 1)
    for case in children:
        said = events.MeetingAmended(meeting=str(held.pk), kind=held.kind, number=held.amendment, reason=reason.strip())
        record(said, case=case, by=by, at=at)
    for hook in hooks.ON_ISSUED:
        hook(held, by, at)
    return held.amendment
