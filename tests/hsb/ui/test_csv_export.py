"""A file for a spreadsheet runs nothing and is named after nobody."""

import csv
import io

import pytest

from hsb.ui.csv_export import csv_response, safe


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =HYPERLINK(1)", "\x00=1", "\n@x"])
def test_no_cell_is_taken_for_a_formula(cell):
    assert safe(cell).startswith("'")


def test_words_and_names_stay_as_they_are():
    for cell in ("O'Brien", "Zoë", "3 working days", "“Heron”", ""):
        assert safe(cell) == cell


def test_the_file_is_an_attachment_with_its_headings():
    answer = csv_response("cases", ("Reference", "Who"), [("HSB-26-0001", "=cmd")])

    assert answer["Content-Disposition"] == 'attachment; filename="cases.csv"'
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) == [
        ["Reference", "Who"],
        ["HSB-26-0001", "'=cmd"],
    ]
