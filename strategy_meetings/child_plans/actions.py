"""Changes to plans for a child: start, go on, review, end. Each checks, locks, changes and records in one transaction."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.cases import actions as cases
from hsb.cases.models import Case
from hsb.cases.states import TRANSITIONS, Safeguarding, Strand
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from strategy_meetings.child_plans import events, hooks, policies, queries
from strategy_meetings.child_plans.states import EndReason, PlanKind, PlanState
from strategy_meetings.models import ChildPlan, Meeting


@transaction.atomic
def start_protection(
    *, case: Case, meeting: Meeting, category: str, lead: User | None, by: User, at: datetime, review_on: date | None
) -> ChildPlan:
    """The child has a protection plan from the day of the conference; a child in need plan gives way to it. One already running goes
    on with this category, lead and review."""
    lock(case)
    held_on = clock.local_date(meeting.starts_at)
    found = queries.open_plan(case)
    if found is not None and found.kind == PlanKind.IN_NEED:
        _end(found, reason=EndReason.PROTECTION, words="", on=held_on, by=by, at=at)
        found = None
    if found is not None:
        ChildPlan.objects.filter(pk=found.pk).update(
            category=category, lead=lead, review_on=review_on, version=F("version") + 1
        )
        goes_on = events.ProtectionPlanGoesOn(plan=str(found.pk), category=category)
        record(goes_on, case=case, by=by, at=at, occurred=meeting.starts_at)
        return found
    plan = ChildPlan(
        case=case,
        kind=PlanKind.PROTECTION,
        started_on=held_on,
        category=category,
        meeting=meeting,
        lead=lead,
        review_on=review_on,
        opened_at=at,
        opened_by=by,
    )
    plan.save(force_insert=True)
    started = events.ProtectionPlanStarted(plan=str(plan.pk), category=category)
    record(started, case=case, by=by, at=at, occurred=meeting.starts_at)
    return plan


def end_by_review(case: Case, meeting: Meeting, *, where: str = "", by: User, at: datetime) -> None:
    """The review conference ended the protection plan, from its day; what was still open is taken on as it says."""
    plan = queries.open_protection_plan(case)
    if plan is not None:
        on = clock.local_date(meeting.starts_at)
        _end(plan, reason=EndReason.REVIEW, words=_still_open(where), on=on, by=by, at=at, occurred=meeting.starts_at)


def _still_open(where: str) -> str:
    return f"Still open, and who takes it on: {where.strip()}" if where.strip() else ""


@transaction.atomic
def start_in_need(
    *, case: Case, what_for: str, lead: User | None, started_on: date, review_on: date, by: User, at: datetime,
    press: UUID | None = None, meeting: Meeting | None = None,
) -> ChildPlan | None:  # fmt: skip
    """The child has a child in need plan: what for, who leads it, when it is looked at again. Refused while another plan is open."""
    lock(case)
    if chronology.has_happened(case.pk, "cin_plan.started", press):
        return queries.open_plan(case)
    policies.check_none_open(queries.open_plan(case))
    policies.check_lead(lead)
    policies.check_dates(started_on=started_on, review_on=review_on, today=clock.local_date(at))
    plan = ChildPlan(
        case=case,
        kind=PlanKind.IN_NEED,
        started_on=started_on,
        meeting=meeting,
        lead=lead,
        what_for=what_for.strip(),
        review_on=review_on,
        opened_at=at,
        opened_by=by,
    )
    plan.save(force_insert=True)
    record(
        events.InNeedPlanStarted(plan=str(plan.pk), review_on=review_on.isoformat()),
        case=case,
        by=by,
        at=at,
        occurred=clock.instant_on(started_on, at=at),
        occasion=press,
    )
    _move(case, Safeguarding.CHILD_IN_NEED, by=by, at=at)
    return plan


@transaction.atomic
def review_in_need(
    *, plan: ChildPlan, what: str, review_on: date, by: User, at: datetime, press: UUID | None = None
) -> None:
    """The child in need plan was looked at and goes on until the next review."""
    lock(plan.case)
    if chronology.has_happened(plan.case_id, "cin_plan.reviewed", press):
        return
    held = ChildPlan.objects.select_related("case").get(pk=plan.pk)
    policies.check_is_open(held)
    policies.check_dates(started_on=held.started_on, review_on=review_on, today=clock.local_date(at))
    ChildPlan.objects.filter(pk=held.pk).update(review_on=review_on, version=F("version") + 1)
    reviewed = events.InNeedPlanReviewed(plan=str(held.pk), review_on=review_on.isoformat(), what=what.strip())
    record(reviewed, case=held.case, by=by, at=at, occasion=press)


@transaction.atomic
def end(
    *, plan: ChildPlan, reason: str, words: str, core_group_said: str, where: str, by: User, at: datetime,
    press: UUID | None = None,
) -> None:  # fmt: skip
    """A manager ends the plan for a listed reason, after asking the core group; what was still open is taken on by somebody named."""
    lock(plan.case)
    code = "cp_plan.ended" if plan.kind == PlanKind.PROTECTION else "cin_plan.ended"
    if chronology.has_happened(plan.case_id, code, press):
        return
    held = ChildPlan.objects.select_related("case").get(pk=plan.pk)
    policies.check_can_end(
        held,
        reason=reason,
        words=words,
        core_group_said=core_group_said,
        still_open=queries.open_items(held.case),
        where=where,
    )
    if held.kind == PlanKind.PROTECTION:
        asked = events.CoreGroupAsked(plan=str(held.pk), said=core_group_said.strip())
        record(asked, case=held.case, by=by, at=at)
    said = "\n".join(filter(None, (words.strip(), _still_open(where))))
    _end(
        held, reason=EndReason(reason), words=said, on=clock.local_date(at), by=by, at=at,
        press=press, core_group_said=core_group_said.strip(),
    )  # fmt: skip
    # The work itself has its own end, which says what remains and who watches (aim2/closures): it stays open until then.
    _move(held.case, Safeguarding.CHILD_IN_NEED, by=by, at=at)


def _end(
    plan: ChildPlan, *, reason: EndReason, words: str, on: date, by: User, at: datetime,
    occurred: datetime | None = None, press: UUID | None = None, core_group_said: str = "",
) -> None:  # fmt: skip
    ChildPlan.objects.filter(pk=plan.pk, state=PlanState.OPEN).update(
        state=PlanState.ENDED,
        ended_on=on,
        ended_at=at,
        ended_by=by,
        end_reason=reason,
        end_words=words,
        core_group_said=core_group_said,
        version=F("version") + 1,
    )
    what: dict[str, Any] = {"plan": str(plan.pk), "end_reason": str(reason), "reason": words}
    is_protection = plan.kind == PlanKind.PROTECTION
    ended = events.ProtectionPlanEnded(**what) if is_protection else events.InNeedPlanEnded(**what)
    record(ended, case=plan.case, by=by, at=at, occurred=occurred, occasion=press)
    if is_protection:
        for hook in hooks.ON_ENDED:
            hook(plan, reason, by=by, at=at)


def _move(case: Case, to: Safeguarding, *, by: User, at: datetime) -> None:
    case.refresh_from_db(fields=["safeguarding"])
    if to in TRANSITIONS[Strand.SAFEGUARDING][case.safeguarding]:
        cases.move(case=case, strand=Strand.SAFEGUARDING, to=to, by=by, at=at)
