"""A list of days off: read however people write it, refused whole with the line and what to do."""

from datetime import date

import pytest

from hsb.timeliness import day_list
from hsb.timeliness.day_list import DayListInvalid, DayOff

MAY = date(2027, 5, 3)


@pytest.mark.parametrize(
    "line",
    [
        "2027-05-03, Proclaimed holiday",
        "2027-05-03;Proclaimed holiday",
        "2027-05-03\tProclaimed holiday",
        "03/05/2027 Proclaimed holiday",
        "3/5/2027, Proclaimed holiday",
        "3.5.2027 - Proclaimed holiday",
        "3 May 2027: Proclaimed holiday",
        "Monday 3 May 2027, Proclaimed holiday",
        '"2027-05-03","Proclaimed holiday"',
        "\ufeff2027-05-03, Proclaimed holiday",
    ],
)
def test_a_day_and_its_name(line: str) -> None:
    assert day_list.read(line) == [DayOff(MAY, "Proclaimed holiday")]


def test_headings_and_empty_lines_are_passed_over_and_what_is_written_is_read_again() -> None:
    days = day_list.read("Date,Name\n\n2027-05-03, Proclaimed holiday\r\n2027-06-01, Jubilee, second day\n")

    assert days == [DayOff(MAY, "Proclaimed holiday"), DayOff(date(2027, 6, 1), "Jubilee, second day")]
    assert day_list.read(day_list.written(days)) == days


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The list has no day in it"),
        ("Date,Name\n", "The list has no day in it"),
        ("2027-05-03, A\n2027-02-30, B", "Line 2: “2027-02-30” is not a real date. Put it right"),
        ("31/04/2027, B", "Line 1: “31/04/2027” is not a real date"),
        ("3 Mayvember 2027, B", "is not a real date"),
        ("2027-05-03, A\n\nnext Monday, B", "Line 3 does not begin with a date: “next Monday, B”. Write it like"),
        ("2027-05-03", "Line 1 gives the day no name"),
        ("2027-05-03,  ", "gives the day no name"),
        ("2027-05-03, A\n3 May 2027, B", "Line 2 has the same day as line 1"),
        (f"2027-05-03, {'a' * 101}", "longer than 100 characters"),
        ("\n".join(f"{1990 + n // 12}-{n % 12 + 1:02}-01, A" for n in range(201)), "has 201 days. Add at most 200"),
        ("<script>, B", "does not begin with a date"),
    ],
)
def test_a_list_with_a_wrong_line_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(DayListInvalid, match=sentence.replace("(", r"\(")):
        day_list.read(text)
