"""A strategy meeting from the call to the approved record: its chair at a desk, its minute-taker on a telephone."""

import datetime
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.meeting import everybody_is_there
from tests.journeys.product import Product

pytestmark = [pytest.mark.policy("P5.2"), pytest.mark.policy("P5.3"), pytest.mark.policy("P5.5")]

Somebody = Callable[..., Visitor]
PHONE = 390
ANSWERS = {
    "household": "not_all", "own_harm": "none_known", "threshold": "likely", "section_47": "joint", "medical": "none",
    "dissent": "none",
}  # fmt: skip
TEXTS = (
    "what_happened", "family_context", "household", "legal_status", "protection", "needs", "roles", "safety", "threshold", "section_47",
    "seen_by", "medical", "interview",
)  # fmt: skip


# A young person for whom a strategy meeting was decided, and none has been called.
FIND = (
    "from hsb.cases.models import Case; from strategy_meetings.models import MeetingChild as M; "
    "print('FOUND', Case.objects.filter(safeguarding='strategy', kind='displayed', closed_at=None)"
    ".exclude(pk__in=M.objects.values('case')).order_by('reference').first().reference)"
)


def test_a_strategy_meeting_is_called_held_written_by_two_and_approved(somebody: Somebody, product: Product) -> None:
    grace = somebody("grace")
    case = product.manage("shell", "-c", FIND).partition("FOUND ")[2].split()[0]

    meeting = when_the_manager_calls_it(grace, case)
    when_it_begins_and_everybody_is_there(grace, meeting)
    sam = somebody("sam", width=PHONE)
    when_the_minute_taker_writes_on_a_telephone(sam, meeting)
    then_approving_says_what_is_missing(grace, meeting)
    when_the_rest_is_written(grace, meeting)
    then_it_ends_quorate_and_the_chair_approves(grace, meeting)
    then_whoever_was_not_called_finds_nothing(somebody("esther"), meeting)


def when_the_manager_calls_it(grace: Visitor, case: str) -> str:
    grace.open(f"/cases/{case}/meetings/call/strategy/").sees("Call a strategy meeting")
    soon = datetime.datetime.now() + datetime.timedelta(days=1)
    grace.write_date("on", soon.day, soon.month, soon.year).write("begins", "10am").write("place", "Room 4")
    grace.select(
        "minute_taker",
        grace.page.locator("select[name='minute_taker'] option", has_text="Sam Okoye").get_attribute("value"),
    )
    for box in grace.page.get_by_role("checkbox", name=re.compile("Police")).all():
        box.uncheck()
    grace.press("Call the meeting").sees("say why")
    expect(grace.page.locator("[name='place']")).to_have_value("Room 4")  # nothing typed is lost
    grace.write("left_out", "They are on leave this week, and are rung.")
    grace.press("Call the meeting").sees("Everybody asked has an e-mail", "Room 4")
    return grace.page.url.removeprefix(grace.product.address)


def when_it_begins_and_everybody_is_there(grace: Visitor, meeting: str) -> None:
    grace.open(meeting).press("Begin the meeting").sees("In the room", "Still missing before approval")
    everybody_is_there(grace)


def when_the_minute_taker_writes_on_a_telephone(sam: Visitor, meeting: str) -> None:
    sam.open(meeting).sees("takes the minutes")
    sam.write("needs", "Short words and time to answer.").is_saved()
    sam.open(meeting).sees("Short words and time to answer.")


def then_approving_says_what_is_missing(grace: Visitor, meeting: str) -> None:
    grace.open(meeting).sees("Legal status", "Next date, or why none")


def when_the_rest_is_written(grace: Visitor, meeting: str) -> None:
    for name in TEXTS:
        if name != "needs":
            grace.write(name, f"What was said about {name.replace('_', ' ')}.")
    for name, answer in ANSWERS.items():
        grace.choose(f"{name}__answer", answer)
    grace.press("Save", within=grace.page.locator("form[data-autosave]")).sees("Saved.")
    line_of(grace, "Add information").page.locator("#information [name='text']").fill("No previous record.")
    grace.press("Add information")
    line_of(grace, "Add what they are told").write("whom", "The mother").write("what_told", "That agencies met.")
    grace.write("by_whom", "Daniel Frost").press("Add it", within=grace.page.locator("#told"))
    line_of(grace, "Add what is done if things change").write("if_this", "he leaves home").write(
        "then", "ring the police"
    )
    grace.write("who", "The family").press("Add it", within=grace.page.locator("#contingency"))
    line_of(grace, "Add an action").write("what_is_done", "See him alone").write("owner_name", "Daniel Frost")
    soon = datetime.date.today() + datetime.timedelta(days=2)
    for part, value in (("day", soon.day), ("month", soon.month), ("year", soon.year)):
        grace.page.locator(f"#actionform_due_on_{part}").fill(str(value))
    grace.press("Add the action").write("because", "It is reconvened when the enquiry ends.").press(
        "Save the next date"
    )
    grace.sees("Nothing is missing")


def line_of(grace: Visitor, words: str) -> Visitor:
    grace.page.locator("summary", has_text=words).first.click()
    return grace


def then_it_ends_quorate_and_the_chair_approves(grace: Visitor, meeting: str) -> None:
    grace.press("End the meeting").sees("It is quorate").press("End the meeting").sees("counts as held")
    grace.press("Approve the record").sees("Approved. The minutes can be sent.")


def then_whoever_was_not_called_finds_nothing(esther: Visitor, meeting: str) -> None:
    assert esther.page.goto(meeting).status == 404
