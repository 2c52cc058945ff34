"""A spreadsheet runs nothing (S22), opens, and is named after nobody."""

import io
import zipfile

import pytest

from hsb.ui.xlsx_export import Sheet, cell, xlsx_response


def written(*lines: tuple[str, ...]) -> dict[str, str]:
    """Answer the parts of a workbook with these lines, by name."""
    answer = xlsx_response("delay", [Sheet("A [sheet]: of *all*/names?", ("Who", "Days"), lines)])
    assert answer["Content-Disposition"] == 'attachment; filename="delay.xlsx"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =HYPERLINK(1)", "\x00=1", "\n@x", "http://x"]
)
def test_no_cell_is_a_formula_or_a_link(text):
    parts = written((text, "1"))
    sheet = parts["xl/worksheets/sheet1.xml"]

    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert text == "http://x" or cell(text).startswith("'")


def test_numbers_are_numbers_and_words_are_words():
    sheet = written(("J.M., 14", "1,031"), ("29.5", "c"))["xl/worksheets/sheet1.xml"]

    assert "<v>1031</v>" in sheet and "<v>29.5</v>" in sheet
    assert "J.M., 14" in sheet and ">c<" in sheet


def test_what_no_spreadsheet_can_hold_is_left_out():
    assert cell("a\x07b\ufffe") == "ab"
    assert len(cell("x" * 40_000)) == 32_767
