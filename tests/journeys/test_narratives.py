"""The same narrative under another name: where AIM2 does not suit how a young person learns, and under the age of twelve."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hsb import clock
from tests.journeys import assessing
from tests.journeys.browsing import DESKTOP, PHONE, Visitor
from tests.journeys.casework import today
from tests.journeys.product import Product
from tests.journeys.told import Told, told, write_the_rest

OTHER_TOOL = "Pictures framework"
COORDINATOR = "Daniel Frost, children’s social care"


@pytest.mark.policy("P2.2")
@pytest.mark.policy("P5.10")
@pytest.mark.parametrize(("width", "number"), [(DESKTOP, 101), (PHONE, 102)], ids=["desktop", "phone"])
def test_another_tool_for_a_learning_need_and_more_time_with_somebody_who_coordinates(
    somebody: Callable[..., Visitor], product: Product, width: int, number: int
) -> None:
    story = told(product, "learning_need", number)
    ruth, daniel, tom = sit_down(somebody, story, ("ruth", "daniel", "tom"), width)

    when_aim2_is_found_not_to_suit(ruth, story.case)
    when_the_other_tool_is_written(ruth, product, story.case)
    assessing.agree(daniel, story.case)
    assessing.sign(tom, story.case)
    then_it_stands_under_its_own_name_without_numbers(tom, story.case)

    when_more_time_is_asked_for_by_one_who_does_not_manage_it(ruth, story.case)
    when_the_manager_gives_it_first_without_a_coordinator(tom, story.case)
    when_the_work_is_planned_on_the_other_tool(ruth, tom, story.case)
    then_the_work_has_begun(ruth, story.case)


@pytest.mark.policy("P4.1")
@pytest.mark.parametrize(("width", "number"), [(DESKTOP, 106), (PHONE, 107)], ids=["desktop", "phone"])
def test_under_twelve_social_care_writes_and_signs_and_yos_has_no_part(
    somebody: Callable[..., Visitor], product: Product, width: int, number: int
) -> None:
    story = told(product, "under_12", number)
    daniel, priya, grace, tom = sit_down(somebody, story, ("daniel", "priya", "grace", "tom"), width)

    when_the_social_worker_opens_the_narrative_for_younger_children(daniel, story.case)
    assessing.session(daniel, story.case).sees("The session is recorded")
    assessing.formulation(daniel, story.case)
    write_the_rest(product, story.case)
    then_the_one_who_wrote_it_does_not_sign(daniel, story.case)
    assessing.agree(priya, story.case)
    assessing.sign(grace, story.case)
    then_yos_has_no_record_and_no_clock(tom, grace, story.case)


def sit_down(somebody: Callable[..., Visitor], story: Told, who: tuple[str, ...], width: int) -> tuple[Visitor, ...]:
    """They are at their browsers, and none of them may come across the child harmed."""
    people = tuple(somebody(one, width=width) for one in who)
    for one in people:
        if one.who != "grace":  # manages both records
            one.must_not_read = (story.harmed,)
    return people


def when_aim2_is_found_not_to_suit(ruth: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/aim2/tool/").sees("Does AIM2 suit how the young person learns?")
    ruth.choose("suits", "no").choose("learning_disability", "yes")
    ruth.write("reasons", "He follows pictures, not sentences; the speech therapist saw him in March.")
    ruth.press("Record").sees("Name the tool used instead")
    ruth.write("alternative", OTHER_TOOL).press("Record").sees("Recorded.", OTHER_TOOL)


def when_the_other_tool_is_written(ruth: Visitor, product: Product, case: str) -> None:
    ruth.open(f"/cases/{case}/aim2-assessment/").press("Open an assessment")
    assessing.open_assessment(ruth, tool="alternative", co_worker="Daniel Frost").sees("Name the tool that is used")
    ruth.write("tool_name", OTHER_TOOL).press("Open the assessment").sees(f"{OTHER_TOOL}, narrative only")
    assessing.session(ruth, case).sees(OTHER_TOOL)
    ruth.open(f"/cases/{case}/aim2-assessment/").does_not_see("Ratings", "Totals")
    assessing.formulation(ruth, case)
    write_the_rest(product, case)


def then_it_stands_under_its_own_name_without_numbers(tom: Visitor, case: str) -> None:
    tom.open(f"/cases/{case}/aim2-assessment/").sees(OTHER_TOOL, "narrative only", "Signed off")
    tom.follow("Read it as a whole").sees("Formulation").does_not_see("Static concerns", "Recommended level")


def when_more_time_is_asked_for_by_one_who_does_not_manage_it(ruth: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/").follow("Intervention begins").does_not_see("Agree a later date")


def when_the_manager_gives_it_first_without_a_coordinator(tom: Visitor, case: str) -> None:
    later = clock.today() + timedelta(days=40)
    tom.open(f"/cases/{case}/").follow("Intervention begins").follow("Agree a later date")
    tom.write_date("until", later.day, later.month, later.year).choose("reason", "learning_needs")
    tom.write("text", "Agreed with his mother: pictures first.").press("Agree the later date").sees(
        "Name who coordinates"
    )
    tom.write("coordinator", COORDINATOR).press("Agree the later date").sees("A later date was agreed", COORDINATOR)


def when_the_work_is_planned_on_the_other_tool(ruth: Visitor, tom: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/intervention/").press("Begin a plan").choose("basis", "alternative")
    ruth.press("Go on to its goals").sees("No goal yet")
    tom.open(f"/cases/{case}/intervention/")
    assert tom.page.get_by_role("button", name="Agree the plan").count() == 0, "a plan without a goal is not agreed"
    ruth.press("Add a goal").choose("strand", "young_person")
    ruth.page.locator("select[name='comes_from']").select_option(index=1)
    ruth.write("goal", "He shows with a picture how he feels.").write("measure", "Unasked, in three sessions.")
    ruth.press("Add the goal").sees("He shows with a picture how he feels.")
    tom.open(f"/cases/{case}/intervention/").press("Agree the plan").sees("Agreed by Tom Kessell")


def then_the_work_has_begun(ruth: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/intervention/").press("Record a session")
    today(ruth, "on").choose("strand", "young_person").choose("attendance", "came")
    ruth.press_first().sees("with the first session")
    ruth.open(f"/cases/{case}/").does_not_see("Intervention begins by")


def when_the_social_worker_opens_the_narrative_for_younger_children(daniel: Visitor, case: str) -> None:
    daniel.open(f"/cases/{case}/aim2-assessment/").press("Open an assessment")
    assert daniel.page.locator("input[name='tool'][value='under_12']").is_checked(), "what is usual at this age"
    assessing.open_assessment(daniel, tool="aim2", co_worker="Priya Shah").sees("Under 12, choose the narrative")
    assessing.open_assessment(daniel, tool="under_12", co_worker="Priya Shah").sees("you lead, Priya Shah co-works")
    daniel.sees("younger children")


def then_the_one_who_wrote_it_does_not_sign(daniel: Visitor, case: str) -> None:
    daniel.open(f"/cases/{case}/aim2-assessment/").sees("Your co-worker opens this page and agrees")
    assert daniel.page.get_by_role("button", name="Read it and sign, or return it").count() == 0


def then_yos_has_no_record_and_no_clock(tom: Visitor, grace: Visitor, case: str) -> None:
    answer = tom.page.goto(f"/cases/{case}/")
    assert answer is not None and answer.status == 404
    grace.open(f"/cases/{case}/").does_not_see("Youth offending decision on a referral", "Officer allocated")
