"""The page of an inbox, as MASH and YOS both have it: filters in the address, order, pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hsb import clock
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.ui.components import Filter, InboxRow, Pages
from hsb.ui.csv_export import csv_response
from hsb.ui.numbers import whole_number
from referrals.inbox import queries as inbox
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
    ("sort", "In order of", (("", "Danger, then due"), ("newest", "Newest first"))),
)

EXPORTED = 1000
COLUMNS = ("Reference", "Child", "Received", "From", "Route", "Danger now", "Decision", "Claimed by")


def inbox_page(request: HttpRequest, destination: Destination) -> HttpResponse:
    """Everything that waits at a destination, most pressing first. The caller has asked whether they may use its inbox."""
    wanted = inbox.InboxFilter(**{name: request.GET.get(name, "") for name, _, _ in FILTERS})
    export = request.GET.get("export") == "csv"
    page = inbox.inbox(
        request.user,
        destination,
        wanted,
        today=clock.today(),
        start=0 if export else whole_number(request.GET.get("from", ""), digits=6) or 0,
        size=EXPORTED if export else inbox.PAGE_SIZE,
    )
    audit.record(
        AuditKind.DISCLOSED if export else AuditKind.LIST_LOOKED_AT,
        by=request.user,
        at=clock.now(),
        what=f"{destination.label} inbox",
        facts={"rows": len(page.rows)},
    )
    if export:
        return csv_response(f"{destination}-inbox", COLUMNS, map(_line, page.rows))
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
            "export": _export_address(request),
        },
    )


def _line(row: InboxRow) -> tuple[str, ...]:
    danger = "yes" if row.danger else ""
    return (row.reference, row.child, row.received, row.sender, row.route, danger, row.due, row.claimed_by)


def _export_address(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("from", None)
    query["export"] = "csv"
    return f"?{query.urlencode()}"


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
