"""A protection plan lives on: its core group goes through it item by item, and a review conference ends it."""

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from tests.journeys.browsing import PHONE, Visitor
from tests.journeys.meeting import everybody_is_there
from tests.journeys.product import Product

pytestmark = [pytest.mark.policy("P5.8")]

FIND = """
from strategy_meetings.models import ChildPlan, MeetingChild
running = MeetingChild.objects.filter(meeting__state__in=['called', 'being_held', 'ended', 'draft']).values('case')
plan = ChildPlan.objects.filter(kind='protection', ended_on=None, case__kind='displayed').exclude(case__in=running).order_by('pk')[0]
print('FOUND', plan.case.reference)
"""


@pytest.fixture(scope="module")
def case(product: Product) -> str:
    return product.manage("shell", "-c", FIND).partition("FOUND ")[2].split()[0]


def test_a_core_group_says_how_each_item_stands_and_a_review_ends_the_plan(
    somebody: Callable[..., Visitor], case: str
) -> None:
    daniel, grace, dora = somebody("daniel", width=PHONE), somebody("grace"), somebody("dora")

    group = when_the_key_worker_calls_the_core_group(daniel, case)
    when_it_is_held_on_a_telephone(daniel, group)
    then_the_plan_says_how_its_items_stand(daniel, case)

    review = when_the_manager_calls_a_review(grace, case)
    when_the_chair_decides_for_no_plan(dora, review)
    then_the_plan_has_ended(grace, case)


def soon(days: int) -> datetime.date:
    return datetime.date.today() + datetime.timedelta(days=days)


def the_form(by: Visitor) -> Locator:
    return by.page.locator("form[data-autosave]").first


def called(by: Visitor, button: str = "Call the meeting") -> str:
    on = soon(1)
    by.write_date("on", on.day, on.month, on.year).write("begins", "10am").write("place", "Civic House, room 3")
    by.choose("how", "in_person")
    for name, words in (("left_out", "They are rung."), ("day_reason", "The family can come on no other day.")):
        if by.page.locator(f"[name='{name}']").count():
            by.write(name, words)
    by.press(button).sees("Everybody asked has an e-mail")
    return by.page.url.removeprefix(by.product.address)


def write_every_part(by: Visitor, answers: dict[str, str]) -> None:
    for name in dict.fromkeys(the_form(by).locator("input[type=radio]").evaluate_all("all => all.map(o => o.name)")):
        if (part := str(name).removesuffix("__answer")) in answers:
            by.choose(str(name), answers[part])
    for box in the_form(by).locator("textarea").all():
        if box.is_visible():
            box.fill(f"What was said: {box.get_attribute('name')}.")
    by.press("Save", within=the_form(by))


def say_how_items_stand(by: Visitor, meeting: str) -> None:
    links = by.page.get_by_role("link", name="Say how it stands")
    for n in range(links.count()):
        by.open(f"{meeting}child/1/")
        by.follow("Say how it stands", within=by.page.locator("#plan_items article").nth(n))
        by.write("progress", f"Item {n + 1} is kept three weeks of four.").press("Save")
    by.open(f"{meeting}child/1/")


def when_the_key_worker_calls_the_core_group(daniel: Visitor, case: str) -> str:
    daniel.open(f"/cases/{case}/plan/").sees("Child protection plan").follow("Call the core group")
    return called(daniel)


def when_it_is_held_on_a_telephone(daniel: Visitor, meeting: str) -> None:
    daniel.open(meeting).press("Begin the meeting")
    everybody_is_there(daniel)
    here = daniel.page.get_by_role("link", name="Here or not")
    for n in range(here.count()):
        daniel.open(meeting).follow("Here or not", within=None) if n == 0 else None
        daniel.choose("here", "yes").press("Save")
        break
    daniel.open(f"{meeting}child/1/")
    write_every_part(daniel, {"dissent": "somebody"})
    say_how_items_stand(daniel, meeting)
    on = soon(30)
    if daniel.page.locator("[name='because']").count():
        daniel.write("because", "Each month, with the family.").press("Save the next date")
    daniel.open(f"{meeting}child/1/").sees("Nothing is missing")
    daniel.press("End the meeting").press("End the meeting").sees("counts as held")
    daniel.open(f"{meeting}minutes/1/draft/").sees("Somebody disagreed", "What was said: dissent")
    assert on > datetime.date.today()


def then_the_plan_says_how_its_items_stand(daniel: Visitor, case: str) -> None:
    daniel.open(f"/cases/{case}/plan/").sees("Item 1 is kept three weeks of four.")


def when_the_manager_calls_a_review(grace: Visitor, case: str) -> str:
    grace.open(f"/cases/{case}/plan/").follow("Call a review conference").sees("Dora Finch")
    dora = grace.page.locator("select[name='chair'] option", has_text="Dora Finch").get_attribute("value")
    grace.select("chair", str(dora))
    return called(grace)


def when_the_chair_decides_for_no_plan(dora: Visitor, meeting: str) -> None:
    dora.open(meeting).press("Begin the meeting")
    everybody_is_there(dora).press("It has been read out").follow("Here or not").choose("here", "yes").press("Save")
    dora.open(f"{meeting}child/1/")
    write_every_part(dora, {"decision": "none", "how_took_part": "advocate", "dissent": "none"})
    dora.follow("Write what an agency says")
    agencies = dora.page.locator("select[name='agency'] option").evaluate_all("all => all.map(o => o.value)")
    for agency in filter(None, agencies):
        dora.open(f"{meeting}child/1/view/").select("agency", agency).choose("view", "no_plan").press("Save")
    dora.open(f"{meeting}child/1/").sees("Nothing is missing")
    dora.press("End the meeting").press("End the meeting").sees("counts as held")


def then_the_plan_has_ended(grace: Visitor, case: str) -> None:
    grace.open(f"/cases/{case}/plan/").sees("This child has no plan now", "Child protection plan")
