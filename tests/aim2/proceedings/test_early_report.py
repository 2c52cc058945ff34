"""The pre-sentence report that is due before the assessment it draws on: both pages say so the day it is asked, and a manager
chooses how the court is told."""

from datetime import date, datetime
from uuid import uuid4

import pytest
import time_machine

from aim2.models import ReportAsked
from aim2.proceedings import actions, early, events
from hsb import clock
from hsb.agencies.permissions import Role
from hsb.errors import ActionNotAllowed
from tests.aim2.proceedings.court import Court, codes
from tests.aim2.proceedings.test_pages import address
from tests.factories.cases import put_on

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P6.5")]
OPENED = datetime(2026, 10, 20, 10, tzinfo=clock.LONDON)
NOW = datetime(2027, 1, 18, 16, tzinfo=clock.LONDON)
SAID = "The pre-sentence report is due Thursday 4 February 2027, before the AIM2 report it draws on"


@pytest.fixture(autouse=True)
def _that_afternoon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def court(person) -> Court:
    """Guilty, with a report asked for on the same day; nobody has been asked for consent."""
    court = Court(person, OPENED)
    put_on(court.case, person("yos_officer"), Role.YOS_OFFICER, OPENED)
    court.charged(date(2026, 12, 14))
    hearing = str(uuid4())
    court.pleads(
        NOW.date(),
        "guilty",
        more=(
            events.HearingSet(allegations=[court.one], hearing=hearing, hearing_on="2027-02-08", purpose="sentence"),
            events.ReportRequested(
                allegations=[court.one], report=str(uuid4()), hearing=hearing, hearing_on="2027-02-08"
            ),
        ),
    )
    return court


def report_of(court: Court) -> ReportAsked:
    return ReportAsked.objects.get(case=court.case)


def test_both_pages_say_so_that_day_although_aim2_has_not_begun(court, client_for, person):
    for who in (court.yos_manager, person("yos_officer")):
        for page in ("proceedings", "assessment"):
            shown = client_for(who).get(address(court, page))
            assert SAID in shown.content.decode(), (who, page)
    (found,) = early.reports(court.case, NOW.date())
    assert not found.runs and found.due < found.aim_due


@pytest.mark.parametrize("choice", ["bring_forward", "ask_time", "interim"])
def test_the_manager_chooses_with_a_reason_and_neither_page_asks_again(court, client_for, choice):
    manager = client_for(court.yos_manager)
    url = address(court, "choose_for_report", report_of(court).pk)
    assert url in manager.get(address(court, "assessment")).content.decode()
    once = str(uuid4())
    refused = manager.post(url, {"once": str(uuid4()), "choice": choice, "reason": ""})
    assert "Say why" in refused.content.decode() and report_of(court).choice == ""

    done = manager.post(url, {"once": once, "choice": choice, "reason": "The hearing cannot move."})

    assert done.status_code == 302 and report_of(court).choice == choice
    assert codes(court.case, "psr.answer_chosen") == ["psr.answer_chosen"]
    for page in ("proceedings", "assessment"):
        assert SAID not in manager.get(address(court, page)).content.decode()


def test_only_the_manager_chooses(court, client_for):
    said = {"once": str(uuid4()), "choice": "interim", "reason": "No time."}
    for who in (court.court, court.police, court.social_worker):
        refused = client_for(who).post(address(court, "choose_for_report", report_of(court).pk), said)
        assert refused.status_code == 403
    assert report_of(court).choice == ""


def choose(court, report, **more):
    said = {"choice": "ask_time", "reason": "The family is away.", **more}
    actions.choose_for_report(case=court.case, report=report, by=court.yos_manager, at=NOW, **said)


def test_a_choice_needs_a_reason_and_a_report_that_is_due_and_is_made_once(court):
    report = str(report_of(court).pk)
    with pytest.raises(ActionNotAllowed, match="Say why"):
        choose(court, report, reason=" ")
    with pytest.raises(ActionNotAllowed, match="Choose the report"):
        choose(court, str(uuid4()))
    press = uuid4()
    choose(court, report, press=press)
    choose(court, report, press=press)
    assert codes(court.case, "psr.answer_chosen") == ["psr.answer_chosen"]

    lodged = events.ReportLodged(allegations=[court.one], report=report, hearing=str(report_of(court).hearing))
    court.says(NOW.date(), lodged, by=court.court, at=NOW)
    with pytest.raises(ActionNotAllowed, match="lodged, or is no longer asked for"):
        choose(court, report)


def test_a_report_after_the_aim_report_is_nothing_to_choose(court):
    court.says(
        NOW.date(),
        events.HearingMoved(
            allegations=[court.one],
            hearing=str(report_of(court).hearing),
            hearing_on="2027-04-26",
            was_on="2027-02-08",
        ),
        by=court.court,
        at=NOW,
    )
    assert early.reports(court.case, NOW.date()) == []
