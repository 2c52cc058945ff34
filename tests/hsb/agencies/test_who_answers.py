"""Out of hours every page gives the number that is answered now (P8)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.profile import PhoneNumber, answering, profile
from tests.hsb.ui.drawn import page

MASH, DUTY = "01632 960417", "01632 960418"

MOMENTS = pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("2026-11-26T10:30", MASH),  # Thursday morning
        ("2026-11-26T08:44", DUTY),
        ("2026-11-26T08:45", MASH),
        ("2026-11-27T16:59", MASH),
        ("2026-11-27T17:00", DUTY),  # Friday, at closing time
        ("2026-11-27T23:30", DUTY),  # Friday night
        ("2026-11-29T11:00", DUTY),  # Sunday
        ("2026-12-25T11:00", DUTY),  # Christmas Day, a Friday
        ("2026-12-28T11:00", DUTY),  # the Monday that stands for Boxing Day
        ("2026-12-29T11:00", MASH),
        ("2027-06-28T08:50", MASH),  # summer time: 07:50 UTC
    ],
)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LONDON)


@MOMENTS
@pytest.mark.django_db
@pytest.mark.policy("P8")
def test_a_worried_person_reads_the_number_that_is_answered_now(
    moment: str, number: str, dsl: User, client_for: Callable[[User], Client]
) -> None:
    with time_machine.travel(london(moment), tick=False):
        sign_in = page(Client().get(reverse("account_signup")).content)
        browser = client_for(dsl)
        start, work, help_page = (
            page(browser.get(reverse(name)).content) for name in ("referrals:new", "pages:home", "pages:help")
        )

    assert f" on {number}, or 999 in an emergency." in sign_in.one("main").text_content()
    for shown in (sign_in, start, work, help_page):
        assert f"Help by phone now: {number}" in shown.one("footer").text_content()
    ringing = [line.text_content() for line in start.cssselect(".referral-phones li")]
    assert "999" in ringing[0]
    assert f"{number}, answers now" in ringing[1]
    assert [line for line in ringing if "answers now" in line] == [ringing[1]]
    assert help_page.one("main").text_content().count("answers now") == 1


@pytest.mark.django_db
def test_a_bank_holiday_an_administrator_adds_is_out_of_hours_at_once(
    administrator: User, dsl: User, client_for: Callable[[User], Client]
) -> None:
    from hsb.timeliness import calendar_actions
    from hsb.timeliness.day_list import DayOff

    with time_machine.travel(london("2026-11-26T10:30"), tick=False):
        calendar_actions.add_days_off(days=[DayOff(date(2026, 12, 3), "Proclaimed")], by=administrator, at=clock.now())
    with time_machine.travel(london("2026-12-03T10:30"), tick=False):
        shown = page(client_for(dsl).get(reverse("pages:home")).content)

    assert f"Help by phone now: {DUTY}" in shown.one("footer").text_content()


def test_the_working_number_is_not_given_where_only_another_is_answered() -> None:
    sunday, thursday = london("2026-11-29T11:00"), london("2026-11-26T11:00")
    emergency, mash, duty = profile().phones
    always = PhoneNumber("Line", "01632 960419", who="the line")

    def number(phones: Any, at: datetime, day_off: bool = False) -> str | None:
        found = answering(phones, at, day_off=day_off)
        return found and found.number

    assert number([emergency], sunday) is None
    assert number([emergency, mash], sunday) is None
    assert number([emergency, mash, always], sunday) == number([always, duty], sunday) == always.number
    assert number([duty, mash], thursday) == MASH
    assert number([duty, mash], thursday, day_off=True) == DUTY
