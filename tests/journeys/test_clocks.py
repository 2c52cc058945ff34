"""A date is chased, missed and explained; another stands still, goes on and is agreed later: each by those whose move it is."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta

import pytest

from hsb import clock
from tests.journeys.browsing import Visitor
from tests.journeys.product import Product, run

MISSED = "Officer allocated"
RUNNING = "Youth offending decision on a referral"


@pytest.fixture
def tom(somebody: Callable[..., Visitor]) -> Visitor:
    return somebody("tom")


@pytest.mark.policy("P5.10")
def test_a_date_that_was_missed_is_chased_and_explained(tom: Visitor, product: Product) -> None:
    when_the_ladder_has_been_gone_down(product)
    then_its_owner_has_been_told(tom)

    when_he_asks_my_work_why_that_date(tom)
    then_the_page_counts_the_days_and_says_it_was_missed(tom)

    when_he_says_why_it_was_late(tom)
    then_the_reason_stands_and_nobody_asks_again(tom)


@pytest.mark.policy("P6.2")
def test_a_clock_stands_still_for_a_reason_it_knows_and_for_no_other(tom: Visitor) -> None:
    clock_page = given_a_decision_that_is_not_due_yet(tom)

    when_he_wants_it_to_wait_for_the_police(tom)
    then_he_is_told_that_the_policy_does_not_let_it(tom)

    when_he_waits_for_information_instead_and_it_comes(tom)
    when_he_agrees_a_later_date_first_one_too_early(tom, clock_page)
    then_both_dates_stand_on_the_case(tom)


def test_ones_dates_are_in_ones_calendar_until_the_address_is_stopped(tom: Visitor) -> None:
    tom.open("/account/").follow("Your due dates in your calendar").sees("What a calendar provider can see")
    tom.press("Make an address").sees("it is not shown again")
    address = tom.page.locator(".hsb-text").inner_text()

    read = ask(address)
    assert "BEGIN:VEVENT" in read and "SUMMARY:HSB-" in read

    tom.press("Stop the address").sees("Your calendar address no longer works")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        ask(address)


def when_the_ladder_has_been_gone_down(product: Product) -> None:
    assert "notices written" in run("manage.py", "chase", env=product.environment())


def then_its_owner_has_been_told(tom: Visitor) -> None:
    tom.open("/notices/").sees("overdue")


def when_he_asks_my_work_why_that_date(tom: Visitor) -> None:
    tom.open("/")
    row = tom.page.locator(".hsb-row", has_text="Allocate an officer").filter(has_text="late").first
    row.locator("summary").click()
    tom.follow("Everything about this date", within=row)


def then_the_page_counts_the_days_and_says_it_was_missed(tom: Visitor) -> None:
    tom.sees(MISSED, "Two working days after the referral was accepted", "Date missed", "Whose move")


def when_he_says_why_it_was_late(tom: Visitor) -> None:
    tom.follow(re.compile("why it was late$"))  # nobody has yet, or somebody gave another reason
    tom.choose("reason", "other").press("Save the reason").sees("Say in a few words what the other reason was")
    tom.choose("reason", "no_trained_worker").write("text", "Two officers left in the summer.").press("Save the reason")


def then_the_reason_stands_and_nobody_asks_again(tom: Visitor) -> None:
    tom.sees("Said why it was late", "No AIM-trained worker free. Two officers left in the summer.")
    tom.follow("Back to the case").sees(f"Why “{MISSED}” was late: No AIM-trained worker free.")
    tom.does_not_see(f"say why “{MISSED}” was late")


def given_a_decision_that_is_not_due_yet(tom: Visitor) -> str:
    tom.open("/")
    decisions = tom.page.locator(".hsb-row", has_text="Accept or decline the referral")
    row = decisions.filter(has_not_text="late").filter(has_not_text="paused").first
    row.locator("summary").click()
    tom.follow("Everything about this date", within=row).sees(RUNNING)
    return tom.page.url


def when_he_wants_it_to_wait_for_the_police(tom: Visitor) -> None:
    tom.follow("Pause").choose("reason", "criminal_investigation").write("text", "The police have the phone.").press(
        "Pause"
    )


def then_he_is_told_that_the_policy_does_not_let_it(tom: Visitor) -> None:
    tom.sees("does not wait for a criminal investigation", "help need not be held up")
    assert tom.page.locator("[name='text']").input_value() == "The police have the phone."


def when_he_waits_for_information_instead_and_it_comes(tom: Visitor) -> None:
    tom.choose("reason", "information_requested").press("Pause").sees("It stands still.", "Paused")
    tom.follow("Let it go on").press("Let it go on").sees("Went on")


def when_he_agrees_a_later_date_first_one_too_early(tom: Visitor, clock_page: str) -> None:
    today = clock.today()
    later = today + timedelta(days=40)
    tom.open(clock_page).follow("Agree a later date")
    tom.write_date("until", today.day, today.month, today.year).choose("reason", "learning_needs")
    tom.write("text", "Agreed with the family.").press("Agree the later date").sees("Choose a day after")
    tom.write_date("until", later.day, later.month, later.year).press("Agree the later date")
    tom.sees("A later date was agreed", "Later date agreed")


def then_both_dates_stand_on_the_case(tom: Visitor) -> None:
    tom.follow("Back to the case").sees("Extended to", "agreed beside the due date")


def ask(address: str) -> str:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(address, timeout=20) as answer:
        return str(answer.read().decode())
