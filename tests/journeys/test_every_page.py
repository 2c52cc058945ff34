"""Every page of the product, by the URL configuration: clean at both widths, and pictured in docs/screenshots.

`WRITE_SCREENSHOTS=1 python3 start.py test -k every_page` writes the pictures again, `WRITE_SCREENSHOTS=cases-` some of them. The
gate asks axe about every second page, by turns (`tests/turns`), and looks at the width of all; `just prove JOURNEYS` asks about each.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys import pictures
from tests.journeys.browsing import DESKTOP, PHONE, Visitor
from tests.journeys.product import Product
from tests.turns import whose_turn

# "1" writes every picture; anything else the pictures whose names begin so, and only these pages are visited.
ASKED = os.environ.get("WRITE_SCREENSHOTS", "")
WRITE = bool(ASKED)
WHOLE = WRITE or os.environ.get("PROVE") == "JOURNEYS"
NARROWEST = 360
# The pages are shared out between so many tests, so that two processes can walk them.
PARTS = 4
# Debt: pages of the new stages that are visited and not pictured yet (two pictures a page). The number only goes down.
PICTURES_OWED = 236


@pytest.fixture(scope="module")
def places(product: Product) -> Any:
    return product.places()


def test_every_address_has_a_picture_or_a_reason_for_having_none(places: Any) -> None:
    assert places["without_picture"] == []
    assert places["gone"] == []


def test_no_picture_is_of_a_page_that_is_gone(places: Any) -> None:
    wanted = {pictures.path_of(place["picture"], width) for place in places["places"] for width in (DESKTOP, PHONE)}
    there = set(pictures.FOLDER.glob("*.png"))

    missing, left_over = wanted - there, there - wanted
    assert not left_over, sorted(path.name for path in left_over)
    assert WRITE or len(missing) <= PICTURES_OWED, sorted(path.name for path in missing)
    assert all(path.stat().st_size <= pictures.LARGEST_BYTES for path in there)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_clean_at_every_width(part: int, places: Any, chromium: Browser, product: Product) -> None:
    wrong: list[str] = []
    visitors: dict[str, Visitor] = {}
    wanted = [p for p in places["places"] if ASKED in ("", "1") or p["picture"].startswith(ASKED)]
    for number, place in enumerate(wanted[part::PARTS]):
        who = place["who"]
        if who not in visitors:
            visitors[who] = Visitor(chromium, product, who)
            if who:
                visitors[who].sign_in()
        wrong += visit(visitors[who], place, listening=WHOLE or whose_turn([True, False], number)[0])
    for visitor in visitors.values():
        visitor.close()
    assert not wrong, "\n".join(wrong)


def visit(visitor: Visitor, place: dict[str, str], *, listening: bool) -> list[str]:
    """Open one page, take its pictures if they are wanted, and answer what is wrong with it; `listening`, with axe too."""
    page = visitor.page
    wrong: list[str] = []
    for width in (DESKTOP, PHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": 900})
        if width == DESKTOP:
            answer = page.goto(place["path"])
            assert answer is not None
            page.wait_for_load_state("load")
            if answer.status >= 400 and not place["picture"].startswith("error"):
                return [f"{place['picture']}: {answer.status} {place['path']}"]
        if WRITE and width != NARROWEST:
            pictures.FOLDER.mkdir(exist_ok=True)
            taken = page.screenshot(full_page=True, animations="disabled")
            pictures.path_of(place["picture"], width).write_bytes(pictures.shrink(taken))
        for check in checks_at(visitor, width, listening=listening):
            try:
                check()
            except AssertionError as found:
                wrong.append(f"{place['picture']} at {width} px: {found}")
    wrong += [f"{place['picture']}: {complaint}" for complaint in visitor.complaints]
    visitor.complaints.clear()
    return wrong


def checks_at(visitor: Visitor, width: int, *, listening: bool) -> list[Callable[[], None]]:
    def accessible() -> None:
        found = visitor.violations()
        assert not found, "\n".join(found)

    # A phone shows the same elements: axe looks once, the width is looked at each time.
    return [visitor.assert_fits, accessible] if width == DESKTOP and listening else [visitor.assert_fits]
