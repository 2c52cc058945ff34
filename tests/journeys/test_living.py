"""A case goes on living: a new incident asks the decision again, a child moves away and is accepted, MAPPA with and without a button."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.journeys.browsing import DESKTOP, PHONE, Visitor
from tests.journeys.casework import today
from tests.journeys.product import Product
from tests.journeys.told import told


@pytest.fixture
def people(somebody: Callable[..., Visitor]) -> SimpleNamespace:
    return SimpleNamespace(**{who: somebody(who) for who in ("daniel", "grace", "ruth")})


def a_case_of(by: Visitor, where: str) -> str:
    by.open(f"/cases/?{where}")
    return by.page.locator("tbody a[href^='/cases/HSB']").first.get_attribute("href").split("/")[2]


@pytest.mark.policy("P5.2")
def test_a_new_incident_asks_the_strategy_decision_again(people: SimpleNamespace) -> None:
    case = a_case_of(people.daniel, "safeguarding=assessment")

    people.daniel.open(f"/cases/{case}/").follow(re.compile("^Safeguarding$")).follow("New incidents").press(
        "Record a new incident"
    )
    people.daniel.write("what", "He followed a younger pupil after the match.").write("told_by", "The coach, to me")
    people.daniel.press("Record it").sees("Say what was done at once", "He followed a younger pupil")  # kept
    people.daniel.write("done_at_once", "Taken home.").press("Record it").sees("The strategy decision is asked again")
    people.grace.open(f"/cases/{case}/incidents/").sees("He followed a younger pupil")
    people.grace.follow(re.compile("^Decide"), within=people.grace.page.locator("main")).choose("decision", "goes_on")
    people.grace.write("reasons", "The plan covers it.").press("Decide").sees("Decided.")


def test_a_child_moves_away_and_is_ours_until_the_other_authority_accepts(people: SimpleNamespace) -> None:
    case = a_case_of(people.grace, "safeguarding=assessment")

    people.grace.open(f"/cases/{case}/").follow(re.compile("^Safeguarding$")).follow("Transfer").press(
        "The child has moved away"
    )
    people.grace.write("authority", "Eastmere").write("contact", "Pat Moss, 01632 960999").choose("on_plan", "no")
    today(people.grace, "moved_on")
    people.grace.write("what_runs", "An assessment.").press("Record that they were told")
    people.grace.sees("Until Eastmere accepts, the child is ours").press("Record the answer")
    people.grace.choose("to", "accepted").press("Record the answer").sees("the receiving authority accepts, by name")
    people.grace.write("there", "Pat Moss").press("Record the answer").sees("Moved away to Eastmere", "Accepted")


@pytest.mark.parametrize(("width", "number"), [(DESKTOP, 140), (PHONE, 141)], ids=["desktop", "phone"])
def test_a_child_on_a_plan_moves_here_and_a_manager_accepts(
    somebody: Callable[..., Visitor], product: Product, width: int, number: int
) -> None:
    case = told(product, "investigated", number).case
    daniel, grace = somebody("daniel", width=width), somebody("grace", width=width)

    grace.open(f"/cases/{case}/transfers/").press("The child has moved here")
    grace.write("authority", "Northdale").write("contact", "Ada Pell, 01632 960888").choose("on_plan", "yes")
    today(today(grace, "moved_on", days=-1), "told_on").press("Record it").sees("Say what goes with the child")
    grace.write("what_runs", "A protection plan since June; the safety plan.").press("Record it")
    daniel.open(f"/cases/{case}/transfers/").sees("Until we accept, Northdale stays responsible")
    daniel.sees("Transfer-in conference:").does_not_see("Record the answer")  # their worker reads, a manager decides
    grace.open(f"/cases/{case}/transfers/").press("Record the answer").choose("to", "declined")
    grace.press("Record the answer").sees("Give the reason")
    grace.choose("to", "accepted").press("Record the answer").sees("Moved here from Northdale", "Accepted")


@pytest.mark.policy("P5.9")
def test_mappa_has_no_button_for_who_is_not_eligible_and_keeps_dates_for_who_is(people: SimpleNamespace) -> None:
    case = a_case_of(people.ruth, "youth_offending=allocated")

    people.ruth.open(f"/cases/{case}/").follow("Court and police").follow("MAPPA").sees(
        "A risk panel is held instead"
    ).does_not_see("Refer to MAPPA")
    people.ruth.follow("Record a caution, conviction or sentence").choose("basis", "conviction")
    today(people.ruth, "decided_on").write("what", "Conviction with notification").write("source_detail", "Register")
    people.ruth.choose("must_notify", "yes").press("Record it").sees("Eligible, category 1").press("Refer to MAPPA")
    people.ruth.choose("level", "2").press("Record that it was sent").follow("Record the reply").choose(
        "to", "accepted"
    )
    people.ruth.press("Record the reply").sees("See that children’s services attend").follow("A meeting has a day")
    today(people.ruth, "held_on", days=14).press("Record the day").sees("Nobody of children’s services is named yet")
