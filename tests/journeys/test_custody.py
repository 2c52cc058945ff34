"""Custody with a move: the establishment is let on to the record, its first review sets the day for AIM2, and with the move the old
one is out at once, while the clock and the running assessment go on with the new one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hsb import clock
from hsb.timeliness.calendar import known_holidays, next_working_day, previous_working_day
from hsb.ui.words import long_date
from tests.journeys.browsing import DESKTOP, PHONE, Visitor
from tests.journeys.casework import today
from tests.journeys.product import Product
from tests.journeys.told import told

THORNBECK, WEXCOMBE = "Thornbeck Secure Children’s Home", "Wexcombe Young Offender Institution"
CLOCK = "AIM assessment begun in custody"
VIEW = "He asks the night staff for company when the landing is loud."


@pytest.mark.policy("P6.6")
@pytest.mark.parametrize(("width", "number"), [(DESKTOP, 104), (PHONE, 105)], ids=["desktop", "phone"])
def test_custody_with_a_move(somebody: Callable[..., Visitor], product: Product, width: int, number: int) -> None:
    story = told(product, "sentenced", number)
    tom, ruth, vi, lee = (somebody(who, width=width) for who in ("tom", "ruth", "vi", "lee"))
    for one in (tom, ruth, vi, lee):
        one.must_not_read = (story.harmed,)

    then_there_is_no_such_record_for(vi, story.case)
    when_the_establishment_is_let_on_to_the_record(tom, story.case)
    first = when_the_first_review_is_entered(vi, story.case, in_days=20)
    then_aim2_is_to_begin_the_working_day_before(vi, story.case, first)

    vi.open(f"/cases/{story.case}/custody/risks/").choose("kind", "room")
    when_they_move(tom, story.case)
    then_what_stood_open_there_is_refused(vi)
    then_there_is_no_such_record_for(vi, story.case)
    later = when_the_first_review_is_entered(lee, story.case, in_days=34)
    then_aim2_is_to_begin_the_working_day_before(lee, story.case, later)

    when_the_running_assessment_is_handed_over(ruth, story.case)
    then_the_new_establishment_begins_no_other_and_writes_its_view(lee, story.case)


def then_there_is_no_such_record_for(by: Visitor, case: str) -> None:
    for page in ("", "custody/", "aim2-assessment/"):
        answer = by.page.goto(f"/cases/{case}/{page}")
        assert answer is not None and answer.status == 404


def _choose_by_name(by: Visitor, name: str, person_or_place: str) -> None:
    option = by.page.locator(f"select[name='{name}'] option", has_text=person_or_place).first
    by.select(name, str(option.get_attribute("value")))


def when_the_establishment_is_let_on_to_the_record(tom: Visitor, case: str) -> None:
    tom.open(f"/cases/{case}/custody/").sees("No establishment has a part on this record")
    tom.press("Open the establishment’s part")
    _choose_by_name(tom, "agency", WEXCOMBE)
    _choose_by_name(tom, "worker", "Vi Stone")
    today(tom, "since").press("Open their part").sees("Choose somebody who works at that establishment")
    _choose_by_name(tom, "agency", THORNBECK)
    tom.press("Open their part").sees("They can see this record now.", THORNBECK, "Vi Stone works with them.")


def when_the_first_review_is_entered(by: Visitor, case: str, *, in_days: int) -> date:
    by.open(f"/cases/{case}/custody/").press("Enter dates")
    today(by, "first_review_on", days=-1).press("Enter them").sees("Enter the day of a review that is still to come")
    day = clock.today() + timedelta(days=in_days)
    day = next_working_day(day, known_holidays(day, day + timedelta(days=14)))
    by.write_date("first_review_on", day.day, day.month, day.year).press("Enter them")
    by.sees("What depends on them has its day", long_date(day))
    return day


def then_aim2_is_to_begin_the_working_day_before(by: Visitor, case: str, review: date) -> None:
    before = review - timedelta(days=1)
    due = previous_working_day(before, known_holidays(before - timedelta(days=14), before))
    by.open(f"/cases/{case}/").follow(CLOCK).sees(f"by {long_date(due)}")


def when_they_move(tom: Visitor, case: str) -> None:
    tom.open(f"/cases/{case}/custody/").follow("Moved to another establishment")
    tom.sees("The old establishment loses access at once")
    _choose_by_name(tom, "agency", WEXCOMBE)
    _choose_by_name(tom, "worker", "Lee Harte")
    today(tom, "since").press("Record the move").sees("The old establishment can no longer see this record.", WEXCOMBE)
    tom.sees("Earlier", "Moved to another establishment")


def then_what_stood_open_there_is_refused(vi: Visitor) -> None:
    """Vi typed on a page that she opened before the move."""
    vi.write("text", "A room near the office.")
    with vi.page.expect_navigation(wait_until="load") as gone:
        vi.page.get_by_role("button", name="Note it", exact=True).click()
    assert gone.value.status == 404


def when_the_running_assessment_is_handed_over(ruth: Visitor, case: str) -> None:
    ruth.open(f"/cases/{case}/custody/").sees("Nobody there is accredited").follow("Hand over the assessment")
    _choose_by_name(ruth, "lead", "Lee Harte")
    ruth.press("Hand it over").sees("Lee Harte is not accredited")
    _choose_by_name(ruth, "lead", "Ruth Adeyemi")
    _choose_by_name(ruth, "co_worker", "Lee Harte")
    ruth.press("Hand it over").sees("The establishment need not begin another.")


def then_the_new_establishment_begins_no_other_and_writes_its_view(lee: Visitor, case: str) -> None:
    lee.open(f"/cases/{case}/custody/").sees("another need not be begun")
    lee.open(f"/cases/{case}/").does_not_see(CLOCK)
    lee.open(f"/cases/{case}/aim2-assessment/").sees("Ruth Adeyemi leads, you co-work")
    lee.open(f"/cases/{case}/aim2-assessment/1/part/environment/")
    part = lee.page.locator("[data-part='environment.concerns_dynamic']")
    part.locator("textarea").fill(VIEW)
    with lee.page.expect_navigation(wait_until="load"):
        part.locator("button[value='finish']").click()
    lee.arrived().sees("You have finished, Ruth Adeyemi has not")
