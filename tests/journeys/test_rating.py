"""A whole assessment of AIM2's shape is rated without the mouse, counted in keys."""

import itertools
from collections.abc import Callable

import pytest

from tests.journeys.browsing import Visitor
from tests.journeys.product import Product

FIND = (
    "from aim2.models import Assessment as A; a = A.objects.get(state='returned', lead__full_name__startswith='Jamie'); "
    "print('FOUND', a.case.reference, a.number)"
)
ITEMS, DOMAINS = 75, 4


@pytest.fixture
def address(product: Product) -> str:
    said = product.manage("shell", "-c", FIND)
    reference, number = said.partition("FOUND ")[2].split()[:2]
    return f"/cases/{reference}/aim2-assessment/{number}/ratings/"


def test_a_whole_assessment_is_rated_without_the_mouse(somebody: Callable[..., Visitor], address: str) -> None:
    jamie = somebody("jamie")
    when_the_instrument_is_chosen(jamie, address)

    keys = when_every_item_is_rated_by_keys(jamie, address)

    assert keys == ITEMS + DOMAINS, "one key an item, and one to go on to the next domain"
    then_the_profile_says_that_the_other_has_not_rated(jamie, address)
    then_what_it_rests_on_is_kept_as_one_leaves_it(jamie, address)


def when_the_instrument_is_chosen(jamie: Visitor, address: str) -> None:
    jamie.open(address).press("Choose the instrument")
    jamie.page.get_by_label("Demonstration, not AIM: totals across domains").check()
    jamie.press("Rate with it").sees("75 not rated")


def when_every_item_is_rated_by_keys(jamie: Visitor, address: str) -> int:
    page, keys = jamie.page, 0
    jamie.open(f"{address}domain/D1/").sees("Demonstration, not AIM")
    typed = itertools.cycle("0121n20")
    for _ in range(DOMAINS):
        left = page.locator("[data-item][data-left]").count()
        for _ in range(left):
            page.keyboard.press(next(typed))
            keys += 1
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Enter")
            keys += 1
        jamie.arrived()
    return keys


def then_the_profile_says_that_the_other_has_not_rated(jamie: Visitor, address: str) -> None:
    jamie.open(address).sees("0 not rated", "Daniel Frost has not rated")


def then_what_it_rests_on_is_kept_as_one_leaves_it(jamie: Visitor, address: str) -> None:
    jamie.open(f"{address}domain/D1/")
    jamie.page.keyboard.press("e")
    jamie.page.locator(".aim-item.is-now textarea").first.fill("Told at the third session.")
    jamie.page.keyboard.press("Escape")
    jamie.page.locator("[data-saved]").get_by_text("Saved").wait_for()
