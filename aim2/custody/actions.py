"""Changes to custody. Each checks, locks, changes and records in one transaction."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from aim2.assessments import actions as assessing
from aim2.assessments import gates
from aim2.custody import events, policies, queries
from aim2.custody.terms import Left
from aim2.disclosures.offers import hidden_people
from aim2.models import CustodyRisk, CustodyStay, DetentionPlan
from aim2.proceedings import actions as proceedings
from aim2.proceedings import events as court
from aim2.proceedings import queries as standing
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases.access import OpenCase
from hsb.cases.involvement import involve, withdraw
from hsb.cases.masking import mask_text
from hsb.cases.models import Case, Part
from hsb.chronology.actions import lock, record
from hsb.database import opening
from hsb.documents.models import Document
from hsb.errors import ActionNotAllowed

_MAY_HAND = "The YOS officer or the YOS manager hands the assessment over. Ask them."


@transaction.atomic
def open_stay(
    *, case: Case, agency: Agency | None, worker: User | None, since: date, opened: OpenCase, at: datetime
) -> CustodyStay:
    """The establishment's workers have a part on the record, for as long as the young person is there. Twice is the same."""
    lock(case)
    policies.check_may_open(opened)
    there = queries.stay(case)
    if there and agency and there.agency_id == agency.pk and there.opened_by_id == opened.user.pk:
        return there
    policies.check_none_open(there)
    _check_arrival(case, agency, worker, since, at)
    assert agency is not None
    return _arrive(case, agency, worker, since, by=opened.user, at=at)


def _check_arrival(case: Case, agency: Agency | None, worker: User | None, since: date, at: datetime) -> None:
    today = clock.local_date(at)
    theirs = worker is None or (agency is not None and queries.works_at(worker, agency, on=today))
    held = queries.held(standing.standing(case).now)
    policies.check_can_arrive(held, agency, theirs, since=since, today=today)


def _arrive(case: Case, agency: Agency, worker: User | None, since: date, *, by: User, at: datetime) -> CustodyStay:
    stay = CustodyStay(case=case, agency=agency, worker=worker, since=since, opened_at=at, opened_by=by)
    stay.save(force_insert=True)
    reason = "The young person is held there."
    role = Role.SECURE_WORKER
    involve(case=case, part=Part.INVOLVED, agency=agency, role=role, by=by, at=at, reason=reason, tell=False)
    if worker is not None:
        involve(case=case, part=Part.ALLOCATED, user=worker, role=role, by=by, at=at, reason=reason, tell=False)
    event = events.CustodyArrived(stay=str(stay.pk), agency_id=agency.pk, establishment=agency.name)
    record(event, case=case, by=by, at=at, occurred=clock.instant_on(since, at=at))
    return stay


def _leave(stay: CustodyStay, left: Left, on: date, *, by: User, at: datetime, occasion: UUID | None = None) -> None:
    """What the establishment could see ends at once, whoever of it was on the record, by name or by role."""
    CustodyStay.objects.filter(pk=stay.pk).update(until=max(on, stay.since), left=left, ended_at=at, ended_by=by)
    event = events.CustodyLeft(stay=str(stay.pk), left=left, establishment=stay.agency.name)
    record(event, case=stay.case, by=by, at=at, occurred=clock.instant_on(on, at=at), occasion=occasion)
    for involvement in stay.case.involvements.open().filter(role=Role.SECURE_WORKER).select_related("case", "user"):
        withdraw(involvement=involvement, by=by, at=at, reason=Left(left).label, tell=False)


@transaction.atomic
def move(
    *,
    case: Case,
    agency: Agency | None,
    worker: User | None,
    since: date,
    lead: User | None,
    co_worker: User | None,
    opened: OpenCase,
    at: datetime,
) -> CustodyStay:
    """They are at another establishment: the old one sees nothing from now on, the running assessment has who leads it now."""
    lock(case)
    policies.check_may_open(opened)
    there = queries.stay(case)
    if (
        there
        and agency
        and there.agency_id == agency.pk
        and there.opened_by_id == opened.user.pk
        and there.since == since
    ):
        return there
    old = policies.check_can_move(there, agency, since=since)
    _check_arrival(case, agency, worker, since, at)
    assert agency is not None
    aim = queries.aim(case)
    running = aim.assessment if aim.to_hand_over else None
    today = clock.local_date(at)
    left = [one.user_id for one in queries.workers(case, on=today, agency=old.agency)]
    policies.check_work_goes_on(running, left, lead, co_worker)
    _leave(old, Left.MOVED, since, by=opened.user, at=at)
    stay = _arrive(case, agency, worker, since, by=opened.user, at=at)
    if running is not None and (lead is not None or co_worker is not None or running.co_worker_id in left):
        kept = None if running.co_worker_id in left else running.co_worker
        _hand_over(running, lead or running.lead, co_worker or kept, agency=agency, opened=opened, at=at)
    return stay


@transaction.atomic
def hand_over(*, case: Case, lead: User | None, co_worker: User | None, opened: OpenCase, at: datetime) -> None:
    """The running assessment goes on in custody: somebody there leads it, or co-works with the home YOS officer."""
    lock(case)
    policies.check_is(opened, policies.HAND_OVER, _MAY_HAND)
    stay = queries.stay(case)
    running = policies.check_can_hand_over(queries.aim(case), stay)
    assert stay is not None
    there = [one.user_id for one in queries.workers(case, on=clock.local_date(at), agency=stay.agency)]
    policies.check_one_is_there([lead, co_worker], there)
    _hand_over(running, lead, co_worker, agency=stay.agency, opened=opened, at=at)


