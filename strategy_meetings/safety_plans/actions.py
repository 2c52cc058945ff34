"""Changes to safety plans: write, agree, replace. Who keeps, signs and holds one: `sharing.py`."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max

from hsb import clock
from hsb.accounts.models import User
from hsb.cases.models import Case
from hsb.cases.other_children import check_names_no_other
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from hsb.errors import StaleVersion
from strategy_meetings.models import SafetyPlan, SafetyPlanLine
from strategy_meetings.safety_plans import events, policies, queries
from strategy_meetings.safety_plans.keeping import keeper_of, look_again
from strategy_meetings.safety_plans.states import PlanState

TEXTS = (
    "what_is_known",
    "at_school",
    "journeys",
    "in_the_community",
    "at_home",
    "online",
    "trusted_adults",
    "supports",
    "if_this_happens",
    "childs_views",
    "parents_views",
    "who_has_it",
    "stop_when",
)


@transaction.atomic
def draft_of(*, case: Case, by: User, at: datetime) -> SafetyPlan:
    """There is a draft of this child's plan, begun from the one in force so that nothing is typed twice."""
    lock(case)
    found = SafetyPlan.objects.filter(case=case, state=PlanState.DRAFT).first()
    if found:
        return found
    in_force = SafetyPlan.objects.filter(case=case, state=PlanState.AGREED).first()
    number = (SafetyPlan.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
    plan = SafetyPlan(case=case, number=number, saved_at=at, saved_by=by)
    if in_force is not None:
        for name in (*TEXTS, "owner_agency"):
            setattr(plan, name, getattr(in_force, name))
    plan.save(force_insert=True)
    for line in queries.lines_of(in_force) if in_force else ():
        SafetyPlanLine(
            case=case,
            plan=plan,
            number=line.number,
            setting=line.setting,
            people=line.people,
            time=line.time,
            control=line.control,
            owner=line.owner,
            at=at,
            by=by,
        ).save(force_insert=True)
    return plan


@transaction.atomic
def save(*, plan: SafetyPlan, written: Mapping[str, Any], version: int, by: User, at: datetime) -> SafetyPlan:
    """What was written is stored. Raises StaleVersion when a colleague saved other words since, ActionNotAllowed once agreed.

    `version` is 0 for words written before there was a draft: only a draft begun by this very save takes them.
    """
    lock(plan.case)
    held = SafetyPlan.objects.select_related("saved_by").get(pk=plan.pk)
    policies.check_can_write(held)
    values = {name: written[name] for name in (*TEXTS, "review_on") if name in written}
    if all(getattr(held, name) == value for name, value in values.items()):
        return held
    begun_by_this_save = version == 0 and held.version == 1 and (held.saved_at, held.saved_by_id) == (at, by.pk)
    if held.version != version and not begun_by_this_save:
        raise StaleVersion(held)
    SafetyPlan.objects.filter(pk=held.pk).update(**values, version=F("version") + 1, saved_at=at, saved_by=by)
    held.refresh_from_db()
    return held


def has_been_pressed(*, case: Case, press: UUID) -> bool:
    """Answer whether this press has agreed or reviewed a plan already. The case is locked from then on, so that it does so once."""
    lock(case)
    return any(chronology.has_happened(case.pk, code, press) for code in ("safety_plan.agreed", "safety_plan.reviewed"))


@transaction.atomic
def agree(*, plan: SafetyPlan, by: User, at: datetime, press: UUID | None = None) -> None:
    """The plan is in force, and the clock of T45 is met; one before it is replaced, and so has been reviewed."""
    lock(plan.case)
    held = SafetyPlan.objects.select_related("case").get(pk=plan.pk)
    policies.check_can_agree(held, today=clock.local_date(at))
    check_names_no_other(held.case, (getattr(held, name) for name in TEXTS))
    replaces = SafetyPlan.objects.filter(case=held.case, state=PlanState.AGREED).update(state=PlanState.SUPERSEDED)
    SafetyPlan.objects.filter(pk=held.pk).update(state=PlanState.AGREED, agreed_at=at, agreed_by=by)
    assert held.review_on is not None
    if replaces:
        _reviewed(held, held.review_on, changed=True, by=by, at=at, press=press)
    else:
        agreed = events.SafetyPlanAgreed(
            plan=str(held.pk),
            number=held.number,
            review_on=held.review_on.isoformat(),
            **keeper_of(held.case, at=at).facts(),
        )
        record(agreed, case=held.case, by=by, at=at, occasion=press)


@transaction.atomic
def add_line(*, plan: SafetyPlan, written: Mapping[str, str], by: User, at: datetime) -> SafetyPlanLine:
    """The draft has one more risk with its control and who sees to it. Raises ActionNotAllowed once agreed, or where it names the
    other child."""
    lock(plan.case)
    held = SafetyPlan.objects.select_related("case").get(pk=plan.pk)
    policies.check_can_write(held)
    check_names_no_other(held.case, written.values())
    last = SafetyPlanLine.objects.filter(plan=held).aggregate(last=Max("number"))["last"] or 0
    line = SafetyPlanLine(case=held.case, plan=held, number=last + 1, at=at, by=by, **written)
    line.save(force_insert=True)
    return line


@transaction.atomic
def take_out(*, line: SafetyPlanLine, by: User, at: datetime) -> None:
    """The draft does not say this any more; versions agreed before keep it."""
    lock(line.case)
    policies.check_can_write(SafetyPlan.objects.get(pk=line.plan_id))
    SafetyPlanLine.objects.filter(pk=line.pk, taken_out_at=None).update(taken_out_at=at, taken_out_by=by)


@transaction.atomic
def ask_again(*, case: Case, why: str, by: User, at: datetime, press: UUID | None = None) -> None:
    """Whoever keeps this child's plan is asked to look at it again today: the child moved, or something else changed."""
    lock(case)
    if chronology.has_happened(case.pk, "safety_plan.asked", press):
        return
    occasion = press or uuid4()
    record(look_again(case, why, occasion, at=at), case=case, by=by, at=at, occasion=occasion)


@transaction.atomic
def keep(*, plan: SafetyPlan, review_on: date, by: User, at: datetime, press: UUID | None = None) -> None:
    """The plan in force was looked at again and stays as it is, until the next review. Raises ActionNotAllowed otherwise."""
    lock(plan.case)
    held = SafetyPlan.objects.select_related("case").get(pk=plan.pk)
    policies.check_can_keep(held, review_on=review_on, today=clock.local_date(at))
    SafetyPlan.objects.filter(pk=held.pk).update(review_on=review_on, version=F("version") + 1)
    _reviewed(held, review_on, changed=False, by=by, at=at, press=press)


def _reviewed(plan: SafetyPlan, review_on: date, *, changed: bool, by: User, at: datetime, press: UUID | None) -> None:
    event = events.SafetyPlanReviewed(
        plan=str(plan.pk),
        number=plan.number,
        changed=changed,
        review_on=review_on.isoformat(),
        **keeper_of(plan.case, at=at).facts(),
    )
    record(event, case=plan.case, by=by, at=at, occasion=press)
