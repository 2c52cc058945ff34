"""Who holds a case, and whether they are still here: so that nothing drops out of sight with somebody who leaves.

*Here* is who has an account and, on that day, the role they hold the case in, at the agency they hold it for. It is asked each
time, of memberships, and stored nowhere: a role that ends tonight is over tomorrow without anybody doing anything.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hsb import clock
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases.involvement import involve
from hsb.cases.models import NARROW_PARTS, Case, Involvement, Part
from hsb.cases.states import OPEN_STATES, YouthOffending

NOBODY_HERE = "Nobody who works here any more holds this record."
# Whose work a manager of the youth offending service gives on.
OF_YOS = (Role.YOS_OFFICER, Role.COURT_OFFICER, Role.AIM_SUPERVISOR, Role.VICTIM_WORKER)
# To have sent something, to answer one question or to look in an emergency is not to hold a record.
_HOLDS_NOTHING = (Part.REFERRER, Part.CHECK, Part.BREAK_GLASS, *NARROW_PARTS)


def open_now() -> Q:
    """The condition that a case is open in any of its strands, and not joined to another."""
    strands = [Q(**{f"{strand}__in": sorted(states)}) for strand, states in OPEN_STATES.items()]
    return reduce(or_, strands) & Q(merged_into=None)


def every_open() -> QuerySet[Case]:
    """Answer every open case there is: for background work, never for a page."""
    return Case.objects.filter(open_now())


def here(on: date) -> Q:
    """The condition, on an involvement, that whoever it names is still here."""
    held = Membership.objects.current(on).filter(
        user=OuterRef("user"), user__is_active=True, agency_role__role=OuterRef("role")
    )
    there = held.filter(agency_role__agency=OuterRef("agency"))
    return Q(Exists(there)) | Q(Exists(held), agency=None)


def held_here(on: date) -> QuerySet[Involvement]:
    """Answer, inside a query of cases, the people who hold each by name and are here."""
    named = Involvement.objects.open().filter(case=OuterRef("pk"), user__isnull=False)
    return named.exclude(part__in=_HOLDS_NOTHING).filter(here(on))


def left_behind(on: date) -> QuerySet[Involvement]:
    """Answer what is still allocated to somebody who is not here any more."""
    return Involvement.objects.open().filter(~here(on), part=Part.ALLOCATED, user__isnull=False)


def managed(on: date, role: Role) -> QuerySet[Involvement]:
    """Answer, to be narrowed to a case, where everybody of this role is on it and somebody holds that role today."""
    members = Membership.objects.current(on).filter(agency_role__group=OuterRef("group"), user__is_active=True)
    everybody = Involvement.objects.open().filter(role=str(role), user=None)
    return everybody.exclude(part__in=NARROW_PARTS).filter(Exists(members))


@transaction.atomic
def give_to_mash_managers(*, also: QuerySet[Case], at: datetime) -> list[Case]:
    """Every open case that nobody here holds, that somebody left, or that is among `also`, and that no manager here would be shown,
    has the managers of the MASH on it. Answers which those were. Run again it changes nothing; where there is no such manager
    nothing can be done."""
    on = clock.local_date(at)
    managers = Membership.objects.current(on).filter(
        agency_role__role=Role.CSWS_MANAGER, agency_role__agency__kind=AgencyKind.CSWS, user__is_active=True
    )
    agencies = list(Agency.objects.filter(pk__in=managers.values("agency_role__agency")).order_by("pk"))
    if not agencies:
        return []
    behind = left_behind(on).filter(case=OuterRef("pk"))
    yos = Q(Exists(managed(on, Role.YOS_MANAGER).filter(case=OuterRef("pk"))))
    by_yos = yos & (Q(youth_offending=YouthOffending.ACCEPTED) | Q(Exists(behind.filter(role__in=OF_YOS))))
    needed = Q(~Exists(held_here(on))) & ~by_yos
    needed |= Q(Exists(behind.exclude(role__in=OF_YOS))) | Q(Exists(behind)) & ~yos
    seen = managed(on, Role.CSWS_MANAGER).filter(case=OuterRef("pk"))
    unseen = every_open().filter(needed | Q(pk__in=also), ~Exists(seen))
    found = list(unseen.order_by("pk"))
    for case in found:
        for agency in agencies:
            involve(
                case=case, part=Part.INVOLVED, agency=agency, role=Role.CSWS_MANAGER, by=None, at=at, reason=NOBODY_HERE
            )
    return found


# -- who keeps a child's safety plan -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Keeper:
    """Whose move it is to keep a child's safety plan, as an event's facts say it: their kind of agency, which one, in which role."""

    agency: str
    role: str
    agency_id: int | None = None

    def facts(self) -> dict[str, Any]:
        return {"agency": self.agency, "agency_id": self.agency_id, "role": self.role}


def school_on(case: Case, on: date) -> Involvement | None:
    """Answer the school that works on this child's record and has somebody there today; one person's before a whole role's."""
    works = Involvement.objects.open().filter(case=case, role=Role.DSL, part__in=(Part.ALLOCATED, Part.INVOLVED))
    leads = works.exclude(agency=None).filter(here(on) | Q(pk__in=managed(on, Role.DSL).values("pk")))
    return leads.select_related("agency").order_by(F("user").asc(nulls_last=True), "opened_at").first()


def keeper(case: Case, on: date) -> Keeper:
    """Answer who keeps this child's safety plan where nobody was chosen: the school on the record, else the allocated worker, else
    the managers of children's social work, on whose lists it stands."""
    school = school_on(case, on)
    if school is not None and school.agency is not None:
        return Keeper(school.agency.kind, str(Role.DSL), school.agency.pk)
    held = held_here(on).filter(part=Part.ALLOCATED)
    for kind, role in ((AgencyKind.CSWS, Role.SOCIAL_WORKER), (AgencyKind.YOS, Role.YOS_OFFICER)):
        if Case.objects.filter(Exists(held.filter(role=role)), pk=case.pk).exists():
            return Keeper(str(kind), str(role))
    return Keeper(str(AgencyKind.CSWS), str(Role.CSWS_MANAGER))
