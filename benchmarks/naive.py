"""The case list as anybody would write it first: guardian's `get_objects_for_user`, a Paginator, Django's templates.

It shows what the product's list shows, prefetches what it shows, and is spared the second wall and the audit.
"""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from guardian.shortcuts import get_objects_for_user

from hsb import clock
from hsb.cases.models import Involvement, Part
from hsb.timeliness.models import Deadline


def cases(request: HttpRequest) -> HttpResponse:
    """One page of the cases guardian says this person may view."""
    found = get_objects_for_user(request.user, "cases.view_case", accept_global_perms=False).order_by(
        "-opened_at", "-id"
    )
    found = found.prefetch_related(
        Prefetch("deadlines", Deadline.objects.running().most_pressing_first(), to_attr="running"),
        Prefetch(
            "involvements",
            Involvement.objects.open().filter(part=Part.ALLOCATED, user__isnull=False).select_related("user"),
            to_attr="workers",
        ),
    )
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    return render(request, "naive/cases.html", {"page": page, "today": clock.today()})


# Without a transaction as the person: guardian alone, no row-level security (hsb.agencies.middleware).
cases.needs_no_database = True  # type: ignore[attr-defined]
