"""Reading looked-after status: what stands, what was, what the referral claimed."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from aim2.looked_after.terms import CARE_ORDERS, Ending
from aim2.models import LookedAfter, Reviewer
from hsb import clock
from hsb.agencies.models import Membership
from hsb.agencies.permissions import Role
from hsb.cases.models import Case, CaseDenied
from hsb.chronology.models import CaseEvent


def spells(case: Case) -> list[LookedAfter]:
    """Answer every legal basis there is and was, those that stand first."""
    rows = LookedAfter.objects.filter(case=case).select_related("recorded_by", "ended_by").order_by("-since", "-pk")
    return sorted(rows, key=lambda one: one.ended_at is not None)


def standing(case: Case) -> list[LookedAfter]:
    """Answer those that stand."""
    return list(LookedAfter.objects.filter(case=case, ended_at=None).order_by("since", "pk"))


def has_care_order(case: Case, on: date) -> bool:
    """Answer whether a care order, full or interim, is on record for a day: then the local authority holds responsibility."""
    orders = LookedAfter.objects.filter(case=case, basis__in=CARE_ORDERS, since__lte=on).exclude(ending=Ending.MISTAKEN)
    return orders.filter(Q(ended_at=None) | Q(until__gt=on)).exists()


def one(case: Case, pk: UUID) -> LookedAfter | None:
    """Answer one legal basis of a case."""
    return LookedAfter.objects.filter(case=case, pk=pk).select_related("case").first()


def reviewer(case: Case) -> Reviewer | None:
    """Answer who reviews now."""
    return Reviewer.objects.filter(case=case).select_related("user").order_by("-at").first()


def reviewers(case: Case, *, on: date) -> list[Membership]:
    """Answer who could review: everybody who holds the role, and is not kept from this record."""
    denied = CaseDenied.objects.filter(case=case).values("user")
    found = Membership.objects.current(on).filter(user__is_active=True, agency_role__role=Role.IRO)
    return list(found.exclude(user__in=denied).select_related("user").order_by("user__full_name"))


def reviews(case: Case) -> list[tuple[str, int, date]]:
    """Answer the reviews of the care plan that were held: (id, number, day), newest first."""
    rows = CaseEvent.objects.filter(case=case, code="lac_review.held", corrected_by=None).order_by(
        "-occurred_at", "-pk"
    )
    return [
        (str(facts["meeting"]), int(facts["number"]), clock.local_date(at))
        for facts, at in rows.values_list("facts", "occurred_at")
    ]


def dates(case: Case, codes: tuple[str, ...]) -> dict[str, datetime]:
    """Answer when each of these last happened."""
    rows = CaseEvent.objects.filter(case=case, code__in=codes, corrected_by=None).order_by("occurred_at", "pk")
    return dict(rows.values_list("code", "occurred_at"))
