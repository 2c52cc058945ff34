from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsb.ui import forms
from hsb.ui.date_fields import clock_words, read_time

TODAY = date(2026, 12, 1)


class Said(forms.BaseForm):
    said_on = forms.DateField(label="When was this said?", what="the day it was said", not_after=lambda: TODAY)


class Happened(forms.BaseForm):
    happened_on = forms.PartialDateField(label="When", what="when it happened", not_after=TODAY, required=False)


def said(day: str, month: str, year: str) -> Said:
    return Said({"said_on_day": day, "said_on_month": month, "said_on_year": year})


@pytest.mark.parametrize(
    ("day", "month", "year", "result"),
    [
        ("18", "11", "2026", date(2026, 11, 18)),
        ("1", "3", "2026", date(2026, 3, 1)),
        ("01", "03", "2026", date(2026, 3, 1)),
        (" 9 ", "March", "2012", date(2012, 3, 9)),
        ("9", "mar", "2012", date(2012, 3, 9)),
        ("9", "Sept.", "2012", date(2012, 9, 9)),
        ("29", "2", "2024", date(2024, 2, 29)),
        ("1", "12", "2026", TODAY),
    ],
)
def test_date_is_read_as_people_write_it(day: str, month: str, year: str, result: date) -> None:
    form = said(day, month, year)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["said_on"] == result


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "box"),
    [
        ("", "", "", "Enter the day it was said", "day"),
        ("", "11", "2026", "The day it was said must include a day", "day"),
        ("1", "", "", "The day it was said must include a month and a year", "month"),
        ("1", "11", "", "The day it was said must include a year", "year"),
        ("1", "11", "26", "The day it was said: the year must have 4 numbers, for example 2012", "year"),
        ("1", "13", "2026", "The day it was said: the month must be a number from 1 to 12, or its name", "month"),
        ("1", "ju", "2026", "The day it was said: the month must be a number from 1 to 12, or its name", "month"),
        ("32", "1", "2026", "The day it was said: the day must be a number from 1 to 31", "day"),
        ("x", "1", "2026", "The day it was said: the day must be a number from 1 to 31", "day"),
        ("٣", "1", "2026", "The day it was said: the day must be a number from 1 to 31", "day"),
        ("30", "2", "2026", "The day it was said must be a real date: February 2026 has no day 30", "day"),
        ("1", "1", "1066", "The day it was said: check the year", "year"),
        ("2", "12", "2026", "The day it was said must be 1 December 2026 or earlier", "day"),
        ("1\x00", "1", "2026", "The day it was said: the day must be a number from 1 to 31", "day"),
    ],
)
def test_wrong_date_says_which_box(day: str, month: str, year: str, message: str, box: str) -> None:
    form = said(day, month, year)

    assert not form.is_valid()
    assert forms.error_links(form) == [(f"id_said_on_{box}", message)]


def test_date_may_be_left_out_when_it_is_not_needed() -> None:
    class Form(forms.BaseForm):
        when = forms.DateField(label="When", required=False)

    form = Form({})

    assert form.is_valid()
    assert form.cleaned_data["when"] is None


def test_date_too_early_names_the_day() -> None:
    class Form(forms.BaseForm):
        when = forms.DateField(label="Review date", not_before=date(2026, 1, 2))

    form = Form(forms.date_parts("when", date(2026, 1, 1)))

    assert form.errors["when"] == ["Review date must be 2 January 2026 or later"]


@given(st.dates(min_value=date(1900, 1, 1), max_value=TODAY))
def test_every_date_comes_back_as_it_was_sent(day: date) -> None:
    form = Said(forms.date_parts("said_on", day))

    assert form.is_valid()
    assert form.cleaned_data["said_on"] == day


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_any_text_is_answered_with_a_date_or_a_sentence(day: str, month: str, year: str) -> None:
    for form in (said(day, month, year), Happened(dict(zip(_boxes(), (day, month, year), strict=True)))):
        assert form.is_valid() or all(forms.error_links(form))


def _boxes() -> tuple[str, str, str]:
    return ("happened_on_day", "happened_on_month", "happened_on_year")


@pytest.mark.parametrize(
    ("boxes", "result"),
    [
        (("", "", ""), ""),
        (("", "", "2012"), "2012"),
        (("", "3", "2012"), "2012-03"),
        (("9", "3", "2012"), "2012-03-09"),
        (("", "12", "2026"), "2026-12"),
    ],
)
def test_partial_date_keeps_what_is_known(boxes: tuple[str, str, str], result: str) -> None:
    form = Happened(dict(zip(_boxes(), boxes, strict=True)))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["happened_on"] == result


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (
            ("", "3", ""),
            "When it happened must include a year. Leave out the day, or the day and month, if they are not known",
        ),
        (("9", "", "2012"), "When it happened must include a month when it has a day"),
        (("30", "2", "2012"), "When it happened must be a real date: February 2012 has no day 30"),
        (("", "", "2027"), "When it happened must be 1 December 2026 or earlier"),
    ],
)
def test_partial_date_says_what_is_missing(boxes: tuple[str, str, str], message: str) -> None:
    form = Happened(dict(zip(_boxes(), boxes, strict=True)))

    assert form.errors["happened_on"] == [message]


@pytest.mark.parametrize(
    ("kept", "boxes"),
    [
        (date(2012, 3, 9), ["9", "3", "2012"]),
        ("2012-03-09", ["9", "3", "2012"]),
        ("2012-03", ["", "3", "2012"]),
        ("2012", ["", "", "2012"]),
        ("nonsense", ["", "", ""]),
        (None, ["", "", ""]),
    ],
)
def test_boxes_are_filled_from_what_is_kept(kept: object, boxes: list[str]) -> None:
    field = forms.PartialDateField(label="When")

    assert field.widget.decompress(kept) == boxes
    assert not field.has_changed(kept, boxes)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("10:40am", time(10, 40)),
        ("10.40 AM", time(10, 40)),
        ("1040", time(10, 40)),
        ("22:40", time(22, 40)),
        ("2pm", time(14, 0)),
        ("2 p.m.", time(14, 0)),
        ("12am", time(0, 0)),
        ("12pm", time(12, 0)),
        ("12:30am", time(0, 30)),
        ("midday", time(12, 0)),
        ("Midnight", time(0, 0)),
        ("7", None),
        ("25:00", None),
        ("13pm", None),
        ("10:61", None),
        ("soon", None),
    ],
)
def test_time_is_read_as_people_write_it(text: str, result: time | None) -> None:
    assert read_time(text) == result


def test_wrong_time_says_how_to_write_it() -> None:
    class Form(forms.BaseForm):
        at = forms.TimeField(label="Time", what="the time it was said")

    assert Form({"at": "soon"}).errors["at"] == ["The time it was said must be a time, for example 10:40am or 14:40"]


@given(st.times())
def test_time_in_words_is_read_back(moment: time) -> None:
    minute = moment.replace(second=0, microsecond=0)

    assert read_time(clock_words(minute)) == minute
