"""Who keeps a child's safety plan, and the event that asks them to look at it again the same day."""

from datetime import datetime
from uuid import UUID

from hsb import clock
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases.holding import Keeper, keeper
from hsb.cases.models import Case, Involvement, Part
from strategy_meetings.models import SafetyPlan
from strategy_meetings.safety_plans.events import SafetyPlanAsked
from strategy_meetings.safety_plans.states import PlanState

_WORK = (Part.ALLOCATED, Part.INVOLVED)
KEEPERS: dict[str, Role] = {
    AgencyKind.SCHOOL: Role.DSL,
    AgencyKind.CSWS: Role.SOCIAL_WORKER,
    AgencyKind.YOS: Role.YOS_OFFICER,
}
"""Who of an agency looks at a plan that it keeps."""


def on_record(case: Case, *, at: datetime) -> list[Involvement]:
    """Answer who works on this child's record, the newest first."""
    found = Involvement.objects.in_force(at).filter(case=case, part__in=_WORK)
    return list(found.select_related("agency").order_by("-opened_at", "pk"))


def look_again(case: Case, why: str, occasion: UUID, *, at: datetime) -> SafetyPlanAsked:
    """Answer the event that asks whoever keeps the plan."""
    return SafetyPlanAsked(step=str(occasion), kind=why, **keeper_of(case, at=at).facts())


def keeper_of(case: Case, *, at: datetime) -> Keeper:
    """Answer who keeps this child's plan: the agency that was chosen, else the school on the record, else the allocated worker, else
    the managers of children's social work."""
    agency = _keeps(case)
    if agency is not None:
        return Keeper(str(agency.kind), str(KEEPERS[agency.kind]), agency.pk)
    return keeper(case, clock.local_date(at))


def _keeps(case: Case) -> Agency | None:
    """Answer the agency that was chosen to keep the plan, as long as somebody there can look at it."""
    plans = SafetyPlan.objects.filter(case=case, state=PlanState.AGREED).exclude(owner_agency=None)
    plan = plans.select_related("owner_agency").first()
    agency = plan.owner_agency if plan else None
    return agency if agency is not None and agency.kind in KEEPERS else None


def may_keep(case: Case, *, at: datetime) -> list[Agency]:
    """Answer the agencies on this child's record that may keep a plan: school, social care, YOS. Two statements."""
    on_it = on_record(case, at=at)
    found = {one.agency.pk: one.agency for one in on_it if one.agency is not None}
    named = Membership.objects.current(clock.local_date(at)).filter(
        user__in=[one.user_id for one in on_it if one.agency is None and one.user_id]
    )
    for membership in named.select_related("agency_role__agency"):
        agency = membership.agency_role.agency
        found[agency.pk] = agency
    return sorted((one for one in found.values() if one.kind in KEEPERS), key=lambda agency: agency.name)
