"""A chair with ten agencies, from the call to the minutes in everybody’s hands: at most sixty presses beyond typing, counted."""

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.meeting import STRATEGY, opened_line, write_an_action, write_every_part, write_why_not_again
from tests.journeys.product import Product
from tests.journeys.told import told

MOST_PRESSES = 60
# Every press of the pointer and every choice in a list, whatever page it is on.
COUNTS = """
(() => {
  const more = () => localStorage.setItem("presses", String(Number(localStorage.getItem("presses") ?? 0) + 1));
  addEventListener("pointerdown", (event) => { if (event.isTrusted) more(); }, true);
  addEventListener("change", (event) => { if (event.target.tagName === "SELECT") more(); }, true);
})();
"""
SAID = (
    ("csws", "Known since the referral."), ("police", "No previous record."), ("health", "Up to date, no injury."),
    ("school", "Attendance 94%."), ("education", "No plan of education."), ("yos", "Not known."),
    ("probation", "Father was supervised until 2024."), ("mappa", "Not known."), ("secure", "A bed could be had."),
    ("other", "The tenancy is safe."),
)  # fmt: skip


@pytest.mark.policy("P5.2")
def test_ten_agencies_are_called_and_have_their_minutes_in_sixty_presses(
    somebody: Callable[..., Visitor], product: Product
) -> None:
    grace, case = somebody("grace"), told(product, "of_ten_agencies", 170).case
    grace.context.add_init_script(COUNTS)

    when_ten_agencies_are_called(grace, case)
    when_everybody_is_there_and_each_says_what_it_knows(grace)
    when_the_rest_is_written(grace)
    then_it_ends_and_the_chair_looks_at_each_copy_before_they_go(grace)

    assert presses(grace) <= MOST_PRESSES


def presses(by: Visitor) -> int:
    return int(by.page.evaluate("Number(localStorage.getItem('presses') ?? 0)"))


def when_ten_agencies_are_called(grace: Visitor, case: str) -> None:
    grace.open(f"/cases/{case}/meetings/call/strategy/")
    soon = datetime.date.today() + datetime.timedelta(days=1)
    grace.write_date("on", soon.day, soon.month, soon.year).write("begins", "10am").write("place", "Room 4")
    grace.press("Call the meeting").sees("Everybody asked has an e-mail")


def when_everybody_is_there_and_each_says_what_it_knows(grace: Visitor) -> None:
    grace.press("Begin the meeting").press("Everybody is here")
    here = grace.page.locator(".hsb-att--in strong").evaluate_all("all => [...new Set(all.map(o => o.innerText))]")
    assert len(here) == len(SAID), here
    opened_line(grace, "Add information")
    for agency, words in SAID:
        box = grace.page.locator("#information")
        box.locator("select[name='agency_kind']").select_option(agency)
        box.locator("[name='text']").fill(words)
        grace.press("Add information")
    expect(grace.page.locator("#information > ul > li")).to_have_count(len(SAID))


def when_the_rest_is_written(grace: Visitor) -> None:
    write_every_part(grace, STRATEGY)
    opened_line(grace, "Add what they are told").write("whom", "The mother").write("what_told", "That agencies met.")
    grace.write("by_whom", "Daniel Frost").press("Add it", within=grace.page.locator("#told"))
    opened_line(grace, "Add what is done if things change").write("if_this", "he leaves home").write("then", "ring us")
    grace.write("who", "The family").press("Add it", within=grace.page.locator("#contingency"))
    write_why_not_again(write_an_action(grace)).sees("Nothing is missing")


def then_it_ends_and_the_chair_looks_at_each_copy_before_they_go(grace: Visitor) -> None:
    grace.press("End the meeting").press("End the meeting").press("Approve the record").press("Minutes and copies")
    minutes = grace.page.url
    grace.page.locator("main .hsb-list a").first.click()
    while grace.page.locator("a", has_text="Next copy").count():
        grace.page.locator("a", has_text="Next copy").click()
        grace.page.wait_for_load_state("load")
    grace.open(minutes).press("Send the minutes").sees("The minutes are out")
