"""From a school's worry to the YOS officer: the child protection route, each part by the person whose part it is."""

import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.journeys import casework, front_door, referral
from tests.journeys.browsing import Visitor
from tests.journeys.product import Product
from tests.journeys.referral import Child, Written

YOUNG = Child("Xavier", "Quayle", 14)
HARMED = Child("Wilhelmina", "Trubshaw", 9, called="Robin")
CHECK = "What is known to health?"
TOLD_WITHIN = 60  # seconds: a worker starts slowly on a busy machine


@pytest.fixture
def people(somebody: Callable[..., Visitor]) -> SimpleNamespace:
    keys = ("nadia", "omar", "joan", "helen", "daniel", "grace", "tom", "ruth")
    found = SimpleNamespace(**{key: somebody(key) for key in keys})
    # YOS works with the young person; who was harmed is not theirs to know.
    for visitor in (found.tom, found.ruth, found.joan):
        visitor.must_not_read = (HARMED.given, HARMED.family)
    return found


@pytest.fixture
def written() -> Written:
    return Written(YOUNG, HARMED, words=f"“He told {HARMED.given} it was a secret game.”", wants=("assessment", "aim2"))


@pytest.mark.policy("P5.1")
@pytest.mark.policy("P5.2")
@pytest.mark.policy("P5.10")
@pytest.mark.policy("P6.4")
def test_a_worry_at_school_becomes_work_with_a_yos_officer(
    people: SimpleNamespace, written: Written, product: Product
) -> None:
    given_a_worker_that_sends_notices(product)
    when_the_dsl_writes_down_only_what_was_said(people.nadia, written)
    then_it_is_kept_though_she_leaves_without_pressing_anything(people.nadia, written)
    when_she_comes_back_writes_the_rest_and_sends_it(people.nadia, written)
    then_she_is_told_who_has_it_and_by_when_they_answer(people.nadia)

    case = when_the_mash_worker_claims_it(people.omar)
    when_health_is_asked_and_answers(people.omar, people.joan, case)
    when_the_worker_proposes_an_enquiry_and_the_manager_approves(people.omar, people.helen)
    then_the_referrer_is_told_what_was_decided(people.nadia, written)

    when_a_social_worker_is_allocated(people.grace, case)
    when_the_assessment_finds_abusive_behaviour_and_is_authorised(people.daniel, people.grace, case)
    when_the_enquiry_has_ended_and_the_family_accepts_help(people.daniel, case)
    when_a_safety_plan_is_agreed(people.daniel, case)

    when_the_yos_manager_reads_the_criteria_accepts_and_allocates(people.tom, case)
    then_the_officer_sees_the_case_what_comes_next_and_the_plan(people.ruth, case)


def when_the_dsl_writes_down_only_what_was_said(nadia: Visitor, written: Written) -> None:
    referral.begin(nadia, written)
    nadia.sees("Needed before you can send")
    referral.open_section(nadia, written, "account")
    referral.first_account(nadia, written)
    nadia.is_saved()


def then_it_is_kept_though_she_leaves_without_pressing_anything(nadia: Visitor, written: Written) -> None:
    nadia.open("/").open("/referrals/?show=writing")
    referral.open_section(nadia, written, "account")
    expect(nadia.page.locator("[name='words']")).to_have_value(written.words)


def when_she_comes_back_writes_the_rest_and_sends_it(nadia: Visitor, written: Written) -> None:
    referral.save(nadia)
    referral.young_person(nadia, written.young)
    referral.save(nadia)
    referral.behaviour(nadia, written)
    referral.save(nadia)
    referral.request(nadia, written)
    referral.save(nadia)
    referral.open_section(nadia, written, "harmed")
    referral.person_harmed(nadia, written)
    referral.save(nadia)
    referral.send(nadia, written)


def then_she_is_told_who_has_it_and_by_when_they_answer(nadia: Visitor) -> None:
    nadia.sees("MASH has your referral", "What happens next", "By the end of", "What to do meanwhile")
    assert nadia.page.get_by_text("By the end of").count() >= 1


def when_the_mash_worker_claims_it(omar: Visitor) -> str:
    front_door.open_from_inbox(omar, "X.Q.").sees("Significant harm", "You judge", YOUNG.given)
    front_door.claim(omar)
    return front_door.reference_of(omar, "X.Q.")


def when_health_is_asked_and_answers(omar: Visitor, joan: Visitor, case: str) -> None:
    front_door.ask(omar, case, "Aldermere Community Health", CHECK)
    front_door.answer(joan, case, "Known to school nursing. No earlier concerns.")


def when_the_worker_proposes_an_enquiry_and_the_manager_approves(omar: Visitor, helen: Visitor) -> None:
    front_door.open_from_inbox(omar, "X.Q.").sees("Aldermere Community Health", "Replied")
    front_door.propose(omar, "section_47", "The account is clear and first-hand; a younger child needs protecting.")
    front_door.open_from_inbox(helen, "X.Q.")
    front_door.approve(helen)


def given_a_worker_that_sends_notices(product: Product) -> None:
    product.start_worker()


def then_the_referrer_is_told_what_was_decided(nadia: Visitor, written: Written) -> None:
    outcome = nadia.page.locator(f"main a[href='{written.path}outcome/']")
    give_up = time.monotonic() + TOLD_WITHIN
    while not nadia.open("/notices/") or not outcome.count():
        assert time.monotonic() < give_up, "The referrer was not told."
        nadia.page.wait_for_timeout(500)
    with nadia.page.expect_navigation(wait_until="load"):
        outcome.first.click()
    nadia.arrived().sees("will make enquiries about the safety of")


def when_a_social_worker_is_allocated(grace: Visitor, case: str) -> None:
    front_door.allocate(grace, case, "Daniel Frost")


def when_the_assessment_finds_abusive_behaviour_and_is_authorised(daniel: Visitor, grace: Visitor, case: str) -> None:
    casework.assess(daniel, case)
    casework.authorise(grace, case)


def when_the_enquiry_has_ended_and_the_family_accepts_help(daniel: Visitor, case: str) -> None:
    casework.end_enquiry(daniel, case)
    casework.engage(daniel, case)
    # The decision leads to the referral, filled in with what was asked: YOS has nothing before it.
    daniel.sees("Refer to").press_first().sees("has the referral")
    casework.offer(daniel, case)
    casework.stance(daniel, case)


def when_a_safety_plan_is_agreed(daniel: Visitor, case: str) -> None:
    casework.safety_plan(daniel, case)


def when_the_yos_manager_reads_the_criteria_accepts_and_allocates(tom: Visitor, case: str) -> None:
    front_door.open_from_inbox(tom, "X.Q.", "yos").sees(
        "What the criteria say", "Worked out from the record", "Policy P"
    )
    tom.press("I am dealing with this")
    casework.screen(tom, "accepted", "Aged for AIM2, and the behaviour is abusive.").sees(
        "Accepted. Allocate an officer"
    )
    casework.allocate_officer(tom, case, "Ruth Adeyemi")


def then_the_officer_sees_the_case_what_comes_next_and_the_plan(ruth: Visitor, case: str) -> None:
    ruth.open("/cases/").open(f"/cases/{case}/").sees("What happens next", "Robin", "Ruth Adeyemi")
    ruth.open(f"/cases/{case}/referral/").sees("Robin")
    ruth.open(f"/cases/{case}/safety-plan/").sees("Ms Iqbal, pastoral office.")
    for tab in ("people", "documents", "notes"):
        ruth.open(f"/cases/{case}/{tab}/")
