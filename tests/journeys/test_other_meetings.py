"""The shorter ways: a planning meeting where no strategy meeting is held, and a specialist opinion asked for, chased and received."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hsb.documents.files import pdf
from tests.journeys.browsing import PHONE, Visitor
from tests.journeys.meeting import everybody_is_there
from tests.journeys.product import Product

FIND = """
from hsb.cases.models import Case
from strategy_meetings.models import MeetingChild
met = MeetingChild.objects.values('case')
for one in Case.objects.filter(safeguarding='assessment', kind='displayed', closed_at=None).exclude(pk__in=met).order_by('reference'):
    if one.involvements.filter(user__full_name='Daniel Frost', part='allocated', closed_at=None).exists():
        print('FOUND', one.reference)
        break
"""


@pytest.fixture(scope="module")
def case(product: Product) -> str:
    return product.manage("shell", "-c", FIND).partition("FOUND ")[2].split()[0]


def on(by: Visitor, name: str, days: int) -> Visitor:
    day = datetime.date.today() + datetime.timedelta(days=days)
    return by.write_date(name, day.day, day.month, day.year)


@pytest.mark.policy("P5.4")
def test_a_planning_meeting_is_called_held_and_approved_on_a_telephone(
    somebody: Callable[..., Visitor], case: str
) -> None:
    grace = somebody("grace", width=PHONE)
    grace.open(f"/cases/{case}/meetings/call/planning/")
    on(grace, "on", 1).write("begins", "10am").write("place", "Room 4").choose("how", "in_person")
    for name, words in (("left_out", "They are rung."), ("day_reason", "Nobody can on another day.")):
        if grace.page.locator(f"[name='{name}']").count():
            grace.write(name, words)
    grace.press("Call the meeting").sees("Everybody asked has an e-mail")
    meeting = grace.page.url.removeprefix(grace.product.address)

    everybody_is_there(grace.open(meeting).press("Begin the meeting"))
    form = grace.page.locator("form[data-autosave]").first
    for name in dict.fromkeys(form.locator("input[type=radio]").evaluate_all("all => all.map(o => o.name)")):
        form.locator(f"input[name='{name}']").first.check()
    for box in form.locator("textarea").all():
        if box.is_visible():
            box.fill(f"What was said: {box.get_attribute('name')}.")
    grace.press("Save", within=form)
    grace.page.locator("summary", has_text="Add an action").first.click()
    grace.write("what_is_done", "Ring the school").write("owner_name", "Daniel Frost")
    day = datetime.date.today() + datetime.timedelta(days=5)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        grace.page.locator(f"#actionform_due_on_{part}").fill(str(value))
    grace.press("Add the action")
    if grace.page.locator("[name='because']").count():
        grace.write("because", "The assessment goes on.").press("Save the next date")
    grace.sees("Nothing is missing")

    grace.press("End the meeting").press("End the meeting").sees("counts as held")
    grace.press("Approve the record").sees("Approved. The minutes can be sent.")


@pytest.mark.policy("P5.6")
def test_an_opinion_is_asked_for_chased_and_kept_when_it_comes(
    somebody: Callable[..., Visitor], case: str, tmp_path: Path
) -> None:
    daniel = somebody("daniel")
    daniel.open(f"/cases/{case}/opinions/ask/").write("asked_of", "Dr Ashby, forensic service")
    on(daniel.write("question", "What does he understand of consent?"), "due_on", 10)
    daniel.press_first().sees("Dr Ashby, forensic service", "What does he understand of consent?")

    daniel.follow("Chase it").write("note", "Rang: next week.").press_first().sees("chased 1 time")

    opinion = tmp_path / "opinion.pdf"
    opinion.write_bytes(pdf())
    daniel.follow("It has come")
    daniel.page.locator("[name='file']").set_input_files(opinion)
    on(daniel, "received_on", 0).press_first().sees("Say in two or three sentences what the opinion is")
    daniel.page.locator("[name='file']").set_input_files(opinion)
    on(daniel, "received_on", 0).write("in_short", "He needs short words and pictures.").press_first()
    daniel.sees("He needs short words and pictures.", "The opinion (document")
