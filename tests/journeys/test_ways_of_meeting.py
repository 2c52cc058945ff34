"""The other ways of a strategy meeting: recorded after a telephone call, held again, sent and objected to, its enquiry ended, and a risk
panel. One short journey each; what came before is told (`told.py`)."""

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, Visitor
from tests.journeys.meeting import (
    STRATEGY,
    everybody_is_there,
    write_an_action,
    write_every_line,
    write_every_part,
    write_why_not_again,
)
from tests.journeys.product import Product
from tests.journeys.told import told

Somebody = Callable[..., Visitor]
RISK_PANEL = (("csws", "Daniel Frost"), ("yos", "Ruth Adeyemi"), ("police", "Amy Sorrell"))


def on(by: Visitor, name: str, days: int) -> Visitor:
    day = datetime.date.today() + datetime.timedelta(days=days)
    return by.write_date(name, day.day, day.month, day.year)


def called(by: Visitor, case: str, kind: str) -> str:
    """It is called for tomorrow; whoever of those that have to be asked is not there yet is left out with a reason."""
    by.open(f"/cases/{case}/meetings/call/{kind}/")
    for other in by.page.locator("input[name='children']").all()[1:]:
        other.uncheck()  # one child is enough for a short journey
    on(by, "on", 1).write("begins", "10am").write("place", "Room 4").write("left_out", "They are rung.")
    return by.press("Call the meeting").sees("Everybody asked has an e-mail").page.url.removeprefix(by.product.address)


@pytest.mark.policy("P5.2")
def test_a_discussion_held_by_telephone_is_recorded_afterwards(somebody: Somebody, product: Product) -> None:
    grace, case = somebody("grace"), told(product, "to_be_met_about", 120).case
    grace.open(f"/cases/{case}/meetings/").follow("Record a strategy meeting")
    on(grace, "on", 0).write("began", "00:01").write("ended", "23:58").press_first()
    grace.sees("Enter a time that has passed").sees("Record a strategy meeting that was held")
    expect(grace.page.locator("[name='began']")).to_have_value("00:01")  # nothing typed is lost
    on(grace, "on", -1).write("began", "21:35").write("ended", "21:58")
    grace.write("police", "DS Mina Faulds, on call").write("health", "Dr Ken Ashby, on call").press_first()
    everybody_is_there(grace.sees("What recording does", "DS Mina Faulds"))
    write_every_line(write_every_part(grace, STRATEGY))
    grace.press("Record this meeting").sees("It is quorate", "9:35pm").press("Record this meeting")
    grace.sees("counts as held").press("Approve the record").sees("Approved. The minutes can be sent.")


@pytest.mark.policy("P5.5")
def test_a_meeting_is_held_again_on_a_telephone_with_what_is_still_to_be_done(
    somebody: Somebody, product: Product
) -> None:
    grace, case = somebody("grace", width=PHONE), told(product, "met_about", 121).case
    meeting = called(grace, case, "reconvened")
    everybody_is_there(
        grace.open(meeting).press("Begin the meeting").sees("See the child alone at school", "carried over")
    )
    grace.open(f"{meeting}child/1/").sees("of the safety plan, agreed")
    write_every_line(write_every_part(grace, STRATEGY)).sees("Nothing is missing")
    grace.press("End the meeting").press("End the meeting").sees("counts as held")
    grace.press("Approve the record").sees("Approved. The minutes can be sent.")


@pytest.mark.policy("P5.5")
def test_minutes_go_out_are_acknowledged_objected_to_and_amended(somebody: Somebody, product: Product) -> None:
    story = told(product, "met_about", 122)
    grace, amy, joan = somebody("grace"), somebody("amy"), somebody("joan", width=PHONE)
    joan.must_not_read = amy.must_not_read = (story.harmed,)
    grace.open(f"/cases/{story.case}/meetings/")
    grace.page.locator(".hsb-meeting a").first.click()
    grace.sees("Send the minutes").press("Minutes and copies")
    minutes = grace.page.url
    preview = grace.page.locator("a", has_text="Joan Pryce").first
    preview.click()
    grace.sees("for Joan Pryce", "Version 1 of the safety plan, agreed")
    grace.open(minutes).press("Send the minutes").sees("The minutes are out", "Not opened yet")

    amy.open("/minutes/").follow(story.case).press("I have these minutes").sees("You acknowledged it")
    joan.open("/minutes/").follow(story.case).follow("Something is not accurate")
    joan.write("text", "I said that he may need an assessment, not that one is asked for.").press("Send to the chair")
    joan.sees("The chair has not answered yet")

    grace.open(minutes).sees("Acknowledged", "may need an assessment").follow("Answer it")
    grace.choose("answer", "amended").write("words", "She is right.").press_first().sees("Choose what is amended")
    grace.select("key", "needs").write("text", "He may need a speech and language assessment.").press_first().sees(
        "version 1.1"
    )
    joan.open("/minutes/").sees("replaced by an amended one").follow(story.case)
    joan.sees("He may need a speech and language assessment.", "She is right.")


