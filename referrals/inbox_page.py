"""The page of an inbox, as MASH and YOS both have it: filters in the address, order, pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hsb import clock
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.ui.components import Filter, Pages
from referrals import inbox
from referrals.models import Destination

FILTERS = (
    (
        "claimed",
        "Claimed by",
        (("", "Anybody or nobody"), ("me", "Me"), ("nobody", "Nobody"), ("others", "Somebody else")),
    ),
    (
        "route",
        "Route",
        (("", "Any"), ("child_protection", "Child protection"), ("criminal_justice", "Criminal justice")),
    ),
    ("danger", "Danger now", (("", "Any"), ("yes", "Yes"))),
    ("sort", "In order of", (("", "Due first"), ("newest", "Newest first"), ("danger", "Danger first"))),
)


def inbox_page(request: HttpRequest, destination: Destination) -> HttpResponse:
    """Everything that waits at a destination, most pressing first. The caller has asked whether they may use its inbox."""
    wanted = inbox.InboxFilter(**{name: request.GET.get(name, "") for name, _, _ in FILTERS})
    page = inbox.inbox(
        request.user, destination, wanted, today=clock.today(), start=_whole_number(request.GET.get("from", ""))
    )
    audit.record(
        AuditKind.LIST_LOOKED_AT,
        by=request.user,
        at=clock.now(),
        what=f"{destination.label} inbox",
        facts={"rows": len(page.rows)},
    )
    return render(
        request,
        "referrals/inbox.html",
        {
            "team": profile().name(destination),
            "page": page,
            "filters": [Filter(name, label, choices, getattr(wanted, name)) for name, label, choices in FILTERS],
            "is_filtered": any((wanted.claimed, wanted.route, wanted.danger)),
            "pages": _pages(request, page),
            "address": reverse(f"referrals:{destination}_inbox"),
        },
    )


def _whole_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _pages(request: HttpRequest, page: inbox.InboxPage) -> Pages:
    def at(start: int) -> str:
        query = request.GET.copy()
        query["from"] = str(start)
        return f"?{query.urlencode()}"

    first, last = page.first, page.first + len(page.rows)
    return Pages(
        previous=at(max(0, first - inbox.PAGE_SIZE)) if first else "",
        next=at(first + inbox.PAGE_SIZE) if page.has_more else "",
        shown=f"{first + 1} to {last} of {page.shown:,}" if page.rows else "",
    )
