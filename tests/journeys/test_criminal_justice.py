"""From a police officer's referral to acceptance by YOS: the criminal justice route, with bail conditions in force."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.journeys import casework, front_door, referral
from tests.journeys.browsing import Visitor
from tests.journeys.referral import Child, Written

YOUNG = Child("Ozzy", "Quennell", 15)
HARMED = Child("Philippa", "Strang", 11, called="Sparrow")
QUESTION = "Has anybody assessed his learning?"
LEARNING = "School assessed him in May: no additional needs."
CONDITIONS = "No contact with the child harmed. Not to go to Weir Lane."


@pytest.fixture
def people(somebody: Callable[..., Visitor]) -> SimpleNamespace:
    found = SimpleNamespace(amy=somebody("amy"), tom=somebody("tom"))
    found.tom.must_not_read = (HARMED.given, HARMED.family)
    return found


@pytest.fixture
def written() -> Written:
    return Written(YOUNG, HARMED, wants=("aim2",), routes=("child_protection", "criminal_justice"))


@pytest.mark.policy("P4.1")
@pytest.mark.policy("P6.4")
def test_a_young_person_on_bail_is_referred_asked_about_and_accepted(people: SimpleNamespace, written: Written) -> None:
    when_the_officer_refers_with_admission_bail_and_crime_number(people.amy, written)

    then_the_conditions_stand_on_every_page_of_the_case(people.tom)
    when_yos_asks_for_more(people.tom)
    when_the_officer_adds_what_is_known_to_the_referral(people.amy, written)
    then_yos_reads_it_records_the_answer_and_accepts(people.tom)


def when_the_officer_refers_with_admission_bail_and_crime_number(amy: Visitor, written: Written) -> None:
    referral.write_all(amy, written)
    referral.open_section(amy, written, "police")
    referral.allegation(amy, admission="partial", bail_conditions=CONDITIONS)
    referral.save(amy).sees("Sexual assault of a child under 13")
    referral.send(amy, written).sees("MASH and YOS have your referral")


def then_the_conditions_stand_on_every_page_of_the_case(tom: Visitor) -> None:
    front_door.open_from_inbox(tom, "O.Q.", "yos").sees("AL/04417/26")
    case = tom.page.locator("a[href^='/cases/HSB']").first.get_attribute("href").split("/")[2]
    for tab in ("", "people/", "referral/"):
        tom.open(f"/cases/{case}/{tab}").sees(CONDITIONS)


def when_yos_asks_for_more(tom: Visitor) -> None:
    front_door.open_from_inbox(tom, "O.Q.", "yos").press("I am dealing with this")
    casework.screen(tom, "more_asked", "Learning needs decide the tool.", question=QUESTION)
    tom.sees("The clock stands still until the answer comes")


def when_the_officer_adds_what_is_known_to_the_referral(amy: Visitor, written: Written) -> None:
    amy.open(f"{written.path}addendum/").write("text", LEARNING)
    amy.press_first().sees("Added. Everyone who has the referral can read it.")


def then_yos_reads_it_records_the_answer_and_accepts(tom: Visitor) -> None:
    front_door.open_from_inbox(tom, "O.Q.", "yos").sees(LEARNING)
    tom.follow("Record the answer to the open question").sees(QUESTION)
    tom.write("text", f"The officer writes: {LEARNING}").press("Send the answer").sees("YOS has your answer")
    front_door.open_from_inbox(tom, "O.Q.", "yos").sees("Answered by Tom Kessell")
    casework.screen(tom, "accepted", "On bail, partly admitted, aged for AIM2.").sees("Accepted. Allocate an officer")