@pytest.mark.policy("P5.5")
def test_a_section_47_enquiry_is_written_sent_back_and_authorised_by_somebody_else(
    somebody: Somebody, product: Product
) -> None:
    case = told(product, "met_about", 123).case
    daniel, grace = somebody("daniel", width=PHONE), somebody("grace")
    daniel.open(f"/cases/{case}/section-47/").sees("Under way since", "Before a manager can authorise an outcome")
    daniel.press("Write")
    on(daniel, "seen_alone_on", 0).choose("medical", "none").choose("interview", "planned")
    daniel.write("enquiries", "Spoke with his mother, the school and his doctor.")
    daniel.choose("outcome", "no_continuing_risk").press("Save").sees("Before a manager can authorise an outcome")
    daniel.press("Write").write("reasons", "He is safe where he lives now.").choose("then", "child_in_need")
    daniel.press("Save").does_not_see("Authorise the outcome").press("Send the outcome to a manager")
    daniel.sees("Waiting for a manager").does_not_see("Authorise the outcome")

    grace.open(f"/cases/{case}/section-47/").page.locator("summary", has_text="Return it with a comment").click()
    grace.write("comment", "Say who saw him.").press("Return the outcome").sees("Returned with your comment")
    daniel.open(f"/cases/{case}/section-47/").sees("Say who saw him.").press("Send the outcome to a manager")
    grace.open(f"/cases/{case}/section-47/").press("Authorise the outcome").sees("The enquiry has ended", "Ended")
    grace.open(f"/cases/{case}/meetings/").sees("The investigation has ended").follow("Reconvene the strategy meeting")
    grace.sees("Call a reconvened strategy meeting")


def test_a_risk_panel_is_one_plain_page(somebody: Somebody, product: Product) -> None:
    tom, case = somebody("tom"), told(product, "to_a_risk_panel", 124).case
    meeting = called(tom, case, "risk_panel")
    everybody_is_there(tom.open(meeting).press("Begin the meeting"), RISK_PANEL)
    write_why_not_again(write_an_action(write_every_part(tom), "An adult at break")).sees("Nothing is missing")
    tom.press("End the meeting").sees("It is quorate").press("End the meeting").sees("counts as held")
    tom.press("Approve the record").sees("Approved. The minutes can be sent.")


def test_the_day_says_at_once_what_it_breaks(somebody: Somebody, product: Product) -> None:
    grace, case = somebody("grace"), told(product, "to_be_met_about", 125).case
    grace.open(f"/cases/{case}/meetings/call/strategy/")
    says = grace.page.locator(".hsb-date-says")
    days = 30
    while (datetime.date.today() + datetime.timedelta(days=days)).weekday() != 6:
        days += 1
    on(grace, "on", days).write("begins", "10am").page.locator("[name='place']").click()
    expect(says).to_contain_text("is no working day")
    expect(says).to_contain_text("That is after")


# A meeting that has ended and whose record is still written, with its minute-taker.
WRITTEN_ON = (
    "from strategy_meetings.models import Meeting; "
    "print('FOUND', Meeting.objects.filter(state='draft', kind='strategy').order_by('starts_at').first().pk)"
)


def test_two_write_at_once_and_a_lost_line_loses_nothing(somebody: Somebody, product: Product) -> None:
    page = f"/meetings/{product.manage('shell', '-c', WRITTEN_ON).partition('FOUND ')[2].split()[0]}/child/1/"
    grace, sam = somebody("grace").open(page), somebody("sam", width=PHONE).open(page)
    grace.write("roles", "Social care leads, then the police.").is_saved()
    sam.write("needs", "Pictures and short words.").is_saved()
    grace.open(page).sees("Social care leads, then the police.", "Pictures and short words.")

    sam.open(page)
    grace.write("protection", "The club knows.").is_saved()
    sam.write("protection", "The coach knows.").page.wait_for_timeout(1_000)
    sam.press("Save", within=sam.page.locator("form[data-autosave]").first).sees("The club knows.", "The coach knows.")

    sam.open(page)
    with sam.without_connection():
        sam.write("safety", "Written in the lift.")
        expect(sam.page.locator(".hsb-saved")).to_contain_text("Not saved yet", timeout=30_000)
    sam.is_saved().open(page).sees("Written in the lift.")
