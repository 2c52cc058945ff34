"""A mother’s disagreement: raised for her, answered and not settled at every level, closed by the board, and she is written to (P7)."""

import re
from collections.abc import Callable

import pytest

from hsb import clock
from tests.journeys.browsing import Visitor

pytestmark = pytest.mark.policy("P7")

Somebody = Callable[..., Visitor]
WORDS = "Nobody has told the mother when the work begins."
WANTED = "A first date, in writing."
BOARD = "The family is to have a date within a week."


def test_a_disagreement_goes_level_by_level_to_the_board_and_the_mother_is_written_to(somebody: Somebody) -> None:
    daniel, helen, grace, guy = (somebody(who) for who in ("daniel", "helen", "grace", "guy"))
    case = given_a_case_of(daniel)

    one = when_the_social_worker_raises_it_for_the_mother(daniel, case)
    when_it_is_answered_jointly(helen, one, "She will hear from us.")
    then_the_raiser_takes_it_to(daniel, one, "Escalation contacts")
    when_it_is_answered_jointly(grace, one, "The managers are right.")
    then_the_raiser_takes_it_to(daniel, one, "Meeting of the heads of service")
    when_it_is_answered_alone(grace, one, "We met and stand by it.")
    then_the_raiser_takes_it_to(daniel, one, "LSCB complaint")
    when_the_board_closes_it_and_opens_nothing_else_of_the_case(guy, case, one)
    then_the_letter_with_the_outcome_is_there_to_save(helen, one)


def given_a_case_of(daniel: Visitor) -> str:
    daniel.open("/cases/?youth_offending=accepted")
    return daniel.page.locator("tbody a[href^='/cases/HSB']").first.get_attribute("href").split("/")[2]


def when_the_social_worker_raises_it_for_the_mother(daniel: Visitor, case: str) -> str:
    daniel.open(f"/cases/{case}/").follow("Disagreements").press("Raise a disagreement")
    daniel.choose("about", "delay").write("words", WORDS).write("wanted", WANTED).choose("whose", "family")
    daniel.page.get_by_label(re.compile("^Mother")).check()
    daniel.choose("hear_by", "read").choose("address_withheld", "no").tick("checked")
    daniel.press("Send it").sees("Enter the day it arose").sees(WORDS)  # nothing typed is lost
    today = clock.today()  # the tests' own, which is not the browser's
    daniel.write_date("arose_on", today.day, today.month, today.year).press("Send it").sees(
        "CSWS and YOS have it", WORDS, "YOS manager"
    )
    return daniel.page.url.removeprefix(daniel.product.address)


def when_it_is_answered_jointly(by: Visitor, one: str, text: str) -> None:
    by.open(one).press("Answer").write("text", text).choose("jointly", "joint")
    by.press("Send answer").sees("Whoever raised it has been told", text)


def when_it_is_answered_alone(by: Visitor, one: str, text: str) -> None:
    by.open(one).press("Answer").write("text", text).press("Send answer").sees(text)


def then_the_raiser_takes_it_to(daniel: Visitor, one: str, level: str) -> None:
    daniel.open(one).sees("Does the answer settle it?").press("Not resolved: take it further").sees(level)
    daniel.write("reason", "She still has no date.").press("Take it further").sees(f"It is at “{level}” now")


def when_the_board_closes_it_and_opens_nothing_else_of_the_case(guy: Visitor, case: str, one: str) -> None:
    guy.open("/disagreements/board/").sees(case)
    for path in ("", "people/", "documents/", "referral/", "notes/"):
        guy.page.goto(f"/cases/{case}/{path}")
        guy.sees("Your part in this case does not let you").does_not_see(WORDS)
    guy.open(one).sees(WORDS, "It has come to you").press("Answer and close")
    guy.choose("outcome", "upheld").write("text", BOARD).press("Close with this outcome").sees(
        "Closed. Everybody", BOARD
    )


def then_the_letter_with_the_outcome_is_there_to_save(helen: Visitor, one: str) -> None:
    helen.open(one).sees("Upheld").follow("Write the letter with the outcome")
    helen.write("said", "You should have been told. You get a date within a week.")
    helen.write("then", "Daniel rings you tomorrow.").write("ring", "Daniel Frost on 01632 960422")
    helen.press("Make the letter").sees("The letter is made")
    with helen.page.expect_download() as saved:
        helen.page.get_by_role("link", name="Outcome (PDF)").click()
    assert re.fullmatch(r"HSB-\d\d-\d{4}-document-\d+\.pdf", saved.value.suggested_filename)
