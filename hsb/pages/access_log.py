"""Who can see this record, and who has looked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.cases import access
from hsb.cases.frame import case_frame
from hsb.cases.models import Involvement

LOOKS = 100


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Open involvements with their reasons, and the newest hundred looks. The same query count whatever their number."""
    opened = access.get_case(request.user, reference, look="access", needs=(RecordClass.ACCESS_LOG, Level.READ))
    involvements = (
        Involvement.objects.filter(case=opened.case)
        .select_related("agency", "user", "opened_by", "closed_by")
        .order_by("closed_at", "opened_at")
    )
    looks = list(AuditEvent.objects.filter(case_ref=opened.case.pk).order_by("-at", "-pk")[:LOOKS])
    names = dict(User.objects.filter(pk__in={look.by_id for look in looks}).values_list("pk", "full_name"))
    return render(
        request,
        "cases/access.html",
        {
            **case_frame(opened, "access", today=clock.today()),
            "involvements": involvements,
            "looks": [
                {
                    "at": look.at,
                    "who": names.get(look.by_id, "The system"),
                    "what": look.what,
                    "kind": AuditKind(look.kind).label,
                }
                for look in looks
            ],
        },
    )
