"""The working-day calendar: its algebra, the dates everyone knows, an independent oracle, and where it ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsb.timeliness import calendar
from hsb.timeliness.calendar import (
    CalendarEnds,
    Holidays,
    add_months,
    add_working_days,
    is_working_day,
    known_holidays,
    working_days_between,
)

FIRST, LAST = date(2012, 1, 1), date(2028, 12, 31)
ENGLAND = known_holidays(date(2010, 1, 1), date(2031, 12, 31))
days = st.dates(FIRST, LAST)
counts = st.integers(-130, 130)
day_sets = st.one_of(st.just(ENGLAND), st.frozensets(days, max_size=40))
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def slow_count(a: date, b: date, holidays: frozenset[date]) -> int:
    """Count from a list of every date, with nothing shared with the code under test."""
    low, high = min(a, b), max(a, b)
    weekdays = {low + timedelta(days=n) for n in range(1, (high - low).days + 1)}
    counted = [day for day in weekdays if day.isoweekday() not in (6, 7) and day not in set(holidays)]
    return len(counted) if a <= b else -len(counted)


@given(days, counts, day_sets)
def test_counting_undoes_adding(day: date, n: int, holidays: frozenset[date]) -> None:
    assert working_days_between(day, add_working_days(day, n, holidays), holidays) == n


@pytest.mark.parametrize("n", [-45, -10, -5, -1, 0, 1, 2, 5, 10, 15, 45])
def test_counting_undoes_adding_on_every_day_of_seventeen_years(n: int) -> None:
    assert [d for d in EVERY_DAY if working_days_between(d, add_working_days(d, n, ENGLAND), ENGLAND) != n] == []


@given(days, days, counts, day_sets)
def test_a_later_start_never_falls_due_earlier(a: date, b: date, n: int, holidays: frozenset[date]) -> None:
    earlier, later = sorted((a, b))

    assert add_working_days(earlier, n, holidays) <= add_working_days(later, n, holidays)


@given(days, counts, counts, day_sets)
def test_more_days_never_fall_due_earlier(day: date, m: int, n: int, holidays: frozenset[date]) -> None:
    fewer, more = sorted((m, n))

    assert add_working_days(day, fewer, holidays) <= add_working_days(day, more, holidays)


@given(days, days, days, day_sets)
def test_counts_add_up_over_any_third_day(a: date, b: date, c: date, holidays: frozenset[date]) -> None:
    assert working_days_between(a, b, holidays) + working_days_between(b, c, holidays) == working_days_between(
        a, c, holidays
    )
    assert working_days_between(a, b, holidays) == -working_days_between(b, a, holidays)


@given(days, st.integers(0, 60), st.integers(0, 60), st.sampled_from([1, -1]), day_sets)
def test_adding_twice_is_adding_the_sum(day: date, m: int, n: int, sign: int, holidays: frozenset[date]) -> None:
    twice = add_working_days(add_working_days(day, sign * m, holidays), sign * n, holidays)

    assert working_days_between(day, twice, holidays) == sign * (m + n)
    if m and n:
        assert twice == add_working_days(day, sign * (m + n), holidays)


@given(days, st.integers(1, 130), st.sampled_from([1, -1]), day_sets)
def test_a_due_day_is_a_working_day(day: date, n: int, sign: int, holidays: frozenset[date]) -> None:
    assert is_working_day(add_working_days(day, sign * n, holidays), holidays)


@settings(max_examples=300)
@given(days, days, day_sets)
def test_counting_agrees_with_the_slow_oracle(a: date, b: date, holidays: frozenset[date]) -> None:
    assert working_days_between(a, b, holidays) == slow_count(a, b, holidays)


@given(days, st.integers(0, 60), day_sets)
def test_adding_agrees_with_walking(day: date, n: int, holidays: frozenset[date]) -> None:
    candidate = day
    seen = 0
    while seen < n:
        candidate = date.fromordinal(candidate.toordinal() + 1)
        seen += candidate.isoweekday() <= 5 and candidate not in holidays

    assert add_working_days(day, n, holidays) == candidate


def test_from_a_day_off_zero_is_the_day_and_back_is_counted_from_the_friday() -> None:
    sunday = date(2026, 11, 22)

    assert add_working_days(sunday, 0, ENGLAND) == sunday
    assert add_working_days(sunday, 1, ENGLAND) == date(2026, 11, 23)
    assert add_working_days(sunday, -1, ENGLAND) == date(2026, 11, 19)
    assert working_days_between(date(2026, 11, 20), sunday, ENGLAND) == 0


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2012, 6, 5), "Diamond Jubilee"),
        (date(2020, 5, 8), "VE Day moved from Monday 4 May"),
        (date(2022, 6, 2), "spring bank holiday moved for the Platinum Jubilee"),
        (date(2022, 6, 3), "Platinum Jubilee"),
        (date(2022, 9, 19), "state funeral"),
        (date(2023, 5, 8), "coronation"),
        (date(2026, 12, 28), "Boxing Day is a Saturday"),
        (date(2027, 12, 27), "Christmas Day is a Saturday"),
        (date(2027, 12, 28), "Boxing Day is a Sunday"),
        (date(2028, 1, 3), "New Year's Day is a Saturday"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday, not a holiday in Scotland"),
        (date(2026, 8, 31), "late August, in Scotland early August"),
    ],
)
def test_day_off(day: date, name: str) -> None:
    assert day in ENGLAND, name
    assert not is_working_day(day, ENGLAND), name


@pytest.mark.parametrize(
    "day", [date(2022, 5, 30), date(2020, 5, 4), date(2026, 8, 3), date(2026, 1, 2), date(2026, 11, 30)]
)
def test_working_day_although_it_is_one_elsewhere_or_in_other_years(day: date) -> None:
    assert is_working_day(day, ENGLAND)


def test_each_year_has_its_eight_holidays_and_the_proclaimed_ones() -> None:
    per_year = {year: sum(day.year == year and day.weekday() < 5 for day in ENGLAND) for year in range(2012, 2029)}

    proclaimed = {2012: 1, 2022: 2, 2023: 1}
    assert per_year == {year: 8 + proclaimed.get(year, 0) for year in range(2012, 2029)}


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (date(2026, 3, 31), 3, date(2026, 4, 7)),  # over Easter
        (date(2025, 12, 24), 1, date(2025, 12, 29)),  # over Christmas and a weekend
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # over the state funeral
        (date(2026, 11, 19), 10, date(2026, 12, 3)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # received on a Saturday
        (date(2026, 3, 29), 5, date(2026, 4, 7)),  # the Sunday the clocks change
        (date(2026, 12, 7), -5, date(2026, 11, 30)),
    ],
)
def test_due_day(start: date, n: int, due: date) -> None:
    assert add_working_days(start, n, ENGLAND) == due


def test_easter_fortnight_that_a_peer_counts_as_fourteen() -> None:
    assert working_days_between(date(2025, 4, 14), date(2025, 4, 28), ENGLAND) == 8


def test_a_day_proclaimed_later_moves_what_lies_beyond_it() -> None:
    start = date(2026, 11, 19)

    before = add_working_days(start, 10, ENGLAND)
    after = add_working_days(start, 10, ENGLAND | {date(2026, 11, 25)})

    assert (before, after) == (date(2026, 12, 3), date(2026, 12, 4))


def test_holidays_know_their_names() -> None:
    assert ENGLAND.names[date(2026, 12, 25)] == "Christmas Day"
    assert Holidays([date(2026, 1, 5)]).names == {date(2026, 1, 5): "Day off"}


def test_known_holidays_outside_the_span_are_left_out_and_a_reversed_span_is_refused() -> None:
    assert sorted(known_holidays(date(2026, 12, 25), date(2027, 1, 1))) == [
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 28),
        date(2027, 1, 1),
    ]
    with pytest.raises(ValueError, match="is before the first"):
        known_holidays(LAST, FIRST)


def test_past_the_end_of_the_known_calendar_is_an_error_and_the_day_before_is_not() -> None:
    bounded = Holidays(ENGLAND.names, known_from=FIRST, known_until=LAST)

    assert add_working_days(date(2028, 12, 28), 1, bounded) == date(2028, 12, 29)
    with pytest.raises(CalendarEnds, match="ends on 31 December 2028"):
        add_working_days(date(2028, 12, 28), 2, bounded)
    with pytest.raises(CalendarEnds, match="begins on 01 January 2012"):
        working_days_between(date(2011, 12, 31), FIRST, bounded)
    assert add_working_days(date(2028, 12, 28), 2, bounded.without_limits()) == date(2029, 1, 2)


def test_an_instant_is_refused_where_a_day_is_meant() -> None:
    with pytest.raises(TypeError, match="Pass a date"):
        is_working_day(datetime(2026, 11, 23, 12), ENGLAND)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 15), 1, date(2026, 12, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2012, 2, 29), 18 * 12, date(2030, 2, 28)),
    ],
)
def test_months(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_the_day_is_londons() -> None:
    summer_night = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    assert calendar.local_date(summer_night) == date(2026, 7, 1)
    with pytest.raises(ValueError, match="time zone"):
        calendar.local_date(datetime(2026, 6, 30, 23, 30))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 26), 24), (date(2026, 12, 31), 24)],
)
def test_the_end_of_a_day_when_the_clocks_change(day: date, hours: int) -> None:
    length = calendar.end_of(day).astimezone(UTC) - calendar.end_of(day - timedelta(days=1)).astimezone(UTC)

    assert length == timedelta(hours=hours)


def test_the_module_needs_nothing_but_the_standard_library() -> None:
    import subprocess
    import sys

    code = "import sys, hsb.timeliness.calendar; print([m for m in ('django', 'holidays', 'hsb.clock') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
