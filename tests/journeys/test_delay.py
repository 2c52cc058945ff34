"""A clock starts, is chased, is broken, is explained, stands on the delay page and is opened from there."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import front_door, referral
from tests.journeys.browsing import Visitor
from tests.journeys.product import Product
from tests.journeys.referral import Child, Written

REASON = "Information not sent by another agency"
WORDS = "The hospital had not written back by then."
DECIDE = "Decide on the referral"


@pytest.mark.policy("P5.10")
def test_a_late_decision_is_chased_explained_and_found_on_the_delay_page(
    somebody: Callable[..., Visitor], product: Product
) -> None:
    case = given_a_referral_waits_for_its_decision(somebody)
    then_its_clock_runs_and_says_why(somebody("omar"), case)

    product.days_pass(8)
    then_the_worker_is_told_and_it_is_among_what_is_overdue(somebody("omar"), case)
    then_the_manager_is_told_too(somebody("helen"), case)
    late = then_the_delay_page_counts_it_without_a_reason(somebody("helen"), case)

    when_the_worker_says_why(somebody("omar"), case)
    then_the_delay_page_shows_the_reason_and_opens_the_case(somebody("helen"), case, late)


def given_a_referral_waits_for_its_decision(somebody: Callable[..., Visitor]) -> str:
    nadia = somebody("nadia")
    written = Written(Child("Zebedee", "Quorn", 15))
    referral.write_all(nadia, written)
    referral.send(nadia, written)
    return front_door.reference_of(somebody("omar"), "Z.Q.")


def then_its_clock_runs_and_says_why(omar: Visitor, case: str) -> None:
    omar.open(f"/cases/{case}/").sees("What happens next", DECIDE)
    omar.follow("Decision on a referral").sees("Why this date?", "1 working day", "What happened to it")


def find_in_list(by: Visitor, case: str) -> None:
    """The page of the list that holds the case is open."""
    while not by.page.get_by_role("link", name=case, exact=True).count():
        by.follow("Next page")


def how_many(by: Visitor) -> int:
    return int(by.page.locator("h1 .hsb-headcount").inner_text().split()[0])  # and what is counted


def find_notice(by: Visitor, case: str) -> None:
    """Among all that eight days brought, they are told that the decision on this case is late."""
    by.open("/notices/")
    late = by.page.locator("main li", has_text=case).filter(has_text="late").first
    while not late.count():
        by.follow("Next page")
    expect(late).to_contain_text("decide on the referral")


def then_the_worker_is_told_and_it_is_among_what_is_overdue(omar: Visitor, case: str) -> None:
    find_notice(omar, case)
    omar.open("/").sees("Overdue", DECIDE, "late")
    # A morning with few late things shows them all at once.
    if omar.page.get_by_role("link", name=re.compile("^All .*overdue")).count():
        omar.follow(re.compile("^All .*overdue"))
    find_in_list(omar, case)


def then_the_manager_is_told_too(helen: Visitor, case: str) -> None:
    find_notice(helen, case)


def then_the_delay_page_counts_it_without_a_reason(helen: Visitor, case: str) -> int:
    helen.open("/delay/").sees("Reasons given", "No reason recorded")
    helen.follow("No reason recorded")
    number = how_many(helen)
    find_in_list(helen, case)
    return number


def when_the_worker_says_why(omar: Visitor, case: str) -> None:
    omar.open(f"/cases/{case}/").follow(re.compile("say why “Decision on a referral” was late"))
    omar.page.get_by_label(REASON).check()
    omar.write("text", WORDS).press_first().sees(REASON, WORDS)


def then_the_delay_page_shows_the_reason_and_opens_the_case(helen: Visitor, case: str, late: int) -> None:
    helen.open("/delay/").sees(REASON)
    helen.follow("No reason recorded")
    assert how_many(helen) == late - 1
    helen.open("/delay/").follow(REASON)
    find_in_list(helen, case)
    helen.follow(case).sees("What happens next", DECIDE)
