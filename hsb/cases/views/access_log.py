"""Who can see this record, who must not, who opened it in an emergency, and who has looked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.cases import access, queries
from hsb.cases.frame import case_frame

LOOKS = 100


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """All of it on one page, with the newest hundred looks. The same query count whatever their number."""
    opened = access.get_case(request.user, reference, look="access", needs=(RecordClass.ACCESS_LOG, Level.READ))
    decides = opened.may(RecordClass.DECISION, Level.APPROVE)
    looks = list(AuditEvent.objects.filter(case_ref=opened.case.pk).order_by("-at", "-pk")[:LOOKS])
    names = dict(User.objects.filter(pk__in={look.by_id for look in looks}).values_list("pk", "full_name"))
    reviews = queries.reviews(opened.case.pk)
    return render(
        request,
        "cases/access.html",
        {
            **case_frame(opened, "access", today=clock.today()),
            "decides": decides,
            "may_bring_in": opened.may(RecordClass.DECISION, Level.WRITE),
            "involvements": queries.involvements(opened.case.pk),
            "emergencies": [
                {
                    "one": one,
                    "open": one.closed_at is None and (one.expires_at is None or one.expires_at > clock.now()),
                    "review": reviews.get(one.pk),
                    "mine": one.user_id == request.user.pk,
                }
                for one in queries.emergencies(opened.case.pk)
            ],
            "denials": queries.denials(opened.case.pk),
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
