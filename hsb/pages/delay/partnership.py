"""The dashboard of the whole partnership, for the safeguarding board: totals only (design.md §7).

Every case is counted, so it is read as the report role, after the check of the power. What could be worked out by comparing is
not offered: there are no filters, periods are whole months, small numbers are hidden and with them whatever would tell them.
"""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.agencies.permissions import Power
from hsb.agencies.queries import has_power
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.database import as_report, may_report
from hsb.errors import AccessDenied
from hsb.pages.delay import exports
from hsb.pages.delay.asked import Asked, months_before
from hsb.pages.delay.charts import drawn_bars, drawn_points
from hsb.pages.delay.figures import Figures, figures
from hsb.pages.delay.panels import Dashboard
from hsb.pages.delay.views import export_links


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Where the days go in the partnership, without anybody in particular."""
    if not has_power(request.user, Power.READ_PARTNERSHIP_DELAY):
        raise AccessDenied("These totals are for the safeguarding board.")
    if not may_report():
        # Totals of what this login happens to see would pass for those of the partnership.
        return render(request, "pages/partnership_delay_closed.html")
    found = of_everybody(clock.today())
    board = Dashboard(found, suppressed=True)
    if kind := exports.wanted(request):
        return exports.figures_file(request, kind, "partnership-delay", board.tables())
    audit.record(AuditKind.LIST_LOOKED_AT, by=request.user, at=clock.now(), what="partnership delay")
    return render(
        request,
        "pages/partnership_delay.html",
        {
            "board": board,
            "bars": drawn_bars(board),
            "trend": drawn_points(board),
            "exports": export_links(Asked()),
            "until": found.until,
        },
    )


def of_everybody(today: date) -> Figures:
    """Answer the figures of every case in the twelve whole months before this one."""
    with as_report():
        return figures(None, Asked(), today=today, until=months_before(today, 0) - timedelta(days=1))
