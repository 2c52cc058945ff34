"""The delay dashboard and the lists behind it, for managers: the cases that exist for them, and never more."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hsb import clock
from hsb.agencies.permissions import Power
from hsb.agencies.queries import has_power
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.errors import AccessDenied
from hsb.pages.delay import asked as address
from hsb.pages.delay import exports, lists
from hsb.pages.delay.asked import Asked
from hsb.pages.delay.charts import drawn_bars, drawn_points
from hsb.pages.delay.columns import CLOCKS, STEPS, WAITING, Columns
from hsb.pages.delay.figures import figures
from hsb.pages.delay.filter_bar import filters, narrowed_words
from hsb.pages.delay.panels import Dashboard
from hsb.ui.components import Link, Pages

LONGEST = 6


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Where the days go, who waits now, whether it gets better, and why it was late."""
    _check(request)
    asked, today = address.read(request.GET).filters, clock.today()
    found = figures(request.user, asked, today=today)
    board = Dashboard(found)
    if kind := exports.wanted(request):
        return exports.figures_file(request, kind, "delay", board.tables())
    over = asked.but(over=board.over) if found.whole else asked
    longest = lists.waits(request.user, over, today=today, size=LONGEST)
    _looked(request, "delay dashboard", len(longest.rows))
    return render(
        request,
        "pages/delay.html",
        {
            "board": board,
            "bars": drawn_bars(board),
            "trend": drawn_points(board),
            "longest": longest,
            "longest_lines": [WAITING.line(row) for row in longest.rows],
            "longest_all": f"{reverse('pages:delay_waiting')}?{over.query}",
            "filters": filters(asked),
            "clear": reverse("pages:delay") if asked.query else "",
            "exports": export_links(asked),
            "counted_to": clock.now(),
        },
    )


@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """The steps, or whole ways, behind a figure."""
    return _list(request, "delay_steps", lists.steps, STEPS)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits now, behind a figure; the longest first."""
    return _list(request, "delay_waiting", lists.waits, WAITING)


@require_safe
def clocks(request: HttpRequest) -> HttpResponse:
    """The clocks behind a figure: kept, run out and why, stood still, or given longer."""
    return _list(request, "delay_clocks", lists.clocks, CLOCKS)


def _list(request: HttpRequest, name: str, ask: lists.Asking, columns: Columns) -> HttpResponse:
    _check(request)
    asked, today = address.read(request.GET), clock.today()
    kind = exports.wanted(request)
    after = "" if kind else request.GET.get("after", "")[:60]
    size = lists.EXPORTED if kind else lists.PAGE_SIZE
    found = ask(request.user, asked, today=today, after=after, size=size)
    lines = [columns.line(row) for row in found.rows]
    if kind:
        return exports.list_file(request, kind, columns.file, columns.headings, [line.texts for line in lines])
    _looked(request, columns.audited, len(lines))
    return render(
        request,
        "pages/delay_list.html",
        {
            "title": columns.title(asked),
            "found": found,
            "columns": columns,
            "lines": lines,
            "narrowed": narrowed_words(asked, today, waits=columns is WAITING),
            "back": Link("Delay", f"{reverse('pages:delay')}?{asked.filters.query}"),
            "exports": export_links(asked),
            "exported": lists.EXPORTED,
            "pages": Pages(
                previous=f"?{asked.query}" if after else "",
                next=f"?{urlencode({**request_words(asked), 'after': found.next_key})}" if found.next_key else "",
                shown=f"{len(lines)} of {found.count_words}",
            ),
        },
    )


def request_words(asked: Asked) -> dict[str, str]:
    """Answer what an address asks, as its query holds it."""
    return {name: value for name, value in vars(asked).items() if value}


def export_links(asked: Asked) -> Sequence[Link]:
    """Answer the two files of a page, filtered as it is."""
    words = request_words(asked)
    return [
        Link(title, f"?{urlencode({**words, 'export': kind})}")
        for kind, title in (("csv", "CSV"), ("xlsx", "spreadsheet"))
    ]


def _check(request: HttpRequest) -> None:
    if not has_power(request.user, Power.READ_DELAY):
        raise AccessDenied("Delay is for managers of social care and the youth offending service.")


def _looked(request: HttpRequest, what: str, rows: int) -> None:
    audit.record(AuditKind.LIST_LOOKED_AT, by=request.user, at=clock.now(), what=what, facts={"rows": rows})
