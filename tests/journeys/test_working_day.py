"""The working day around the stages: a note from My work, a visit, a note on the wrong child, and the end of a strand."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from tests.journeys.browsing import Visitor

CLOSURE = {
    "achieved": "He keeps to the plan.",
    "remaining_risk": "Younger cousins.",
    "watched_by": "His mother.",
    "safety_plan": "The school keeps it.",
    "family_told": "His mother, on Monday.",
}


@pytest.fixture
def people(somebody: Callable[..., Visitor]) -> SimpleNamespace:
    return SimpleNamespace(**{who: somebody(who) for who in ("daniel", "ruth", "tom", "amy")})


def a_case_of(by: Visitor, where: str) -> str:
    by.open(f"/cases/?{where}")
    return by.page.locator("tbody a[href^='/cases/HSB']").first.get_attribute("href").split("/")[2]


def test_a_note_from_my_work_in_two_clicks_and_nothing_else_but_its_words(people: SimpleNamespace) -> None:
    daniel = people.daniel.open("/")
    daniel.follow(re.compile("^Note"))  # click 1
    assert daniel.page.evaluate("document.activeElement.id || location.hash") in ("id_text", "#id_text")
    daniel.write("text", "Rang school: in class all week.").press("Add note")  # click 2
    daniel.sees("The note stands in the chronology.")
    assert daniel.page.evaluate("location.pathname") == "/", "back at My work"


def test_a_visit_with_the_childs_words_is_read_by_the_fewest(people: SimpleNamespace) -> None:
    case = a_case_of(people.daniel, "youth_offending=allocated")
    people.daniel.open(f"/cases/{case}/").follow("Add an entry")
    people.daniel.write("text", "The kitchen was warm.").choose("kind", "visit").press("Add note")
    people.daniel.sees("Choose which visit it was", "The kitchen was warm.")  # kept
    people.daniel.choose("visit", "home_visit").choose("seen", "alone").write("childs_words", "I sleep badly.")
    people.daniel.press("Add note").sees("Home visit", "The child was seen alone", "I sleep badly.")
    people.daniel.open(f"/cases/{case}/?kind=home_visit").sees("The kitchen was warm.").follow(re.compile("^Open"))
    people.daniel.sees("I sleep badly.")


def test_a_strand_is_proposed_returned_and_closed_and_the_others_go_on(people: SimpleNamespace) -> None:
    case = a_case_of(people.ruth, "youth_offending=allocated&safeguarding=assessment")
    people.ruth.open(f"/cases/{case}/").follow("End of the work").press("Close youth offending")
    people.ruth.press("Send it for approval").sees("Choose why the work closes", "Write what was achieved")
    people.ruth.choose("reason", "achieved")
    for name, text in CLOSURE.items():
        people.ruth.write(name, text)
    for select in people.ruth.page.locator("select[name^='task_']").all():
        select.select_option("no_longer")
    people.ruth.press("Send it for approval").sees("until then the work goes on")

    people.tom.open(f"/cases/{case}/closure/").follow("Return it: the work goes on")
    people.tom.write("because", "Ask his mother first.").press("Return it").sees("Returned.")
    people.ruth.open(f"/cases/{case}/closure/").sees("Ask his mother first.").press("Close youth offending")
    people.ruth.choose("reason", "achieved")
    for name, text in CLOSURE.items():
        people.ruth.write(name, text)
    for select in people.ruth.page.locator("select[name^='task_']").all():
        select.select_option("no_longer")
    people.ruth.press("Send it for approval").sees("waiting for a manager")
    people.tom.open(f"/cases/{case}/closure/").press("Read and approve")
    people.tom.press("Approve: it is closed").sees("is closed on")
    people.daniel.open(f"/cases/{case}/").sees("Youth offending closed").open(f"/cases/{case}/notes/").sees("Add note")
