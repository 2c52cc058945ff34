"""Where a person makes, renews and stops their calendar address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hsb import clock
from hsb.people import feeds
from hsb.ui.press import name_of


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What the address is for, what a calendar provider can see, and whether there is one."""
    return _page(request)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make an address, in place of the one before, and show it this once."""
    token = feeds.make(person=request.user, at=clock.now(), press=name_of(request))
    return _page(request, request.build_absolute_uri(reverse("pages:calendar_feed", args=[token])))


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stop the address."""
    if feeds.stop(person=request.user, by=request.user, at=clock.now()):
        messages.success(request, "Your calendar address no longer works.")
    return redirect("accounts:calendar")


def _page(request: HttpRequest, address: str = "") -> HttpResponse:
    return render(request, "people/calendar.html", {"feed": feeds.current(request.user), "address": address})
