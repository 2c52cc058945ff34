"""Help, privacy and accessibility: the partnership's own links and numbers, and what the product does with what it holds."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Power
from hsb.agencies.profile import profile


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom to ring, where to read more (P8), and how the product works."""
    return render(
        request,
        "pages/help.html",
        {
            "profile": profile(),
            "entries": agencies.help_entries(),
            "may_edit": agencies.has_power(request.user, Power.ADMINISTER),
        },
    )


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html", {"profile": profile()})


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"profile": profile()})
