"""Moving a meeting, calling it off, handing over its chair, answering the call, adding a child. One transaction each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.errors import ActionNotAllowed
from hsb.people import partners
from strategy_meetings.meetings import events, hooks, mailing, policies, queries, reach, strands
from strategy_meetings.meetings.attending import expect, expect_also
from strategy_meetings.meetings.calling import (
    Invited,
    Where,
    check_invited,
    check_version,
    invite,
    known,
    let_in,
    locked,
    when_words,
)
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.states import MeetingState
from strategy_meetings.models import Attendance, Invitation, Meeting, MeetingChild
from strategy_meetings.models.meetings import InvitationState


@transaction.atomic
def move(
    *, meeting: Meeting, starts_at: datetime, where: Where, reason: str, by: User, at: datetime, version: int
) -> None:
    """The meeting is at another time or place, and everybody's calendar says so. Raises ActionNotAllowed once it has begun."""
    held, children = locked(meeting)
    if held.state != MeetingState.CALLED:
        raise ActionNotAllowed("The meeting has begun or is over: it cannot be moved any more.")
    check_version(held, version)
    policies.check_starts_later(starts_at, at=at)
    Meeting.objects.filter(pk=held.pk).update(
        starts_at=starts_at, planned_minutes=where.minutes, sequence=F("sequence") + 1, version=F("version") + 1
    )
    MeetingChild.objects.filter(meeting=held).update(how=where.how, place=where.place, video_link=where.video_link)
    for case in children:
        moved = events.MeetingMoved(
            meeting=str(held.pk), kind=held.kind, when=when_words(starts_at), reason=reason.strip()
        )
        record(moved, case=case, by=by, at=at)
    held.refresh_from_db()
    for hook in hooks.ON_MOVED:
        hook(held, by, at)
    mailing.request(held, at=at)


@transaction.atomic
def call_off(
    *, meeting: Meeting, reason: str, still_needed: bool, by: User, at: datetime, press: UUID | None = None
) -> None:
    """The meeting is not held; what was written stays, calendars are told. Unless another is still needed, its clock ends too."""
    held, children = locked(meeting)
    if held.state == MeetingState.CALLED_OFF:
        return
    policies.check_can_move(held, MeetingState.CALLED_OFF)
    if not reason.strip():
        raise ActionNotAllowed("Say why the meeting is called off.")
    Meeting.objects.filter(pk=held.pk).update(
        state=MeetingState.CALLED_OFF,
        called_off_at=at,
        called_off_by=by,
        sequence=F("sequence") + 1,
        version=F("version") + 1,
    )
    for case in children:
        MeetingChild.objects.filter(meeting=held, case=case).update(reason=reason.strip())
        off = events.MeetingCalledOff(
            meeting=str(held.pk), kind=held.kind, still_needed=still_needed, reason=reason.strip()
        )
        record(off, case=case, by=by, at=at, occasion=press)
        if not still_needed and held.kind == "strategy":
            record(events.StrategyCalledOff(meeting=str(held.pk)), case=case, by=by, at=at)
        if not still_needed and held.kind == "planning":
            record(events.PlanningCalledOff(meeting=str(held.pk)), case=case, by=by, at=at)
    held.refresh_from_db()
    for hook in hooks.ON_CALLED_OFF:
        hook(held, still_needed, by, at)
    mailing.cancel(held, at=at)
    reach.settle(held, children, by=by, at=at)


@transaction.atomic
def hand_over(*, meeting: Meeting, chair: User, reason: str, by: User, at: datetime) -> None:
    """Somebody else chairs, before, during or after; the records say why. Raises ActionNotAllowed for who may not chair it."""
    held, children = locked(meeting)
    if not reason.strip():
        raise ActionNotAllowed("Say why the chair is handed over.")
    policies.check_can_chair(kind_of(held.kind), chair, children, on=clock.local_date(at))
    if held.chair_id == chair.pk:
        return
    Meeting.objects.filter(pk=held.pk).update(chair=chair, version=F("version") + 1)
    for case in children:
        let_in(case, chair, by=by, at=at)
        said = events.ChairChanged(meeting=str(held.pk), chair=chair.pk, who=chair.full_name, reason=reason.strip())
        record(said, case=case, by=by, at=at)
    if held.state == MeetingState.CALLED:
        before, held.chair = held.chair, chair
        mailing.request(held, at=at)  # the same e-mail never goes twice: it goes to the new chair
        mailing.not_called(held, before, at=at)