def _hand_over(
    running: Any, lead: User | None, co_worker: User | None, *, agency: Agency, opened: OpenCase, at: datetime
) -> None:
    until = gates.accredited_until(lead, tool=running.tool, on=clock.local_date(at)) if lead else None
    policies.check_accredited(lead, until is not None, running.called)
    assert lead is not None
    alone = "" if co_worker else running.alone_because or "Nobody else could be named when they moved."
    today = clock.local_date(at)
    for user in filter(None, (lead, co_worker)):
        if queries.is_of_an_establishment(user, on=today):
            policies.check_sees_the_record(user, agency, elsewhere=not queries.works_at(user, agency, on=today))
            involve(
                case=running.case, part=Part.ALLOCATED, user=user, role=Role.SECURE_WORKER, by=opened.user, at=at,
                reason="Works on the assessment.", tell=False,
            )  # fmt: skip
    assessing.name_people(
        assessment=running, lead=lead, co_worker=co_worker, alone_because=alone, by=opened.user, at=at
    )
    event = events.AimHandedOver(
        assessment=str(running.pk),
        number=running.number,
        lead=lead.full_name,
        co_worker=co_worker.full_name if co_worker else "",
    )
    record(event, case=running.case, by=opened.user, at=at)


@transaction.atomic
def send_signed(*, case: Case, to: str, opened: OpenCase, at: datetime, press: UUID | None = None) -> None:
    """The signed assessment of this matter has gone to the establishment, and stands for a new one."""
    lock(case)
    policies.check_is(opened, policies.HAND_OVER, _MAY_HAND)
    signed = policies.check_can_send(queries.aim(case), queries.stay(case))
    if not to.strip():
        raise ActionNotAllowed("Say to whom it went.")
    event = events.AimSent(assessment=str(signed.pk), number=signed.number, to=to.strip())
    record(event, case=case, by=opened.user, at=at, occasion=press)


@transaction.atomic
def set_dates(
    *,
    case: Case,
    first_review_on: date | None,
    release_on: date | None,
    opened: OpenCase,
    at: datetime,
    press: UUID | None = None,
) -> None:
    """The establishment's dates stand among the steps of the proceedings, and the clocks follow them."""
    policies.check_is(opened, policies.DATES, "The establishment or the youth offending service enters its dates.")
    held = queries.held(standing.standing(case).now)
    policies.check_dates(held, first_review_on=first_review_on, release_on=release_on, today=clock.local_date(at))
    assert held is not None
    there = queries.stay(case)
    entries: list[Any] = []
    if release_on is not None:
        name = there.agency.name if there else ""
        entries.append(court.CustodyEntered(custody=held.id, release_on=release_on.isoformat(), establishment=name))
    if first_review_on is not None:
        entries.append(court.FirstReviewSet(custody=held.id, first_review_on=first_review_on.isoformat()))
    proceedings.record_occasion(case=case, entries=entries, occurred=at, by=opened.user, at=at, press=press)


@transaction.atomic
def note_risk(*, case: Case, kind: str, text: str, opened: OpenCase, at: datetime) -> CustodyRisk:
    """What is a risk there stands on the record, without the name of anybody but the young person. Twice is once."""
    lock(case)
    policies.check_text(text)
    kept, masked = mask_text(text.strip(), hidden_people(case))
    same = CustodyRisk.objects.filter(case=case, kind=kind, text=kept, ended_at=None).first()
    if same:
        return same
    risk = CustodyRisk(case=case, kind=kind, text=kept, masked=masked, at=at, by=opened.user)
    risk.save(force_insert=True)
    record(events.RiskNoted(risk=str(risk.pk), about=kind), case=case, by=opened.user, at=at)
    return risk


@transaction.atomic
def end_risk(*, risk: CustodyRisk, opened: OpenCase, at: datetime) -> None:
    """It is no longer so. Again is the same."""
    lock(risk.case)
    if CustodyRisk.objects.filter(pk=risk.pk, ended_at=None).update(ended_at=at, ended_by=opened.user):
        record(events.RiskEnded(risk=str(risk.pk)), case=risk.case, by=opened.user, at=at)


@transaction.atomic
def complete_detention_plan(
    *, case: Case, dated: date, author: str, document: Document | None, where: str, opened: OpenCase, at: datetime
) -> DetentionPlan:
    """The detention placement plan is there; its clock is met."""
    lock(case)
    policies.check_is(opened, policies.LOCAL_AUTHORITY, "The social worker records the detention placement plan.")
    policies.check_plan(
        dated=dated, today=clock.local_date(at), author=author, somewhere=bool(document or where.strip())
    )
    same = DetentionPlan.objects.filter(case=case, dated=dated, author=author.strip(), by=opened.user).first()
    if same:
        return same
    plan = DetentionPlan(
        case=case, dated=dated, author=author.strip(), document=document, where=where.strip(), at=at, by=opened.user
    )
    plan.save(force_insert=True)
    event = events.DetentionPlanCompleted(plan=str(plan.pk), author=plan.author)
    record(event, case=case, by=opened.user, at=at, occurred=clock.instant_on(dated, at=at))
    return plan


def follow_court(case: Case, made: Any, *, occasion: UUID, by: User, at: datetime) -> None:
    """Whoever is not held any more is at no establishment, and none can see the record.

    Called by the action that records an occasion of proceedings, in its transaction, last of all: whoever records the release
    may lose their own access by it.
    """
    there = queries.stay(case)
    if there is None or queries.held(made.after) is not None:
        return
    opening(case.pk)
    _leave(there, Left.RELEASED, clock.local_date(made.occasion.occurred), by=by, at=at, occasion=occasion)
