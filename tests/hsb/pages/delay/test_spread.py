"""Medians, nine in ten and buckets, against plain sorting."""

import statistics

from hypothesis import given
from hypothesis import strategies as st

from hsb.pages.delay.asked import BUCKETS
from hsb.pages.delay.spread import FEWEST, Spread, words

DAYS = st.lists(st.integers(0, 400), max_size=60)


@given(DAYS)
def test_the_median_is_that_of_the_sorted_days(days):
    assert Spread(days).median == (statistics.median(days) if days else None)


@given(DAYS)
def test_nine_in_ten_were_within_it_and_no_smaller_number_will_do(days):
    nine = Spread(days).nine_in_ten

    if len(days) < FEWEST:
        assert nine is None
    else:
        assert sum(day <= nine for day in days) >= 0.9 * len(days) > sum(day < nine for day in days)


@given(DAYS)
def test_every_duration_is_in_exactly_one_bucket(days):
    spread = Spread(days)

    assert sum(spread.buckets().values()) == spread.number
    assert spread.buckets()["21+"] == spread.over(20)
    assert list(BUCKETS) == ["0-10", "11-15", "16-20", "21+"]


def test_half_days_are_said_only_where_there_are_any():
    assert (words(31.0), words(29.5), words(None)) == ("31", "29.5", "")
