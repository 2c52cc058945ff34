"""Tables as CSV files that a spreadsheet cannot be made to run."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")


def safe(cell: str) -> str:
    """Answer a cell that no spreadsheet takes for a formula."""
    text = cell.replace("\x00", "")
    return f"'{text}" if text.startswith(LIVE) or text.lstrip().startswith(LIVE[:4]) else text


def csv_response(name: str, headings: Sequence[str], lines: Iterable[Sequence[str]]) -> HttpResponse:
    """Answer a download named after what it lists, never after whom."""
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(headings)
    sheet.writerows([safe(cell) for cell in line] for line in lines)
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
