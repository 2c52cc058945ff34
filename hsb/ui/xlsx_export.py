"""Tables as a spreadsheet whose cells are all text or numbers: nothing in it is ever a formula.

Written row by row in constant memory, to a file that is gone when the answer is made.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.http import HttpResponse

from hsb.ui.csv_export import safe

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME = 31
WIDTHS = (12, 60)
_FORBIDDEN = str.maketrans({sign: " " for sign in "[]:*?/\\"})
# What XML cannot hold; xlsxwriter would write a file no spreadsheet opens.
_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its headings, and lines of text; what is a whole or decimal number becomes one."""

    name: str
    headings: Sequence[str]
    lines: Iterable[Sequence[str]]


def xlsx_response(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """Answer a download named after what it lists, never after whom."""
    with tempfile.TemporaryFile() as written:
        book = xlsxwriter.Workbook(
            written,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name.translate(_FORBIDDEN).strip("'")[:SHEET_NAME]), sheet, bold)
        book.close()
        written.seek(0)
        response = HttpResponse(written.read(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _write(page: "xlsxwriter.worksheet.Worksheet", sheet: Sheet, bold: object) -> None:
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, max(WIDTHS[0], min(WIDTHS[1], len(heading) + 2)))
        page.write_string(0, column, cell(heading), bold)
    for row, line in enumerate(sheet.lines, start=1):
        for column, text in enumerate(line):
            if (number := _number(text)) is not None:
                page.write_number(row, column, number)
            else:
                page.write_string(row, column, cell(text))


def cell(text: str) -> str:
    """Answer a cell's words as they may stand in a spreadsheet, opened here or saved again as CSV."""
    return safe(text).translate(_UNWRITABLE)[:32767]


def _number(text: str) -> float | None:
    plain = text.replace(",", "")
    if not plain or not plain.isascii() or not plain.replace(".", "", 1).isdigit() or len(plain) > 12:
        return None
    return float(plain)
