"""Looked after: what the referral claimed is answered by a legal basis, a reviewing officer is named, and what AIM2 recommends is added
to the care plan by the social worker and confirmed by the reviewing officer."""

from collections.abc import Callable

import pytest

from tests.journeys import assessing
from tests.journeys.browsing import DESKTOP, PHONE, Visitor
from tests.journeys.casework import today
from tests.journeys.product import Product
from tests.journeys.told import told


@pytest.mark.policy("P6.6")
@pytest.mark.parametrize(("width", "number"), [(DESKTOP, 113), (PHONE, 114)], ids=["desktop", "phone"])
def test_looked_after_with_recommendations_into_the_care_plan(
    somebody: Callable[..., Visitor], product: Product, width: int, number: int
) -> None:
    story = told(product, "said_to_be_looked_after", number)
    daniel, hal, jamie = (somebody(who, width=width) for who in ("daniel", "hal", "jamie"))
    for one in (daniel, hal, jamie):
        one.must_not_read = (story.harmed,)

    when_the_claim_is_answered_by_a_legal_basis(daniel, story.case)
    then_the_reviewing_officer_reads_it_only_when_named(daniel, hal, story.case)
    when_the_reviewing_officer_holds_the_first_review(hal, story.case)

    when_aim2_recommends_to_the_care_plan(jamie, story.case)
    then_nobody_confirms_what_was_not_added(hal, story.case)
    when_the_social_worker_adds_it(daniel, story.case)
    then_the_reviewing_officer_confirms_it(hal, story.case)


def when_the_claim_is_answered_by_a_legal_basis(daniel: Visitor, case: str) -> None:
    daniel.open(f"/cases/{case}/care/").sees("Said to be looked after", "a claim until a social worker records")
    daniel.press("Record that the child is looked after").choose("basis", "section_20")
    today(daniel, "since", days=1).write("detail", "His mother agreed, in writing.").press("Record it")
    daniel.sees("The day the child became looked after must be")
    today(daniel, "since").press("Record it").sees("Its reviews and visits are counted from that day.")
    daniel.sees("Accommodated by agreement, section 20", "Nobody is named").does_not_see("Said to be looked after")


def then_the_reviewing_officer_reads_it_only_when_named(daniel: Visitor, hal: Visitor, case: str) -> None:
    answer = hal.page.goto(f"/cases/{case}/care/")
    assert answer is not None and answer.status == 404
    daniel.follow("Name the reviewing officer")
    daniel.page.locator("select[name='user']").select_option(label="Hal Rook")
    daniel.press("Name them").sees("Named. They can read this record now.", "Hal Rook")


def when_the_reviewing_officer_holds_the_first_review(hal: Visitor, case: str) -> None:
    hal.open(f"/cases/{case}/").sees("First review for a looked-after child")
    hal.open(f"/cases/{case}/care/").follow("Record a review, a placement or the care plan")
    today(hal.follow("Looked-after review held"), "on").press("Record it").sees("Recorded.", "Last review")
    hal.open(f"/cases/{case}/").sees("Second review for a looked-after child")


def when_aim2_recommends_to_the_care_plan(jamie: Visitor, case: str) -> None:
    jamie.open(f"/cases/{case}/aim2-assessment/documents/").press("Prepare a document").choose("kind", "care_plan")
    jamie.write("to", "The social worker, for the plan").press("Go on to its paragraphs")
    assessing.pick_everything(jamie, gateway="care_planning").press("It may leave").sees("As it left")


def then_nobody_confirms_what_was_not_added(hal: Visitor, case: str) -> None:
    hal.open(f"/cases/{case}/care/").follow("Recommendations of AIM2 for the care plan")
    hal.sees("The social worker adds them.")
    assert hal.page.get_by_role("button", name="Confirm", exact=True).count() == 0


def when_the_social_worker_adds_it(daniel: Visitor, case: str) -> None:
    daniel.open(f"/cases/{case}/care/").follow("Recommendations of AIM2 for the care plan")
    daniel.press("They are in the plan").sees("Added by Daniel Frost", "The reviewing officer confirms it.")
    assert daniel.page.get_by_role("button", name="Confirm", exact=True).count() == 0


def then_the_reviewing_officer_confirms_it(hal: Visitor, case: str) -> None:
    hal.open(f"/cases/{case}/aim2-assessment/documents/").press("Confirm").sees("confirmed by Hal Rook")
