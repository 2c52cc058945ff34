"""S9: the working-day engine against an oracle that shares nothing with it, over three nations, two centuries, clock changes and
days proclaimed later. The gate compares some thousands; `just prove S9` ten million, which is the figure that may be claimed."""

import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from hsb.timeliness.calendar import LONDON, add_working_days, end_of, is_working_day, local_date, working_days_between
from tests.hsb.timeliness.oracle import FIRST_YEAR, LAST_YEAR, Day, Oracle, as_tuple, summer_time

NATIONS = {"England and Wales": "ENG", "Scotland": "SCT", "Northern Ireland": "NIR"}
COMPARISONS = (
    int(os.environ.get("HSB_S9_COMPARISONS", "12000")) // 2
)  # half by the lists as they are, half with days proclaimed
SHARES = 8  # parts of the whole, so that two processes share it
SPAN = (date(FIRST_YEAR, 7, 1), date(LAST_YEAR, 6, 30))
FURTHEST = 60  # working days


@cache
def days_off(nation: str) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv=NATIONS[nation], years=range(FIRST_YEAR, LAST_YEAR + 1)))


@cache
def oracle(nation: str) -> Oracle:
    return Oracle({as_tuple(day) for day in days_off(nation)})


def disagreements(engine: frozenset[date], known: Oracle, chosen: random.Random, number: int) -> Iterator[str]:
    """Say each comparison that comes out differently, of about so many: four to a pair of days."""
    reach = (SPAN[1] - SPAN[0]).days
    for _ in range(number // 4):
        day = SPAN[0] + timedelta(days=chosen.randrange(reach))
        n = chosen.randint(-FURTHEST, FURTHEST)
        due = add_working_days(day, n, engine)
        if as_tuple(due) != known.add(as_tuple(day), n):
            yield f"{day} + {n}: {due}, not {known.add(as_tuple(day), n)}"
        if working_days_between(day, due, engine) != known.between(as_tuple(day), as_tuple(due)):
            yield f"from {day} to {due}"
        other = day + timedelta(days=chosen.randint(-90, 90))
        if working_days_between(day, other, engine) != known.count(as_tuple(day), as_tuple(other)):
            yield f"between {day} and {other}"
        if is_working_day(other, engine) != known.is_working(as_tuple(other)):
            yield f"{other} is a working day"


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("nation", NATIONS)
def test_the_engine_agrees_with_the_oracle(nation: str, share: int) -> None:
    number = COMPARISONS // (SHARES * len(NATIONS))

    wrong = list(disagreements(days_off(nation), oracle(nation), random.Random(f"{nation} {share}"), number))

    print(f"\nS9 {nation}, part {share + 1}: {number // 4 * 4:,} comparisons, mismatches = {len(wrong)}", end="")
    assert wrong == []


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("nation", NATIONS)
def test_days_proclaimed_later_are_counted_as_the_oracle_counts_them(nation: str, seed: int) -> None:
    chosen = random.Random(f"{nation} {seed}")
    proclaimed = {SPAN[0] + timedelta(days=chosen.randrange((SPAN[1] - SPAN[0]).days)) for _ in range(2000)}
    engine = days_off(nation) | proclaimed
    number = COMPARISONS // (4 * len(NATIONS))

    wrong = list(disagreements(engine, Oracle({as_tuple(day) for day in engine}), chosen, number))

    print(f"\nS9 {nation}, 2,000 days proclaimed: {number // 4 * 4:,} comparisons, mismatches = {len(wrong)}", end="")
    assert wrong == []


@settings(max_examples=100)
@given(st.dates(*SPAN), st.integers(-FURTHEST, FURTHEST), st.sampled_from(list(NATIONS)))
def test_hypothesis_finds_no_day_on_which_they_differ(day: date, n: int, nation: str) -> None:
    due = add_working_days(day, n, days_off(nation))

    assert as_tuple(due) == oracle(nation).add(as_tuple(day), n)
    assert working_days_between(day, due, days_off(nation)) == n


@pytest.mark.parametrize("year", [1996, 2012, 2024, 2026, 2028, 2037, 2099])
def test_a_day_ends_at_midnight_in_london_whichever_way_the_clocks_go(year: int) -> None:
    forward, back = summer_time(year)

    for day, hours in ((forward, 23), (back, 25)):
        began = end_of(date(*day) - timedelta(days=1)).astimezone(UTC)
        ended = end_of(date(*day)).astimezone(UTC)
        assert ended - began == timedelta(hours=hours)
    in_summer, in_winter = _noons(forward, back)
    assert (in_summer.hour, in_winter.hour) == (11, 12)
    assert local_date(datetime(year, 7, 1, 23, 30, tzinfo=UTC)) == date(year, 7, 2)
    assert local_date(datetime(year, 12, 1, 23, 30, tzinfo=UTC)) == date(year, 12, 1)


def _noons(forward: Day, back: Day) -> tuple[datetime, datetime]:
    """The instants of noon on the days the clocks changed to summer and to winter time."""
    return tuple(datetime(*day, 12, tzinfo=LONDON).astimezone(UTC) for day in (forward, back))  # type: ignore[return-value]


def test_a_deadline_of_working_days_over_a_change_of_the_clocks_ends_at_midnight() -> None:
    for year in range(1996, LAST_YEAR):
        for changed in summer_time(year):
            friday = date(*changed) - timedelta(days=2)
            due = add_working_days(friday, 1, frozenset())
            assert due == friday + timedelta(days=3)
            assert end_of(due).astimezone(LONDON).hour == 0
