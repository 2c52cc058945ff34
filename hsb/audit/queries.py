"""Reading the audit: for whoever may (the table's own row policy has the last word), and in an order that pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent

# Entries by which somebody saw what a case holds.
LOOKS = (AuditKind.CASE_LOOKED_AT, AuditKind.DOCUMENT_DOWNLOADED, AuditKind.COPY_MADE, AuditKind.DISCLOSED)


@dataclass(frozen=True)
class Asked:
    """What a list of entries is narrowed to; None and empty mean any."""

    people: tuple[int, ...] | None = None
    case_id: UUID | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None  # not included


def entries(asked: Asked, *, edge: Q | None = None, limit: int) -> list[AuditEvent]:
    """Answer the newest entries, newest first. One statement."""
    found = narrowed(asked)
    return list((found.filter(edge) if edge is not None else found).order_by("-at", "-pk")[:limit])


def narrowed(asked: Asked) -> QuerySet[AuditEvent]:
    """Answer the entries of a kind, a person, a case and a time, in no order."""
    found = AuditEvent.objects.all()
    if asked.people is not None:
        found = found.filter(by_id__in=asked.people)
    if asked.case_id is not None:
        found = found.filter(case_ref=asked.case_id)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.since is not None:
        found = found.filter(at__gte=asked.since)
    if asked.until is not None:
        found = found.filter(at__lt=asked.until)
    return found


def looks_by(column: str, asked: Asked, *, limit: int) -> Sequence[dict[str, Any]]:
    """Answer how often, first and last somebody looked, for each value of `by_id` or `case_ref`; the latest first. One statement."""
    found = narrowed(asked).filter(kind__in=LOOKS).exclude(**{column: None}).values(column)
    return list(found.annotate(times=Count("pk"), first=Min("at"), last=Max("at")).order_by("-last", column)[:limit])
