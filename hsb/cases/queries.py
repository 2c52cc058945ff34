"""Reads about who is on a case and who must not be, for a case the caller has opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from hsb.cases.models import Case, CaseDenied, Involvement, Part
from hsb.chronology.models import CaseEvent


@dataclass(frozen=True)
class Review:
    """What was found about one emergency access."""

    justified: bool
    reason: str
    by: str


def reviews(case_id: UUID) -> dict[UUID, Review]:
    """Answer the review of each emergency access of a case that has one, by its involvement. One statement."""
    events = CaseEvent.objects.filter(case_id=case_id, code="break_glass.reviewed").select_related("spoken")
    return {
        UUID(event.facts["involvement"]): Review(
            justified=bool(event.facts["justified"]),
            reason=str(event.spoken.words.get("reason", "")) if hasattr(event, "spoken") else "",
            by=event.by_label,
        )
        for event in events.order_by("number")
    }


def involvements(case_id: UUID) -> QuerySet[Involvement]:
    """Answer who is and was on a case but for emergencies: those still on it first, each in the order they joined."""
    return (
        Involvement.objects.filter(case_id=case_id)
        .exclude(part=Part.BREAK_GLASS)
        .select_related("agency", "user", "opened_by", "closed_by")
        .order_by(F("closed_at").asc(nulls_first=True), "opened_at")
    )


def emergencies(case_id: UUID) -> QuerySet[Involvement]:
    """Answer every emergency access of a case, newest first, with who used it."""
    found = Involvement.objects.filter(case_id=case_id, part=Part.BREAK_GLASS)
    return found.select_related("user").order_by("-opened_at", "-pk")


def denials(case_id: UUID) -> QuerySet[CaseDenied]:
    """Answer who must not see a case, newest first, with who said so."""
    return CaseDenied.objects.filter(case_id=case_id).select_related("user", "by").order_by("-at", "-pk")


def one_involvement(case_id: UUID, pk: UUID) -> Involvement | None:
    """Answer one involvement of this case, or None when it is not this case's."""
    return Involvement.objects.filter(case_id=case_id, pk=pk).select_related("case", "agency", "user").first()


def one_denial(case_id: UUID, pk: int) -> CaseDenied | None:
    """Answer one denial of this case, or None when it was lifted or is not this case's."""
    return CaseDenied.objects.filter(case_id=case_id, pk=pk).select_related("case", "user", "by").first()


def references(case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Answer the reference of each case the database shows. For the audit viewer, which reads as the report role."""
    return dict(Case.objects.filter(pk__in=set(case_ids)).values_list("pk", "reference"))


def id_of(reference: str) -> UUID | None:
    """Answer the id of the case of a reference, if the database shows it. For the audit viewer, as above."""
    return Case.objects.filter(reference=reference).values_list("pk", flat=True).first()