@transaction.atomic
def answer(*, invitation: Invitation, coming: bool, words: str, report: str, by: User, at: datetime) -> None:
    """It is known whether they come, and what they report in writing. Apologies say who comes instead, or why nobody."""
    opening(invitation.case_id)  # who is only called answers too: the page has asked whose invitation it is
    lock(invitation.case)
    held = Invitation.objects.select_related("meeting").get(pk=invitation.pk)
    policies.check_is_coming(held.meeting)
    if not coming and not words.strip():
        raise ActionNotAllowed("Say why you cannot come, and who comes instead.")
    Invitation.objects.filter(pk=held.pk).update(
        state=InvitationState.COMING if coming else InvitationState.APOLOGIES,
        answer=words.strip(),
        answered_at=at,
        **({"report": report.strip(), "report_at": at} if report.strip() else {}),
    )
    had_none = not held.report
    held.refresh_from_db()
    if report.strip() and had_none:
        for hook in hooks.ON_ANSWERED:
            hook(held, by, at)


@transaction.atomic
def add_child(*, meeting: Meeting, case: Case, reason: str, by: User, at: datetime) -> MeetingChild:
    """Another child is a child of the meeting, also after it has begun; chair and minute-taker may see what it says of them."""
    held, children = locked(meeting, case)
    if held.state not in (MeetingState.CALLED, MeetingState.HELD_NOW):
        raise ActionNotAllowed("The meeting has ended. A child who was not considered needs a meeting of their own.")
    if case.pk in {one.pk for one in children}:
        return MeetingChild.objects.get(meeting=held, case=case)
    policies.check_no_conflict(held.chair, [case])
    for check in hooks.BEFORE_CALLING:
        kind = kind_of(held.kind)
        check(kind, [*children, case], chair=held.chair, starts_at=held.starts_at, day_reason="asked already", at=at)
    first = MeetingChild.objects.filter(meeting=held).select_related("minute_taker").order_by("number")[0]
    child = MeetingChild(
        meeting=held,
        case=case,
        number=len(children) + 1,
        title=first.title,
        how=first.how,
        place=first.place,
        video_link=first.video_link,
        agenda=first.agenda,
        minute_taker=first.minute_taker,
        reason=reason.strip(),
        added_at=at,
        added_by=by,
    )
    for person in (held.chair, first.minute_taker):
        if person is not None:
            let_in(case, person, by=by, at=at)
    child.save(force_insert=True)
    if held.state == MeetingState.HELD_NOW:
        expect(held, case, at=at)
    Meeting.objects.filter(pk=held.pk).update(children_count=F("children_count") + 1, version=F("version") + 1)
    called = events.MeetingCalled(meeting=str(held.pk), kind=held.kind, when=when_words(held.starts_at))
    record(called, case=case, by=by, at=at)
    if kind_of(held.kind).is_strategy:
        strands.called(case, by=by, at=at)
    for hook in hooks.ON_CALLED:
        hook(held, [case], day_reason="", incorporates=None, by=by, at=at)
    if held.state == MeetingState.CALLED:
        mailing.request(held, at=at)
    return child


