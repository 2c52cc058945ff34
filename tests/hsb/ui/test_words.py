from datetime import UTC, date, datetime, time

import pytest

from hsb.ui import words

DAY = date(2026, 12, 3)


def test_dates_are_written_the_british_way() -> None:
    assert words.long_date(DAY) == "Thursday 3 December 2026"
    assert words.day_month(DAY) == "3 December"
    assert words.day_month_year(DAY) == "3 December 2026"
    assert words.short_date(DAY) == "3 Dec"
    assert words.weekday(DAY) == "Thursday"


def test_instants_are_written_on_londons_clock() -> None:
    just_past_midnight = datetime(2026, 7, 1, 23, 5, tzinfo=UTC)

    assert words.long_date(just_past_midnight) == "Thursday 2 July 2026"
    assert words.time_words(just_past_midnight) == "12:05am"
    assert words.date_time(datetime(2026, 11, 18, 15, 42, tzinfo=UTC)) == "Wednesday 18 November 2026, 3:42pm"
    assert words.time_words(time(12)) == "midday"


def test_nothing_is_written_as_nothing() -> None:
    for write in (words.long_date, words.day_month, words.day_month_year, words.short_date, words.weekday):
        assert write(None) == ""
    assert words.time_words(None) == ""
    assert words.date_time(None) == ""


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("2012-03-09", "9 March 2012"), ("2012-03", "March 2012"), ("2012", "2012"), ("", ""), ("a-b", "a-b")],
)
def test_partial_date(kept: str, shown: str) -> None:
    assert words.partial_date(kept) == shown


def test_counts() -> None:
    assert words.count_of(1, "working day") == "1 working day"
    assert words.count_of(1200, "child", "children") == "1,200 children"


@pytest.mark.parametrize(
    ("today", "written"),
    [
        (date(2027, 11, 9), "thought to be about 9 in November 2026"),
        (date(2027, 11, 10), "about 10 now (thought to be about 9 in November 2026)"),
        (date(2029, 1, 1), "about 11 now (thought to be about 9 in November 2026)"),
    ],
)
def test_an_estimated_age_has_its_date_and_moves_on(today: date, written: str) -> None:
    assert words.about_age("9", datetime(2026, 11, 10, 9, tzinfo=UTC), today) == written


def test_an_estimate_that_is_no_number_stands_as_written() -> None:
    assert words.about_age("nine or ten", datetime(2026, 11, 10, 9, tzinfo=UTC), date(2029, 1, 1)) == (
        "thought to be about nine or ten in November 2026"
    )
