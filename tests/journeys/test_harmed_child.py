"""The harmed child's case, from the referral to its closure: worked on a record of its own, and no word of the young person on it."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from hsb import clock
from tests.journeys import casework, front_door, referral
from tests.journeys.browsing import DESKTOP, PHONE, Visitor
from tests.journeys.casework import today
from tests.journeys.referral import Child, Written

CLOSURE = {
    "achieved": "She sleeps, and goes to school again.",
    "remaining_risk": "Crowded corridors frighten her.",
    "watched_by": "Her form tutor and her mother.",
    "safety_plan": "The school keeps it.",
    "family_told": "Her mother, at home.",
}
# Another young person for each width: both journeys are worked in one product.
YOUNG = {DESKTOP: Child("Quillon", "Zephyrine", 14), PHONE: Child("Ulysses", "Yarborough", 15)}
HARMED = {
    DESKTOP: Child("Marigold", "Hartnoll", 9, called="Robin"),
    PHONE: Child("Odette", "Inglefield", 8, called="Wren"),
}


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def written(width: int) -> Written:
    young, harmed = YOUNG[width], HARMED[width]
    words = f"“{young.given} said it was our secret. {young.given} {young.family} followed me.”"
    return Written(young, harmed, words=words, routes=("child_protection", "criminal_justice"))


@pytest.fixture
def people(somebody: Callable[..., Visitor], width: int, written: Written) -> SimpleNamespace:
    found = SimpleNamespace(**{who: somebody(who) for who in ("amy", "omar", "helen", "grace")})
    found.priya, found.esther = somebody("priya", width=width), somebody("esther", width=width)
    # Her workers: the young person's names are the canary, on every page they come to.
    for visitor in (found.priya, found.esther):
        visitor.must_not_read = (written.young.given, written.young.family)
    return found


@pytest.mark.policy("P3.7")
def test_a_harmed_childs_case_from_the_referral_to_its_end(people: SimpleNamespace, written: Written) -> None:
    young, case = given_a_referral_that_mash_has_decided(people, written)
    given_workers_of_her_own(people, young, case)

    then_no_page_of_her_record_names_the_young_person(people.priya, case)
    when_her_worker_writes_a_contact_and_a_safety_plan(people.priya, case)
    when_a_need_is_recorded_and_support_is_offered(people.priya, case)
    when_the_victim_worker_records_the_answers(people.esther, case)
    when_the_police_arrest_and_her_family_is_told(people, young, case)
    then_no_page_of_her_record_names_the_young_person(people.esther, case)
    when_the_assessment_finds_that_no_more_work_is_needed(people, case)
    then_no_page_of_her_record_names_the_young_person(people.priya, case)
    then_the_case_is_open_until_its_closure_is_approved(people, case)


def given_a_referral_that_mash_has_decided(people: SimpleNamespace, written: Written) -> tuple[str, str]:
    amy, omar, helen, initials = people.amy, people.omar, people.helen, _initials(written.young)
    referral.begin(amy, written)
    referral.open_section(amy, written, "account")
    referral.first_account(amy, written)
    referral.save(amy)
    referral.young_person(amy, written.young)
    referral.save(amy)
    referral.behaviour(amy, written)
    referral.save(amy)
    referral.request(amy, written)
    referral.save(amy)
    referral.open_section(amy, written, "harmed")
    referral.person_harmed(amy, written)
    referral.save(amy)
    referral.open_section(amy, written, "police")
    referral.allegation(amy, admission="none", bail_conditions="No contact with the child harmed.")
    referral.save(amy)
    referral.send(amy, written)

    front_door.open_from_inbox(omar, initials)
    front_door.claim(omar)
    young = front_door.reference_of(omar, initials)
    omar.open(f"/cases/{young}/").follow(re.compile(f"^{written.harmed.called}$"))
    case = omar.page.url.rstrip("/").rpartition("/")[2]
    front_door.open_from_inbox(omar, initials)
    front_door.propose(omar, "section_47", "The account is clear and first-hand.")
    front_door.open_from_inbox(helen, initials)
    front_door.approve(helen)
    return young, case


def given_workers_of_her_own(people: SimpleNamespace, young: str, case: str) -> None:
    front_door.allocate(people.grace, young, "Daniel Frost")
    front_door.allocate(people.grace, case, "Priya Shah")
    for reference, who in ((case, "esther"), (young, "amy")):
        people.grace.open(f"/cases/{reference}/access/bring-in/").write("email", f"{who}@aldermere.invalid")
        people.grace.write("reason", "Works this case.").press("Put on the record").sees("can see this record now")
    people.priya.open(f"/cases/{young}/").sees("Page not found")


def then_no_page_of_her_record_names_the_young_person(by: Visitor, case: str) -> None:
    """Every part of the record that this reader has; each page is held against the canary as they arrive."""
    opened: set[str] = set()
    ahead = [f"/cases/{case}/"]
    while ahead:
        by.open(ahead[0])
        opened.add(ahead[0])
        tabs = by.page.locator(".hsb-tabs a, .hsb-places a").all()
        ahead = sorted({*ahead, *(one.get_attribute("href") or "" for one in tabs)} - opened)
    assert {f"/cases/{case}/{one}" for one in ("support/", "notes/", "safety-plan/", "closure/", "referral/")} <= opened


def when_her_worker_writes_a_contact_and_a_safety_plan(priya: Visitor, case: str) -> None:
    priya.open(f"/cases/{case}/notes/").write("text", "Rang her mother: a bad night.").choose("kind", "call")
    priya.press("Add note").sees("Rang her mother: a bad night.")
    casework.safety_plan(priya, case)


def when_a_need_is_recorded_and_support_is_offered(priya: Visitor, case: str) -> None:
    support = f"/cases/{case}/support/"
    priya.open(support).sees("Write down what is needed").press("Record a need")
    priya.write("what", "To sleep in her own bed again.").press("Record it").sees("Say who says so")  # kept
    priya.write("said_by", "She and her mother").press("Record it").sees(
        "Nothing is offered for: To sleep in her own bed"
    )
    priya.press("Offer support").choose("kind", "therapy").write("service", "Fernbank therapy service")
    today(priya.choose("offered_to", "both"), "offered_on", days=-2)
    priya.press("Record it").sees("Now it waits for an answer", "Fernbank therapy service", "offered 2 days ago")
    priya.follow("Add support that was offered").choose("kind", "assault_centre").write("service", "The Beeches centre")
    today(priya.choose("offered_to", "family"), "offered_on").press("Record it").sees("The Beeches centre")


def when_the_victim_worker_records_the_answers(esther: Visitor, case: str) -> None:
    esther.open(f"/cases/{case}/support/").sees("Ask the child and the family about “Fernbank therapy service”")
    esther.press("Record the answer").choose("to", "taken_up").write("words", "I will try it once.")
    esther.press("Record it").sees("Taken up", "I will try it once.", "Ask the family about “The Beeches centre”")
    esther.press("Record the answer").choose("to", "declined").write("words", "Not now, her mother says.")
    esther.press("Record it").sees("Declined", "Nothing waits for an answer")
    esther.open(f"/cases/{case}/").sees(
        "Therapy or counselling: taken up", "Support was offered, by The Beeches centre"
    )


def when_the_police_arrest_and_her_family_is_told(people: SimpleNamespace, young: str, case: str) -> None:
    amy, esther = people.amy, people.esther
    amy.open(f"/cases/{young}/proceedings/").select("entry", "arrest.made").press("Go on")
    amy.choose("also", "bail.started")
    day = clock.today() + timedelta(days=30)
    amy.write_date("bail_started__return_on", day.day, day.month, day.year)
    amy.write("bail_started__conditions", "No contact with the child harmed")
    amy.press("Show what follows").press("Record").sees("Recorded: arrest")
    esther.open(f"/cases/{case}/proceedings/").sees("Nothing about the young person stands here")
    esther.follow(re.compile("Record that they were told")).write("how", "At home, both parents").press("Record")
    esther.sees("Recorded.")


def when_the_assessment_finds_that_no_more_work_is_needed(people: SimpleNamespace, case: str) -> None:
    priya, grace, assessment = people.priya, people.grace, f"/cases/{case}/assessment/"
    priya.open(f"{assessment}analysis/").write("text", "She is safe, and helped by those she trusts.")
    priya.press("Save and go back to contents")
    priya.open(f"{assessment}child_views/").write("text", "“I want it to be normal.” Seen alone at school.")
    priya.press("Save and go back to contents")
    priya.open(f"{assessment}judgement/recommendation/").choose("recommendation", "close")
    priya.write("left_out", "Nothing new was said of them.").press("Save")
    priya.press("Send to a manager").sees("Waiting for a manager")
    grace.open(assessment).press("Read it and decide").choose("decision", "close")
    grace.press("Authorise the assessment").sees("The assessment is authorised")


def then_the_case_is_open_until_its_closure_is_approved(people: SimpleNamespace, case: str) -> None:
    priya, grace = people.priya, people.grace
    priya.open(f"/cases/{case}/").sees("it is open until its end is proposed")
    priya.open(f"/cases/{case}/closure/").press("Close safeguarding").choose("reason", "achieved")
    for name, text in CLOSURE.items():
        priya.write(name, text)
    for select in priya.page.locator("select[name^='task_']").all():
        select.select_option("no_longer")
    priya.press("Send it for approval").sees("until then the work goes on")
    grace.open(f"/cases/{case}/closure/").press("Read and approve").press("Approve: it is closed").sees("is closed on")
    grace.open(f"/cases/{case}/support/").sees("Fernbank therapy service").does_not_see("Add a need")
    for who in (priya, people.esther):
        who.open(f"/cases/{case}/").sees("Page not found")


def _initials(child: Child) -> str:
    return f"{child.given[0]}.{child.family[0]}."