@transaction.atomic
def invite_more(*, meeting: Meeting, invited: Sequence[Invited], by: User, at: datetime) -> None:
    """More people are called, each for their child, and have their e-mail; whoever is called already is not called twice."""
    held, children = locked(meeting)
    policies.check_is_coming(held)
    invited = [known(one) for one in invited]
    check_invited(invited, children, chair=held.chair, minute_taker=None, at=at)
    called = set(Invitation.objects.filter(meeting=held, state__in=queries.INVITED).values_list("user_id", "case_id"))
    new = [
        invite(meeting=held, one=one, by=by, at=at)
        for one in invited
        if one.user is None or (one.user.pk, one.case.pk) not in called
    ]
    for invitation in new:
        expect_also(held, invitation)
    for hook in hooks.ON_INVITED:
        hook(held, new, by, at)
    Meeting.objects.filter(pk=held.pk).update(sequence=F("sequence") + 1, version=F("version") + 1)
    held.refresh_from_db()
    mailing.request(held, at=at)


@transaction.atomic
def name_delegate(*, invitation: Invitation, person: User, reason: str, by: User, at: datetime) -> Invitation:
    """A colleague of the same agency comes instead: called by an invitation of their own, and so with a narrow part of their own, for
    this child only. Whoever they stand for has sent apologies, and keeps the right to a copy of the minutes.

    Raises ActionNotAllowed for somebody who has left, works elsewhere, must not see the record, or is called for this child already.
    """
    opening(invitation.case_id)  # who is only called names them too: the page has asked who that is
    lock(invitation.case)
    held = Invitation.objects.select_related("meeting__chair", "case", "agency").get(pk=invitation.pk)
    meeting = Meeting.objects.select_related("chair").get(pk=held.meeting_id)
    policies.check_is_coming(meeting)
    policies.check_can_stand_for(held, person, on=clock.local_date(at))
    if not reason.strip():
        raise ActionNotAllowed("Say why they come instead.")
    called_for = Invitation.objects.filter(meeting=meeting, user=person, state__in=queries.INVITED)
    if called_for.filter(case=held.case).exists():
        raise ActionNotAllowed(f"{person.full_name} is called for this child already.")
    job = policies.job_at(person, held.agency_id, clock.local_date(at))
    one = Invited(
        held.case,
        held.agency_kind,
        f"Comes instead of {held.name}",
        user=person,
        agency=held.agency,
        role=str(job.role) if job else "",
    )
    already = [Invited(each.case, each.agency_kind, "", user=person) for each in called_for.select_related("case")]
    check_invited([*already, one], [held.case], chair=meeting.chair, minute_taker=None, at=at)
    delegate = invite(meeting=meeting, one=one, by=by, at=at)
    Invitation.objects.filter(pk=delegate.pk).update(delegate_for=held)
    Invitation.objects.filter(pk=held.pk).update(
        state=InvitationState.APOLOGIES, answer=f"{person.full_name} comes instead. {reason.strip()}", answered_at=at
    )
    Attendance.objects.filter(meeting=meeting, case=held.case, user=held.user_id, took_part=False).update(
        absent_because=f"{person.full_name} comes instead."
    )
    expect_also(meeting, delegate)
    for hook in hooks.ON_INVITED:
        hook(meeting, [delegate], by, at)
    mailing.request(meeting, at=at)  # the same e-mail never goes twice: it goes to who comes instead
    delegate.refresh_from_db()
    return delegate


@transaction.atomic
def uninvite(*, invitation: Invitation, by: User, at: datetime) -> None:
    """They are not called for this child any more, and see nothing of it by this meeting."""
    lock(invitation.case)
    held = Invitation.objects.select_related("meeting__chair", "case", "user").get(pk=invitation.pk)
    policies.check_is_coming(held.meeting)
    Invitation.objects.filter(pk=held.pk).update(state=InvitationState.REMOVED)
    reach.settle(held.meeting, [held.case], by=by, at=at, reason="Not called to the meeting any more.")
    if held.meeting.state == MeetingState.CALLED and (whom := held.user or held.email):
        mailing.not_called(held.meeting, whom, at=at)
    elsewhere = Invitation.objects.filter(user=None, email__iexact=held.email, state__in=queries.INVITED)
    if held.user is None and held.email and not elsewhere.exists():
        partners.withdraw(email=held.email, by=by, at=at)
