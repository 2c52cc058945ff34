"""The address of a delay page: what it does not know it takes for any, and periods are months that London has."""

from datetime import date

import pytest

from hsb.pages.delay.asked import Asked, months_before, read

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "given",
    [
        {"period": "99"},
        {"route": "'; DROP TABLE"},
        {"whose": "yos'"},
        {"school": "1 OR 1=1"},
        {"school": "9999999"},
        {"family": "maybe"},
        {"step": "0"},
        {"days": "5"},
        {"over": "-1"},
        {"over": "²"},
        {"how": "x"},
        {"ended": "2026-13~2026-14"},
        {"ended": "2026-09"},
        {"ended": "2026-09~2026-08"},
        {"reason": "\x00"},
        {"standard": "T1;"},
    ],
)
def test_what_is_not_known_means_any(given):
    assert read(given) == Asked()


def test_an_address_reads_back_as_it_was_written():
    asked = Asked(
        period="6", route="cj", whose="yos", school="area:East", step="whole", days="16-20", ended="2026-01~2026-03"
    )

    from urllib.parse import parse_qsl

    assert read(dict(parse_qsl(asked.query))) == asked


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        (Asked(), date(2025, 12, 1), TODAY),
        (Asked(period="3"), date(2026, 9, 1), TODAY),
        (Asked(period="24"), date(2024, 12, 1), TODAY),
        (Asked(ended="2026-02~2026-02"), date(2026, 2, 1), date(2026, 2, 28)),
        (Asked(ended="2025-11~2026-12"), date(2025, 11, 1), date(2026, 12, 31)),
    ],
)
def test_twelve_rolling_months_unless_asked_otherwise(asked, first, last):
    assert asked.between(TODAY) == (first, last)


def test_months_go_back_over_the_new_year():
    assert months_before(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert months_before(date(2026, 12, 31), -1) == date(2027, 1, 1)
