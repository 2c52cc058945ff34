"""The police asked for AIM2 on bail: the young person and his mother agree, and he withdraws midway. Who asked learns no more than that."""

from collections.abc import Callable

import pytest

from tests.journeys.browsing import Visitor
from tests.journeys.consenting import answer, the_mother_agrees, the_young_person_agrees

# A family of the demonstration: on bail, admitted, accepted, accredited lead, nobody asked for consent yet.
FAMILY = "Goss"
HIS_WORDS = "“I do not want to talk about it any more.”"
PHONE = {"width": 390, "height": 844}


@pytest.mark.policy("P6.1")
@pytest.mark.policy("P6.3")
def test_consent_to_a_request_on_bail_and_withdrawn_midway(somebody: Callable[..., Visitor]) -> None:
    ruth, amy = somebody("ruth"), somebody("amy")
    amy.must_not_read = (HIS_WORDS,)
    case = when_the_officer_of_yos_opens_the_case_nobody_has_agreed(ruth)
    ruth.page.set_viewport_size(PHONE)
    the_young_person_agrees(ruth, case)
    ruth.open(f"/cases/{case}/aim2/consent/").sees("has to agree too")
    ruth.page.set_viewport_size({"width": 1280, "height": 900})
    the_mother_agrees(ruth, case)
    then_it_may_begin(ruth, case)
    when_he_withdraws(ruth, case)
    then_it_has_stopped(ruth, amy, case)


def when_the_officer_of_yos_opens_the_case_nobody_has_agreed(ruth: Visitor) -> str:
    ruth.open(f"/cases/?q={FAMILY}&kind=displayed")
    addresses = ruth.page.locator("main tbody a[href^='/cases/HSB']").evaluate_all(
        "all => all.map(one => one.pathname)"
    )
    for case in dict.fromkeys(address.split("/")[2] for address in addresses):
        answer = ruth.page.goto(f"/cases/{case}/aim2/")
        if answer is not None and answer.ok and "Nobody has been asked yet." in ruth.page.content():
            ruth.arrived().sees("Not yet.")
            return case
    raise AssertionError(f"No {FAMILY} has AIM2 waiting for consent.")


def then_it_may_begin(ruth: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/aim2/").sees("Yes. Eight of nine gates are open, one waits.")


def when_he_withdraws(ruth: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/aim2/consent/young_person/")
    answer(ruth, "no").choose("able", "not_judged").write("reasons", HIS_WORDS)
    ruth.press("Record answer").sees(HIS_WORDS, "No, since", "Next offer")


def then_it_has_stopped(ruth: Visitor, amy: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/aim2/").sees("Not yet.", "Nobody may override it")
    for page in ("aim2/", "aim2/request/", ""):  # what the family said is not for whoever asked
        amy.open(f"/cases/{case}/{page}").does_not_see("withdrew")
