"""Giving a case to a social worker: who they are, how much they hold, and the change itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.models import Agency, AgencyKind, Membership
from hsb.agencies.permissions import Role
from hsb.cases import actions as cases
from hsb.cases.models import Case, CaseLink, Involvement, Part
from hsb.chronology.actions import lock, record
from hsb.tasks import actions as tasks
from referrals.events import mash as events
from referrals.mash import policies


@dataclass(frozen=True)
class Caseload:
    """A social worker and how many children they are allocated to, as far as the asker may see."""

    worker: User
    children: int
    holds_this: bool
    works_with_other: bool


def holders(case: Case) -> list[Involvement]:
    """Answer the open allocations of social workers on a case: one at most, unless records were joined."""
    return list(
        Involvement.objects.open()
        .filter(case=case, part=Part.ALLOCATED, role=Role.SOCIAL_WORKER)
        .select_related("user", "agency")
        .order_by("opened_at")
    )


def _with_other_child(case: Case) -> set[int]:
    """Answer the ids of the workers allocated to the other children of this matter."""
    others = CaseLink.objects.filter(case=case).values_list("linked_case_id", flat=True)
    return set(
        Involvement.objects.open()
        .filter(case__in=list(others), part=Part.ALLOCATED, user__isnull=False)
        .values_list("user_id", flat=True)
    )


def caseloads(case: Case, *, on: datetime) -> list[Caseload]:
    """Answer every social worker of the partnership with their number of children, the least loaded first. Five statements."""
    workers = {
        m.user_id: m.user
        for m in Membership.objects.current(clock.local_date(on))
        .filter(agency_role__role=Role.SOCIAL_WORKER, agency_role__agency__kind=AgencyKind.CSWS, user__is_active=True)
        .select_related("user")
    }
    counted = dict(
        Involvement.objects.open()
        .filter(part=Part.ALLOCATED, user__in=list(workers))
        .values_list("user_id")
        .annotate(children=Count("case_id", distinct=True, filter=Q(case__merged_into=None)))
        .order_by()
    )
    holding, other = {i.user_id for i in holders(case)}, _with_other_child(case)
    found = [Caseload(worker, counted.get(pk, 0), pk in holding, pk in other) for pk, worker in workers.items()]
    return sorted(found, key=lambda one: (one.children, one.worker.full_name))


@transaction.atomic
def allocate(*, case: Case, worker: User, by: User, at: datetime, reason: str = "", despite: str = "") -> None:
    """The social worker holds the case and may open it; whoever held it before no longer can, and what waited for them waits
    for the new worker.

    `reason` says why a case changes hands; `despite` why one worker works with both children of a matter.
    """
    lock(case, *case.merged_from.all())
    former = holders(case)
    policies.check_can_allocate(
        case,
        worker,
        by,
        holds_it=any(i.user_id == worker.pk for i in former),
        former=former[0].user if former else None,
        reason=reason,
        works_with_other=worker.pk in _with_other_child(case),
        despite=despite,
    )
    for one in [case, *case.merged_from.all()]:
        for involvement in holders(one):
            cases.withdraw(involvement=involvement, by=by, at=at, reason="The case changed hands.")
        cases.involve(
            case=one,
            part=Part.ALLOCATED,
            user=worker,
            role=Role.SOCIAL_WORKER,
            agency=_agency_of(worker),
            by=by,
            at=at,
            reason=reason.strip(),
        )
        for gone in {i.user_id: i.user for i in former if i.user}.values():
            tasks.follow(case=one, former=gone, to=worker, by=by, at=at)
    said = " ".join(part for part in (reason.strip(), despite.strip()) if part)
    record(
        events.WorkerAllocated(worker=worker.pk, reallocated=bool(former), who=worker.full_name, reason=said),
        case=case,
        by=by,
        at=at,
    )


def _agency_of(worker: User) -> Agency | None:
    return next((m.agency for m in agencies.own_memberships(worker) if m.role == Role.SOCIAL_WORKER), None)
