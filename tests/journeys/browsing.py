"""Somebody at a browser. Every page they come to is held against the house rules before they go on."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect

from tests.journeys.product import Product

PASSWORD = "aldermere-demo-2026"
# A form that is refused answers 422, a stale one 409, a stranger meets 403 or 404; Chromium calls each an error.
MEANT = re.compile(r"^Failed to load resource: the server responded with a status of (403|404|409|422)")
OFFLINE = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_ABORTED")
PHONE, DESKTOP = 390, 1280
# A gate may share its two cores with others; what never comes is still found.
PATIENCE = 45_000  # milliseconds
expect.set_options(timeout=15_000)


@cache
def axe_script() -> str:
    return AXE_FILE_PATH.read_text()


@dataclass
class Seen:
    """What a page is like, as far as checking it twice would tell nothing new."""

    checked: set[str] = field(default_factory=set)


SEEN = Seen()


class Visitor:
    """One person at one browser."""

    def __init__(
        self, browser: Browser, product: Product, who: str = "", *, width: int = DESKTOP, javascript: bool = True
    ) -> None:
        self.product = product
        self.who = who
        self.javascript = javascript
        self.complaints: list[str] = []
        self.offline = False
        # Words that must stand on no page this person comes to: the name of a child they may not know.
        self.must_not_read: tuple[str, ...] = ()
        self.context = browser.new_context(
            base_url=product.address,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            storage_state=product.signed_in.get(who),
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._failed)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type != "error" or MEANT.match(message.text) or (self.offline and "net::ERR_" in message.text):
            return
        self.complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def _failed(self, request: Request) -> None:
        why = request.failure or ""
        # What is still under way when the page is left is given up: a download, an autosave.
        if not self.offline and "ERR_ABORTED" not in why:
            self.complaints.append(f"{request.url}: {why}")

    # -- coming and going -----------------------------------------------------------------------------------------

    def sign_in(self) -> "Visitor":
        """They are signed in, with the password of the demonstration."""
        if self.who in self.product.signed_in:
            return self
        self.page.goto("/accounts/login/")
        self.fill_in_sign_in()
        self.product.signed_in[self.who] = self.context.storage_state()
        return self

    def fill_in_sign_in(self, page: Page | None = None) -> None:
        page = page or self.page
        page.locator("[name='login']").fill(f"{self.who.replace('_', '.')}@aldermere.invalid")
        page.locator("[name='password']").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: "/login/" not in url)

    def open(self, path: str) -> "Visitor":
        self.page.goto(path)
        return self.arrived()

    def press(self, name: str, *, within: Locator | None = None) -> "Visitor":
        """A button is pressed and the page it leads to is there."""
        with self.page.expect_navigation(wait_until="load"):
            (within or self.page).get_by_role("button", name=name, exact=True).first.click()
        return self.arrived()

    def press_first(self) -> "Visitor":
        """The form's own button is pressed, whatever it says."""
        return self.press(self.page.locator("main form button[type=submit]:visible").first.inner_text())

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> "Visitor":
        with self.page.expect_navigation(wait_until="load"):
            (within or self.page).get_by_role("link", name=name).first.click()
        return self.arrived()

    def arrived(self) -> "Visitor":
        """The page stands still, and it is a page we are proud of."""
        self.page.wait_for_load_state("load")
        expect(self.page.locator("h1").first).to_be_attached()
        self.assert_nothing_said_amiss()
        text = self.page.content()
        for word in self.must_not_read:
            assert word.casefold() not in text.casefold(), f"{word} can be read on {self.page.url}"
        self.assert_accessible()
        return self

    def assert_nothing_said_amiss(self) -> None:
        """Neither the console nor the content policy complained."""
        assert not self.complaints, "\n".join(self.complaints)

    # -- what every page owes its reader ---------------------------------------------------------------------------

    def assert_accessible(self) -> None:
        """axe finds nothing, and nothing runs off the side."""
        if not self.javascript:
            return
        key = self._kind_of_page()
        if key in SEEN.checked:
            return
        found = self.violations()
        assert not found, f"{self.page.url}\n" + "\n".join(found)
        self.assert_fits()
        SEEN.checked.add(key)

    def violations(self) -> list[str]:
        self.page.evaluate(axe_script())
        answer: dict[str, Any] = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        return [
            f"{one['id']}: {one['help']} — {node['html'][:200]} {node.get('failureSummary', '')[:200]}"
            for one in answer["violations"]
            for node in one["nodes"][:3]
        ]

    def assert_fits(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the window: {self.widest()}"

    def widest(self) -> list[str]:
        """Answer what sticks out at the side."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(0, 5).map(e => e.outerHTML.slice(0, 160))"""
        )

    def _kind_of_page(self) -> str:
        # A title says the record's reference too: with it, the same page of every record would be another kind.
        where = f"{self.page.url.removeprefix(self.product.address)} {self.page.title()}"
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|HSB-\d\d-\d+|\d+", "*", where)
        shape = self.page.evaluate(
            "document.querySelectorAll('.govuk-error-message').length + '/' + document.querySelectorAll('form').length"
            " + '/' + document.querySelectorAll('h2').length + '/' + window.innerWidth"
        )
        return f"{kind} {shape}"

    # -- reading and writing ----------------------------------------------------------------------------------------

    def sees(self, *sentences: str) -> "Visitor":
        for sentence in sentences:
            expect(self.page.locator("body")).to_contain_text(sentence)
        return self

    def does_not_see(self, *sentences: str) -> "Visitor":
        for sentence in sentences:
            expect(self.page.locator("body")).not_to_contain_text(sentence)
        return self

    def write(self, name: str, text: str) -> "Visitor":
        """The field of that name holds the text, typed at once."""
        self.page.locator(f"[name='{name}']").fill(text)
        return self

    def write_date(self, name: str, day: int | str, month: int | str, year: int | str) -> "Visitor":
        for part, value in (("day", day), ("month", month), ("year", year)):
            self.write(f"{name}_{part}", str(value))
        return self

    def choose(self, name: str, *values: str) -> "Visitor":
        """Radios or boxes of that name are chosen by value."""
        for value in values:
            self.page.locator(f"input[name='{name}'][value='{value}']").check()
        return self

    def tick(self, name: str) -> "Visitor":
        self.page.locator(f"input[name='{name}']").check()
        return self

    def select(self, name: str, value: str) -> "Visitor":
        self.page.locator(f"select[name='{name}']").select_option(value)
        return self

    def is_saved(self) -> "Visitor":
        """The page says by itself that what was typed is kept."""
        expect(self.page.locator(".hsb-saved")).to_contain_text("Saved", timeout=30_000)
        return self

    @contextmanager
    def without_connection(self) -> Iterator[None]:
        """The line is dead inside."""
        self.offline = True
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)
        self.page.wait_for_timeout(100)
        self.offline = False

    def close(self) -> None:
        self.context.close()
