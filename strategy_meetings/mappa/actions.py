"""Changes to what is kept of MAPPA. Each checks, locks, changes and records in one transaction.

The form and the minutes are the Responsible Authority's: they are neither written nor circulated here.
"""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import check_said
from hsb.tasks import actions as tasks
from strategy_meetings.mappa import events, policies, queries, rules
from strategy_meetings.mappa.states import Held, State
from strategy_meetings.models import MappaAction, MappaEligibility, MappaMeeting, MappaReferral


@transaction.atomic
def record_eligibility(
    *,
    case: Case,
    ground: rules.Ground,
    what: str,
    decided_on: date,
    source: str,
    source_detail: str,
    by: User,
    at: datetime,
    press: uuid.UUID | None = None,
) -> MappaEligibility:
    """What police or YOS know of a caution, conviction or sentence is on record, and whether it makes the young person eligible, with
    the reason. One press records once."""
    policies.check_is_a_young_persons(case)
    policies.check_can_record(what=what, source_detail=source_detail, decided_on=decided_on, today=clock.local_date(at))
    lock(case)
    if chronology.has_happened(case.pk, "mappa.eligibility_recorded", press):
        return MappaEligibility.objects.filter(case=case, by=by).latest("number")
    answer = rules.eligible(ground)
    number = (MappaEligibility.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    found = MappaEligibility(
        case=case,
        number=number,
        basis=ground.basis,
        what=what.strip(),
        decided_on=decided_on,
        source=source,
        source_detail=source_detail.strip(),
        must_notify=ground.must_notify,
        custody_months=ground.custody_months,
        specified=ground.specified,
        otherwise_dangerous=ground.otherwise_dangerous,
        terrorist=ground.terrorist,
        category=answer.category,
        reason=answer.reason,
        at=at,
        by=by,
    )
    found.save(force_insert=True)
    said = events.EligibilityRecorded(eligibility=str(found.pk), category=answer.category, reason=answer.reason)
    record(said, case=case, by=by, at=at, occasion=press)
    return found


@transaction.atomic
def refer(
    *, case: Case, level: int, sent_on: date, by: User, at: datetime, press: uuid.UUID | None = None
) -> MappaReferral:
    """The referral was sent to the coordinator on their own form; here stands when, in which category and the level asked for."""
    lock(case)
    if chronology.has_happened(case.pk, "mappa.referred", press):
        return MappaReferral.objects.filter(case=case, sent_by=by).latest("number")
    eligible = queries.eligibility(case)
    policies.check_can_refer(
        eligible, queries.open_referral(case), level=level, sent_on=sent_on, today=clock.local_date(at)
    )
    assert eligible is not None
    number = (MappaReferral.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    referral = MappaReferral(
        case=case,
        number=number,
        eligibility=eligible,
        category=eligible.category,
        level=level,
        sent_on=sent_on,
        sent_at=at,
        sent_by=by,
    )
    referral.save(force_insert=True)
    referred = events.MappaReferred(referral=str(referral.pk), category=eligible.category, level=level)
    record(referred, case=case, by=by, at=at, occurred=clock.instant_on(sent_on, at=at), occasion=press)
    return referral


@transaction.atomic
def reply(
    *, referral: MappaReferral, to: State, level: int, replied_on: date, reply: str, by: User, at: datetime
) -> None:
    """The coordinator accepted at a level, or not. Accepted at level 2 or 3, children's services attend, and the clock of the first
    meeting runs where the partnership has one."""
    held = _locked(referral)
    policies.check_can_reply(held, to, replied_on=replied_on, reply=reply, today=clock.local_date(at))
    if to == State.ACCEPTED:
        policies.check_level(level)
    new_level = level if to == State.ACCEPTED else held.level
    _put(held, state=to, level=new_level, replied_on=replied_on, reply=reply.strip(), replied_at=at, replied_by=by)
    event: Any = (
        events.MappaAccepted(referral=str(held.pk), level=new_level)
        if to == State.ACCEPTED
        else events.MappaDeclined(referral=str(held.pk), reply=reply.strip())
    )
    occurred = clock.instant_on(replied_on, at=at)
    record(event, case=held.case, by=by, at=at, occurred=occurred)
    if to == State.ACCEPTED:
        level_set = events.MappaLevelSet(referral=str(held.pk), level=new_level)
        record(level_set, case=held.case, by=by, at=at, occurred=occurred)


@transaction.atomic
def set_level(*, referral: MappaReferral, level: int, by: User, at: datetime) -> None:
    """The Responsible Authority manages it at this level now, or has confirmed the level before a release."""
    held = _locked(referral)
    policies.check_is_managed(held)
    policies.check_level(level)
    _put(held, level=level)
    record(events.MappaLevelSet(referral=str(held.pk), level=level), case=held.case, by=by, at=at)


@transaction.atomic
def set_meeting(
    *, referral: MappaReferral, held_on: date, by: User, at: datetime, press: uuid.UUID | None = None
) -> MappaMeeting:
    """The Responsible Authority has set the day of a meeting: ours are to be there."""
    held = _locked(referral)
    if chronology.has_happened(held.case_id, "mappa.meeting_set", press):
        return MappaMeeting.objects.filter(referral=held).latest("number")
    policies.check_is_managed(held)
    number = (MappaMeeting.objects.filter(referral=held).aggregate(last=Max("number"))["last"] or 0) + 1
    meeting = MappaMeeting(
        case=held.case, referral=held, number=number, level=held.level, held_on=held_on, set_at=at, set_by=by
    )
    meeting.save(force_insert=True)
    meeting_set = events.MappaMeetingSet(meeting=str(meeting.pk), level=held.level, held_on=held_on.isoformat())
    record(meeting_set, case=held.case, by=by, at=at, occasion=press)
    return meeting


@transaction.atomic
def attend(*, meeting: MappaMeeting, who: str, by: User, at: datetime) -> None:
    """It is said who of children's services attends: what levels 2 and 3 ask of us is seen to."""
    check_said(who, "Say who of children’s services attends.")
    lock(meeting.case)
    held = MappaMeeting.objects.select_related("case").get(pk=meeting.pk)
    MappaMeeting.objects.filter(pk=held.pk).update(csws_goes=who.strip(), version=F("version") + 1)
    record(events.AttendanceSeenTo(meeting=str(held.pk), who=who.strip()), case=held.case, by=by, at=at)


@transaction.atomic
def record_meeting(
    *,
    meeting: MappaMeeting,
    to: Held,
    held_on: date,
    who_went: str,
    told: str,
    next_on: date | None,
    by: User,
    at: datetime,
) -> None:
    """The meeting was held, with who of ours was there and what the family is told; or was not. The next one has its day."""
    lock(meeting.case)
    held = MappaMeeting.objects.select_related("case", "referral__case").get(pk=meeting.pk)
    policies.check_can_record_meeting(held, to, on=held_on, who_went=who_went, told=told, today=clock.local_date(at))
    was_held = to == Held.HELD
    MappaMeeting.objects.filter(pk=held.pk).update(
        state=to,
        held_on=held_on if was_held else held.held_on,
        who_went=who_went.strip() if was_held else "",
        told=told.strip() if was_held else "",
        recorded_at=at,
        recorded_by=by,
        version=F("version") + 1,
    )
    event: Any = (
        events.MappaHeld(meeting=str(held.pk), level=held.level)
        if was_held
        else events.MappaNotHeld(meeting=str(held.pk), level=held.level)
    )
    occurred = clock.instant_on(held_on, at=at) if was_held else at
    record(event, case=held.case, by=by, at=at, occurred=occurred)
    if next_on is not None and held.referral.state == State.ACCEPTED:
        set_meeting(referral=held.referral, held_on=next_on, by=by, at=at)


@transaction.atomic
def set_action(
    *, referral: MappaReferral, what: str, to: str, due_on: date, by: User, at: datetime, press: uuid.UUID | None = None
) -> None:
    """Somebody of ours does something by a day: a task like any other, listed here too. One press sets one."""
    held = _locked(referral)
    policies.check_is_managed(held)
    if chronology.has_happened(held.case_id, "task.set", press):
        return
    task = tasks.set_task(case=held.case, kind="task", what=what, due_on=due_on, to=to, by=by, at=at, press=press)
    MappaAction(case=held.case, referral=held, task=task, at=at, by=by).save(force_insert=True)
    record(events.MappaActionSet(task=str(task.pk)), case=held.case, by=by, at=at)


@transaction.atomic
def end(*, referral: MappaReferral, ended_on: date, reason: str, by: User, at: datetime) -> None:
    """The young person is not managed under MAPPA any more, since a day and for this reason."""
    held = _locked(referral)
    policies.check_can_end(held, ended_on=ended_on, reason=reason, today=clock.local_date(at))
    _put(held, state=State.ENDED, ended_on=ended_on, ended_reason=reason.strip(), ended_at=at, ended_by=by)
    ended = events.MappaEnded(referral=str(held.pk), reason=reason.strip())
    record(ended, case=held.case, by=by, at=at, occurred=clock.instant_on(ended_on, at=at))


def _locked(referral: MappaReferral) -> MappaReferral:
    lock(referral.case)
    return MappaReferral.objects.select_related("case").get(pk=referral.pk)


def _put(referral: MappaReferral, **values: object) -> None:
    """The row holds these values on its next version; the caller holds the lock of its case."""
    MappaReferral.objects.filter(pk=referral.pk).update(**values, version=F("version") + 1)
    for name, value in values.items():
        setattr(referral, name, value)
