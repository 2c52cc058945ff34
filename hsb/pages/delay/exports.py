"""The dashboard and its lists as files: CSV, and a spreadsheet with a sheet for each table. Each is a disclosure."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse

from hsb import clock
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.pages.delay.cells import Table
from hsb.ui.csv_export import csv_response
from hsb.ui.xlsx_export import Sheet, xlsx_response

KINDS = ("csv", "xlsx")


def wanted(request: HttpRequest) -> str:
    """Answer which file is asked for; "" for the page."""
    kind = request.GET.get("export", "")
    return kind if kind in KINDS else ""


def figures_file(request: HttpRequest, kind: str, name: str, tables: Sequence[Table]) -> HttpResponse:
    """The tables of the dashboard as they were shown, and the audit says so."""
    lines = sum(len(table.rows) for table in tables)
    _disclosed(request, f"{name} as {kind}", lines)
    if kind == "xlsx":
        return xlsx_response(name, (Sheet(t.title, t.headings, _texts(t)) for t in tables))
    widest = max(len(table.headings) for table in tables)
    return csv_response(name, ("Table", *[""] * widest), _stacked(tables))


def list_file(
    request: HttpRequest, kind: str, name: str, headings: Sequence[str], lines: Sequence[Sequence[str]]
) -> HttpResponse:
    """A list with what its page shows and no more, and the audit says so."""
    _disclosed(request, f"{name} as {kind}", len(lines))
    if kind == "xlsx":
        return xlsx_response(name, [Sheet(name.replace("-", " ").capitalize(), headings, lines)])
    return csv_response(name, headings, lines)


def _texts(table: Table) -> Iterator[tuple[str, ...]]:
    return (tuple(cell.text for cell in row) for row in table.rows)


def _stacked(tables: Sequence[Table]) -> Iterator[tuple[str, ...]]:
    """Answer the tables one below the other: each line begins with its table's title, each table with its headings."""
    for table in tables:
        yield (table.title, *table.headings)
        for texts in _texts(table):
            yield (table.title, *texts)


def _disclosed(request: HttpRequest, what: str, rows: int) -> None:
    audit.record(AuditKind.DISCLOSED, by=request.user, at=clock.now(), what=what, facts={"rows": rows})
