"""Changes to an intervention plan. Each checks, locks, changes and records in one transaction."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from aim2.assessments import gates
from aim2.assessments import queries as assessments
from aim2.models import Assessment, Goal, InterventionPlan, PlanReview, PlanSession, Tool
from aim2.plans import events, policies, queries
from aim2.plans.states import HELD, Attendance, Basis, PlanState
from hsb import clock
from hsb.accounts.models import User
from hsb.cases.access import OpenCase
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology.actions import lock, record
from hsb.errors import ActionNotAllowed


@transaction.atomic
def open_plan(
    *, case: Case, basis: str, lead: User | None, proviso: str, opened: OpenCase, at: datetime
) -> InterventionPlan:
    """A plan can be written. On AIM2 it hangs on the signed assessment. Twice is the same one."""
    lock(case)
    found = queries.plans(case)
    again = next((one for one in found if one.opened_at == at and one.opened_by_id == opened.user.pk), None)
    if again:
        return again
    signed = assessments.in_force(case)
    policies.check_can_open(found, basis=basis, signed=signed, proviso=proviso)
    policies.check_may_lead(lead, opened)
    check_names_no_other(case, [proviso])
    plan = InterventionPlan(
        case=case,
        number=(found[0].number if found else 0) + 1,
        basis=basis,
        assessment=signed if basis in (Basis.AIM2, Basis.ALTERNATIVE) else None,
        lead=lead,
        proviso=proviso.strip(),
        opened_at=at,
        opened_by=opened.user,
    )
    plan.save(force_insert=True)
    return plan


def _locked(plan: InterventionPlan) -> InterventionPlan:
    lock(plan.case)
    return InterventionPlan.objects.select_related("case", "lead").get(pk=plan.pk)


def _put(plan: InterventionPlan, **values: Any) -> None:
    InterventionPlan.objects.filter(pk=plan.pk).update(**values, version=F("version") + 1)


def _next_number(model: Any, plan: InterventionPlan) -> int:
    return (model.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def add_goal(
    *,
    plan: InterventionPlan,
    strand: str,
    comes_from: str,
    goal: str,
    measure: str,
    method: str,
    practitioner: str,
    by: User,
    at: datetime,
) -> Goal:
    """The goal stands in the plan, with where it comes from and how one will know that it is reached."""
    held = _locked(plan)
    policies.check_not_ended(held)
    check_names_no_other(held.case, [goal, measure, method, practitioner])
    row = Goal(
        case=held.case,
        plan=held,
        number=_next_number(Goal, held),
        strand=strand,
        comes_from=comes_from,
        goal=goal.strip(),
        measure=measure.strip(),
        method=method.strip(),
        practitioner=practitioner.strip(),
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def reach(*, plan: InterventionPlan, number: int, by: User, at: datetime) -> None:
    """The goal is reached. Again is the same."""
    held = _locked(plan)
    policies.check_not_ended(held)
    Goal.objects.filter(plan=held, number=number, reached_at=None).update(reached_at=at, reached_by=by)


@transaction.atomic
def agree(*, plan: InterventionPlan, opened: OpenCase, at: datetime) -> None:
    """The plan is agreed and waits for its first session."""
    held = _locked(plan)
    if held.state == PlanState.AGREED and held.agreed_by_id == opened.user.pk:
        return
    policies.check_can_agree(held, opened, goals=len(queries.goals(held)))
    _put(held, state=PlanState.AGREED, agreed_at=at, agreed_by=opened.user)
    event = events.InterventionAgreed(plan=str(held.pk), number=held.number)
    record(event, case=held.case, by=opened.user, at=at)


@transaction.atomic
def record_session(
    *,
    plan: InterventionPlan,
    on: date,
    strand: str,
    attendance: str,
    engagement: str,
    notes: str,
    by: User,
    at: datetime,
    press: UUID | None = None,
) -> PlanSession:
    """The session stands, with attendance and engagement; the first one held begins the intervention, and its clocks."""
    held = _locked(plan)
    policies.check_session(held, on=on, attendance=attendance, today=clock.local_date(at))
    check_names_no_other(held.case, [engagement, notes])
    again = PlanSession.objects.filter(plan=held, by=by, at=at).first()
    if again:
        return again
    if Attendance(attendance) in HELD and held.assessment_id:
        tool = Assessment.objects.values_list("tool", flat=True).get(pk=held.assessment_id)
        gates.check_consent(held.case, tool=Tool(tool), at=at)
    session = PlanSession(
        case=held.case,
        plan=held,
        number=_next_number(PlanSession, held),
        on=on,
        strand=strand,
        attendance=attendance,
        engagement=engagement.strip(),
        notes=notes.strip(),
        at=at,
        by=by,
    )
    session.save(force_insert=True)
    if policies.starts(held, attendance):
        _put(held, state=PlanState.RUNNING, started_on=on)
        event = events.InterventionStarted(plan=str(held.pk), number=held.number)
        record(event, case=held.case, by=by, at=at, occurred=clock.instant_on(on, at=at), occasion=press)
    return session


@transaction.atomic
def review(
    *,
    plan: InterventionPlan,
    held_on: date,
    result: str,
    rated_again: Assessment | None,
    because: str,
    by: User,
    at: datetime,
    press: UUID | None = None,
) -> PlanReview:
    """The plan was reviewed: its clock is met and the next one runs. What can change was rated again, or there is a reason."""
    held = _locked(plan)
    again = PlanReview.objects.filter(plan=held, by=by, at=at).first()
    if again:
        return again
    policies.check_can_review(
        held, held_on=held_on, today=clock.local_date(at), rated_again=rated_again, because=because
    )
    check_names_no_other(held.case, [result, because])
    if rated_again is not None and rated_again.case_id != held.case_id:
        raise ActionNotAllowed("Choose a version of this young person’s assessment.")
    row = PlanReview(
        case=held.case,
        plan=held,
        held_on=held_on,
        result=result.strip(),
        rated_again=rated_again,
        not_rated_because="" if rated_again else because.strip(),
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    event = events.InterventionReviewed(plan=str(held.pk), rated_again=rated_again is not None, result=row.result)
    record(event, case=held.case, by=by, at=at, occurred=clock.instant_on(held_on, at=at), occasion=press)
    return row


@transaction.atomic
def answer_restorative(*, plan: InterventionPlan, yes: bool, by: User, at: datetime) -> None:
    """The victim worker's answer on restorative work: yes or no, and nothing of the child they work with."""
    held = _locked(plan)
    policies.check_not_ended(held)
    if held.restorative == yes:
        return
    _put(held, restorative=yes, restorative_at=at, restorative_by=by)
    record(events.RestorativeAnswered(plan=str(held.pk), yes=yes), case=held.case, by=by, at=at)


@transaction.atomic
def end(*, plan: InterventionPlan, outcome: str, summary: str, by: User, at: datetime) -> None:
    """The work has ended, with its outcome and a summary for whoever comes next; its clocks stop."""
    held = _locked(plan)
    if held.state == PlanState.ENDED and (held.ended_by_id, held.outcome, held.summary) == (
        by.pk,
        outcome,
        summary.strip(),
    ):
        return
    policies.check_can_end(held, outcome=outcome, summary=summary)
    check_names_no_other(held.case, [summary])
    _put(held, state=PlanState.ENDED, ended_at=at, ended_by=by, outcome=outcome, summary=summary.strip())
    event = events.InterventionEnded(plan=str(held.pk), result=outcome, summary=summary.strip())
    record(event, case=held.case, by=by, at=at)
