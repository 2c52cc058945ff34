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
from hsb.cases import holding
from hsb.cases.involvement import involve, is_done, withdraw
from hsb.cases.models import Case, CaseKind, CaseLink, Involvement, Part
from hsb.chronology.actions import lock, record
from hsb.tasks import actions as tasks
from hsb.timeliness.models import Deadline, DeadlineQuerySet
from referrals.allocation import policies
from referrals.events import mash as events
from referrals.models import DecisionState, Destination, MashDecision, Outcome, Receipt


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
    """Answer the ids of the workers allocated to children on the other side of this matter: to whoever was harmed where this child
    harmed or is considered, and the other way. Brothers and sisters may share one."""
    harmed = Q(linked_case__kind=CaseKind.HARMED)
    other_side = CaseLink.objects.filter(~harmed if case.is_harmed else harmed, case=case)
    others = other_side.values_list("linked_case_id", flat=True)
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

    `reason` says why a case changes hands; `despite` why one worker works with both children of a matter. Given again in the
    same words, it is done.
    """
    lock(case, *case.merged_from.all())
    former = holders(case)
    if is_done(former, worker, by=by, reason=reason):
        return
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
            withdraw(involvement=involvement, by=by, at=at, reason="The case changed hands.")
        involve(
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
    for one in [case, *case.merged_from.all()]:
        mash_leaves(one, by=by, at=at)
    said = " ".join(part for part in (reason.strip(), despite.strip()) if part)
    record(
        events.WorkerAllocated(
            worker=worker.pk,
            reallocated=bool(former),
            for_enquiry=_is_for_enquiry(case),
            keeps_plan=not former and holding.school_on(case, clock.local_date(at)) is None,
            who=worker.full_name,
            reason=said,
        ),
        case=case,
        by=by,
        at=at,
    )


def mash_leaves(case: Case, *, by: User, at: datetime) -> None:
    """MASH workers are off the record once a social worker holds it and nothing is waiting there, no clock of theirs either; its
    managers stay on it, as involved, so that somebody always decides."""
    waits = Receipt.objects.filter(case=case, destination=Destination.MASH, closed_at=None).exists()
    if waits or not holders(case) or _their_clocks(case).exists():
        return
    for here in Involvement.objects.open().filter(case=case, part=Part.FRONT_DOOR):
        if here.role == Role.CSWS_MANAGER:
            involve(
                case=case,
                part=Part.INVOLVED,
                agency=here.agency,
                role=Role.CSWS_MANAGER,
                by=by,
                at=at,
                reason="Decides on this record.",
                tell=False,
            )
        withdraw(involvement=here, by=by, at=at, reason="A social worker is allocated.", tell=False)


def _their_clocks(case: Case) -> DeadlineQuerySet:
    return Deadline.objects.filter(case=case, owner_kind=AgencyKind.CSWS, owner_role=Role.MASH_WORKER).running()


def _is_for_enquiry(case: Case) -> bool:
    """Answer whether the newest decision on the case is a section 47 enquiry."""
    decided = MashDecision.objects.filter(case=case, state=DecisionState.APPROVED).order_by("-approved_at").first()
    return decided is not None and decided.outcome == Outcome.SECTION_47


def _agency_of(worker: User) -> Agency | None:
    return next((m.agency for m in agencies.own_memberships(worker) if m.role == Role.SOCIAL_WORKER), None)
