"""Dates as people write them are read as they meant; what looks like one and is none says so."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsb.ui import words
from hsb.ui.date_fields import DateField, read_time
from hsb.ui.fields import EmailField, NumberField, PhoneField
from hsb.ui.written_dates import read_date, visible

TODAY = date(2026, 11, 29)
INVISIBLE = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) in ("Cf", "Zs") and chr(n) != " "]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_form_this_product_writes_is_read_back(day):
    for written in (
        words.long_date(day),
        words.day_month_year(day),
        f"{day:%-d %b %Y}",
        day.isoformat(),
        f"{day:%d/%m/%Y}",
    ):
        assert read_date(written, today=TODAY).day == day, written


@pytest.mark.parametrize(
    "written",
    [
        *("9 September 2011", "Friday 9 September 2011", "Fri 9 Sep 2011", "Friday, 9 September 2011", "9 Sept 2011"),
        *("9th September 2011", "9th of September 2011", "9 / 9 / 2011", "9.9.2011", "09/09/11", "9-9-11", "9 9 2011"),
        *("2011-09-09", "2011/9/9", "September 9, 2011", "9 SEPTEMBER 2011", "9–9–2011", "9\u00a0September\u200b 2011"),
    ],
)
def test_every_common_british_form_is_read(written):
    assert read_date(written, today=TODAY).day == date(2011, 9, 9)


def test_two_numbers_of_a_year_are_never_in_the_future():
    assert read_date("1/2/26", today=TODAY).day == date(2026, 2, 1)
    assert read_date("1/2/27", today=TODAY).day == date(1927, 2, 1)


def test_what_looks_like_a_date_and_is_none_says_so():
    assert "February 2011 has no day 31" in read_date("31/2/2011", today=TODAY).wrong
    assert "the day, then the month" in read_date("9/13/2011", today=TODAY).wrong
    for other in ("Mallory", "26-0134", "0134", "May Day", "12 Hope Street", ""):
        read = read_date(other, today=TODAY)
        assert (read.day, read.wrong) == (None, ""), other


@pytest.mark.parametrize("sign", INVISIBLE, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_cannot_be_seen_is_dropped_from_numbers_dates_mail_and_telephone(sign):
    assert visible(f"{sign}a{sign}").strip() == "a"
    assert NumberField(label="How many").clean(f"{sign}12{sign}") == 12
    assert DateField(label="Born").clean([f"{sign}9", f"{sign}9{sign}", f"2011{sign}"]) == date(2011, 9, 9)
    assert EmailField(label="E-mail").clean(f"{sign}joan@example.org{sign}") == "joan@example.org"
    assert PhoneField(label="Telephone").clean(f"01632{sign} 960417{sign}") == "01632 960417"


@pytest.mark.parametrize("written", ["1440hrs", "14:40 hrs", "14:40 hours", "2:40pm", "14.40", "1440"])
def test_a_time_is_read_as_it_is_said(written):
    assert (read_time(written).hour, read_time(written).minute) == (14, 40)


def test_an_extension_may_be_an_x():
    assert PhoneField(label="Telephone").clean("01632 960417 x21") == "01632 960417 x21"
