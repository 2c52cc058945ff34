"""The referral by other means: without the mouse, without JavaScript, on a narrow phone."""

import datetime
from collections.abc import Callable

import pytest

from tests.journeys import referral
from tests.journeys.browsing import Visitor
from tests.journeys.referral import Child, Written

Somebody = Callable[..., Visitor]
MOST_TABS = 120


class Keys:
    """Somebody who only has a keyboard."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.keyboard = visitor.page.keyboard

    def tab_to(self, selector: str) -> "Keys":
        """Tab until the element has the focus, and the focus can be seen."""
        for _ in range(MOST_TABS):
            if self.visitor.page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
                seen = "getComputedStyle(document.activeElement)"
                outline, shadow = (
                    self.visitor.page.evaluate(f"{seen}.{what}") for what in ("outlineStyle", "boxShadow")
                )
                assert outline != "none" or shadow != "none" or "radio" in selector, (
                    f"No focus to be seen on {selector}"
                )
                return self
            self.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached with the Tab key on {self.visitor.page.url}")

    def write(self, name: str, text: str) -> "Keys":
        self.tab_to(f"[name='{name}']")
        self.keyboard.type(text)
        return self

    def choose(self, name: str, value: str) -> "Keys":
        """Radios: reach the group, then the arrows go through it."""
        self.tab_to(f"input[name='{name}']")
        for _ in range(12):
            self.keyboard.press("Space")
            if self.visitor.page.evaluate("v => document.activeElement.value === v", value):
                return self
            self.keyboard.press("ArrowDown")
        raise AssertionError(f"{name}={value} is not reached with the arrows")

    def tick(self, name: str, value: str) -> "Keys":
        self.tab_to(f"input[name='{name}'][value='{value}']")
        self.keyboard.press("Space")
        return self

    def press(self, selector: str) -> "Keys":
        self.tab_to(selector)
        with self.visitor.page.expect_navigation(wait_until="load"):
            self.keyboard.press("Enter")
        self.visitor.arrived()
        return self


GREEN = "main button.govuk-button:not(.govuk-button--secondary):not(.govuk-visually-hidden)"


def test_a_referral_is_sent_without_the_mouse(somebody: Somebody) -> None:
    nadia = somebody("nadia")
    keys = Keys(nadia)
    today = datetime.date.today()
    nadia.open("/referrals/new/")
    keys.choose("danger", "no").press(GREEN).press("main a.govuk-button")

    keys.choose("how_known", "told_me").write("words", "“He said it was a secret.”")
    keys.write("said_on_day", str(today.day)).write("said_on_month", str(today.month))
    keys.write("said_on_year", str(today.year)).write("said_time", "9am").write("received_by_name", "Dean Abara")
    keys.press(GREEN)
    keys.write("given_name", "Quill").write("family_name", "Yarrow").write("born_on_day", "4")
    keys.write("born_on_month", "5").write("born_on_year", str(today.year - 14)).press(GREEN)
    keys.write("statement", "It is alleged that Quill asked for secrecy.").press(GREEN)
    keys.tick("wants", "advice").tick("routes", "child_protection").press(GREEN)
    keys.press("main a.govuk-button").press(GREEN)

    nadia.sees("MASH has your referral")


def test_a_referral_is_sent_without_javascript(somebody: Somebody) -> None:
    nadia = somebody("nadia", javascript=False)
    written = Written(Child("Quincy", "Yates", 13), Child("Ottilie", "Zander", 8, called="Kestrel"))
    referral.write_all(nadia, written)

    referral.send(nadia, written).sees("MASH has your referral")


@pytest.mark.parametrize("width", [360])
def test_a_referral_is_sent_on_a_narrow_phone_without_scrolling_sideways(width: int, somebody: Somebody) -> None:
    nadia = somebody("nadia", width=width)
    written = Written(Child("Quentin", "Yorke", 13), Child("Odette", "Zeller", 8, called="Siskin"))
    referral.write_all(nadia, written)

    referral.send(nadia, written).sees("MASH has your referral")
