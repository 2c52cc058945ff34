"""Who keeps a safety plan, who signed it, who was given a copy. Each checks, locks, changes and records in one transaction."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.chronology import queries as chronology
from hsb.chronology.actions import lock, record
from strategy_meetings.models import SafetyPlan, SafetyPlanCopy, SafetyPlanSignature
from strategy_meetings.safety_plans import events, policies
from strategy_meetings.safety_plans.keeping import KEEPERS


@transaction.atomic
def own(*, plan: SafetyPlan, agency: Agency, by: User, at: datetime) -> None:
    """This agency keeps the plan from now on: it is asked when something changes."""
    held = _locked(plan)
    if held.owner_agency_id == agency.pk:
        return
    SafetyPlan.objects.filter(pk=held.pk).update(owner_agency=agency, version=F("version") + 1)
    owned = events.SafetyPlanOwned(
        plan=str(held.pk),
        agency_id=agency.pk,
        who=agency.name,
        agency=str(agency.kind),
        role=str(KEEPERS[agency.kind]),
    )
    record(owned, case=held.case, by=by, at=at)


@transaction.atomic
def sign(
    *,
    plan: SafetyPlan,
    who: str,
    signed_on: date | None,
    why_not: str,
    by: User,
    at: datetime,
    press: UUID | None = None,
) -> None:
    """The child or a parent signed the plan in force on a day, or it is said why not. One press says it once."""
    held = _locked(plan)
    if chronology.has_happened(held.case_id, "safety_plan.signed", press):
        return
    policies.check_can_sign(held, signed_on=signed_on, why_not=why_not, today=clock.local_date(at))
    why_not = "" if signed_on else why_not.strip()
    SafetyPlanSignature(case=held.case, plan=held, who=who, signed_on=signed_on, why_not=why_not, at=at, by=by).save(
        force_insert=True
    )
    signed = events.SafetyPlanSigned(plan=str(held.pk), who=who, signed=signed_on is not None, why_not=why_not)
    occurred = clock.instant_on(signed_on, at=at) if signed_on else at
    record(signed, case=held.case, by=by, at=at, occurred=occurred, occasion=press)


@transaction.atomic
def give(
    *,
    plan: SafetyPlan,
    which: str,
    to_whom: str,
    how: str,
    given_on: date,
    by: User,
    at: datetime,
    press: UUID | None = None,
) -> None:
    """Somebody has a copy of the plan in force, and the record says who, which version and how."""
    held = _locked(plan)
    if chronology.has_happened(held.case_id, "safety_plan.copy_given", press):
        return
    policies.check_can_give(held, to_whom=to_whom, how=how, given_on=given_on, today=clock.local_date(at))
    SafetyPlanCopy(
        case=held.case,
        plan=held,
        which=which,
        to_whom=to_whom.strip(),
        how=how.strip(),
        given_on=given_on,
        at=at,
        by=by,
    ).save(force_insert=True)
    given = events.SafetyPlanCopyGiven(plan=str(held.pk), which=which, to_whom=to_whom.strip())
    record(given, case=held.case, by=by, at=at, occurred=clock.instant_on(given_on, at=at), occasion=press)


def _locked(plan: SafetyPlan) -> SafetyPlan:
    lock(plan.case)
    return SafetyPlan.objects.select_related("case").get(pk=plan.pk)
