"""A running product for each module of journeys, and people at browsers."""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import services
from tests.journeys.browsing import Visitor
from tests.journeys.product import Product, Template, running
from tests.turns import whose_turn

# The suite tells a long journey at a desk or on a telephone, by turns; `just prove JOURNEYS`, and pytest by itself, at both.
BY_TURNS = "HSB_TESTS_PART" in os.environ and os.environ.get("PROVE") != "JOURNEYS"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    if BY_TURNS:
        told = defaultdict(list)
        for item in items:
            if re.search(r"\[(desktop|phone)\]$", item.nodeid):
                told[item.nodeid.partition("[")[0]].append(item)
        now = {one for place, name in enumerate(sorted(told)) for one in whose_turn(told[name], place)}
        later = {item for ways in told.values() for item in ways} - now
        config.hook.pytest_deselected(items=list(later))
        items[:] = [item for item in items if item not in later]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    base = tmp_path_factory.getbasetemp()
    # The processes of one run share the folder above their own. Whoever writes journeys may keep it between runs (SQLite).
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made = Template(Path(os.environ.get("KEEP_JOURNEYS_TEMPLATE", shared)))
    made.prepare()
    return made


@pytest.fixture(scope="module")
def product(
    template: Template, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Product]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw")
    name = request.module.__name__.rpartition(".")[2]
    with running(template, tmp_path_factory.mktemp(name), f"{name[-24:]}_{worker}") as product:
        yield product


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = services.chromium_program()
    assert program, "No Chromium: install one, or set CHROMIUM to where it is."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def somebody(chromium: Browser, product: Product) -> Iterator[Callable[..., Visitor]]:
    """Call it with the key of a demonstration account: that person sits at a browser, signed in."""
    visitors: list[Visitor] = []

    def arrives(who: str, **options: object) -> Visitor:
        visitor = Visitor(chromium, product, who, **options)  # type: ignore[arg-type]
        visitors.append(visitor)
        return visitor.sign_in()

    yield arrives
    for visitor in visitors:
        visitor.close()
    for visitor in visitors:
        visitor.assert_nothing_said_amiss()
