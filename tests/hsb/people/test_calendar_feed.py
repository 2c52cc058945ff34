"""A person's due dates in their calendar: at an address nobody can guess, that can be stopped, and that says no name."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar, Event

from hsb.accounts.models import User
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.audit.models import AuditEvent
from hsb.cases import access, barring
from hsb.cases.involvement import involve
from hsb.cases.models import Case, Part
from hsb.chronology.actions import record
from hsb.clocks import actions as clocks
from hsb.pages import calendar_feed
from hsb.people import absences, feeds
from hsb.people import actions as people
from hsb.people.models import CalendarFeed
from hsb.timeliness.extension_reasons import ExtensionReason
from hsb.timeliness.models import Deadline
from referrals.events.submission import YosReferred
from referrals.events.yos import YosAccepted
from tests.factories.cases import put_role_on, young_person

pytestmark = pytest.mark.django_db
# What a transaction and the second wall take for themselves.
FRAME = re.compile(r"SAVEPOINT|RELEASE|SELECT set_config|SELECT current_user")


@pytest.fixture(autouse=True)
def _now(at: datetime):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def case(at: datetime, yos_manager: User) -> Case:
    """A referral that YOS, asked today, decides on within five working days."""
    made = young_person(at)
    put_role_on(made, Agency.objects.get(kind="yos"), Role.YOS_MANAGER, at, Part.SCREENING)
    record(YosReferred(reference="R-26-0001", route="criminal_justice"), case=made, by=None, at=at)
    return made


@pytest.fixture
def token(at: datetime, case: Case, yos_manager: User) -> str:
    return feeds.make(person=yos_manager, at=at)


def address(token: str) -> str:
    return reverse("pages:calendar_feed", args=[token])


def events(token: str) -> list[Event]:
    answer = Client().get(address(token))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def the_event(token: str) -> Event:
    (found,) = events(token)
    return found


def clock_of(case: Case) -> Deadline:
    return Deadline.objects.get(case=case, standard_code="T23")


# -- what is in it ------------------------------------------------------------------------------------------------------


def test_a_due_date_is_an_all_day_event_that_says_reference_and_step_and_no_more(case, token):
    event = the_event(token)

    assert str(event["SUMMARY"]) == f"{case.reference}: youth offending decision on a referral due"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 3, 12), date(2026, 3, 13))
    assert (str(event["STATUS"]), str(event["CLASS"])) == ("CONFIRMED", "PRIVATE")
    assert str(event["URL"]) == f"http://testserver/cases/{case.reference}/clocks/{clock_of(case).pk}/"
    text = Client().get(address(token)).text
    assert not [name for name in ("Jordan", "Mallory", "J.M.", "Kessell", str(case.pk)) if name in text]


def test_a_date_that_moves_is_the_same_event_and_newer(at, case, token, yos_manager):
    before = the_event(token)
    clocks.extend(
        opened=access.get_case(yos_manager, case.reference, look="test"),
        deadline=clock_of(case),
        until=date(2026, 3, 20),
        reason=ExtensionReason.FAMILY,
        text="Agreed.",
        at=at,
    )

    after = the_event(token)

    assert after["UID"] == before["UID"]
    assert after.decoded("DTSTART") == date(2026, 3, 20)
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_what_stands_still_is_cancelled_and_what_is_done_is_gone(at, case, token, yos_manager):
    opened = access.get_case(yos_manager, case.reference, look="test")
    clocks.pause(opened=opened, deadline=clock_of(case), reason="information_requested", text="", at=at)
    assert str(the_event(token)["STATUS"]) == "CANCELLED"
    clocks.resume(opened=opened, deadline=clock_of(case), text="", at=at)
    assert str(the_event(token)["STATUS"]) == "CONFIRMED"

    record(YosAccepted(reference="R-26-0001"), case=case, by=yos_manager, at=at)

    assert clock_of(case).state == "met"
    assert [str(one["SUMMARY"]) for one in events(token) if "decision" in str(one["SUMMARY"])] == []


def test_it_shows_what_the_person_may_see_at_that_moment(at, case, token, yos_manager, csws_manager):
    barring.deny(case=case, user=yos_manager, by=csws_manager, at=at, reason="A neighbour.")

    assert events(token) == []


def test_it_follows_whom_the_person_acts_for_and_stops_with_that(at, case, yos_manager, yos_officer, administrator):
    token = feeds.make(person=yos_officer, at=at)
    absence = absences.record_absence(
        person=yos_manager,
        from_on=date(2026, 3, 5),
        until_on=date(2026, 3, 9),
        acting=yos_officer,
        by=administrator,
        at=at,
    )
    assert absence.acting == yos_officer
    assert str(the_event(token)["SUMMARY"]).startswith(case.reference)

    with time_machine.travel(at + timedelta(days=10), tick=False):
        assert events(token) == []


def test_somebody_elses_moves_are_not_in_it(at, case, person):
    officer = person("yos_officer")
    involve(case=case, part=Part.ALLOCATED, user=officer, role=Role.YOS_OFFICER, by=None, at=at)

    assert events(feeds.make(person=officer, at=at)) == []


# -- whose it is --------------------------------------------------------------------------------------------------------


def answer_of(path: str) -> tuple[int, bytes, dict[str, str]]:
    answer = Client().get(path)
    return answer.status_code, answer.content, dict(answer.items())


def test_unknown_stopped_replaced_and_left_all_answer_the_same(
    at, case, token, yos_manager, yos_officer, administrator
):
    stopped = feeds.make(person=yos_officer, at=at)
    replaced = feeds.make(person=yos_officer, at=at)
    feeds.make(person=yos_officer, at=at)
    unknown = answer_of(address("nobody-was-given-this-one"))
    User.objects.filter(pk=yos_manager.pk).update(is_active=False)

    assert unknown[0] == 404
    assert {one: answer_of(address(one)) for one in (stopped, replaced, token)} == dict.fromkeys(
        (stopped, replaced, token), unknown
    )


def test_it_ends_with_the_account_and_does_not_come_back_with_it(at, token, yos_manager, person):
    administrator = person("administrator")
    people.close_account(person=yos_manager, by=administrator, at=at)
    people.reopen_account(person=yos_manager, by=administrator, at=at)

    assert Client().get(address(token)).status_code == 404


def test_only_the_digest_is_kept(token, yos_manager):
    (kept,) = CalendarFeed.objects.values_list("user", "digest")

    assert kept == (yos_manager.pk, feeds.digest(token))
    assert len(token) >= 40


def test_every_reading_is_in_the_audit_without_the_address(token, yos_manager):
    Client().get(address(token))

    read = AuditEvent.objects.get(kind="calendar.read")
    assert (read.by_id, read.facts) == (yos_manager.pk, {"rows": 1})
    assert not AuditEvent.objects.filter(what__contains=token).exists()


def test_a_reading_starts_no_session_keeps_nothing_and_takes_few_statements(token):
    Client().get(address(token))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = Client().get(address(token))

    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store, private"
    said = [one["sql"] for one in asked.captured_queries if not FRAME.match(one["sql"])]
    assert len(said) <= 8, said


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_only_reads(token, method):
    assert getattr(Client(), method)(address(token)).status_code == 405


def test_asking_too_often_is_told_to_wait_and_guessing_too(at, token):
    asked = [Client().get(address(token)).status_code for _ in range(calendar_feed.PER_FEED.at_once + 1)]
    guessed = [Client().get(address(f"guess-{n}")).status_code for n in range(calendar_feed.PER_STRANGER.at_once + 1)]

    assert (asked[-2:], guessed[-2:]) == ([200, 429], [404, 429])
    assert Client().get(address(token)).headers["Retry-After"] == "300"
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        assert Client().get(address(token)).status_code == 200


# -- the page -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(yos_manager: User, client_for: Callable[[User], Client]) -> Client:
    return client_for(yos_manager)


def test_the_address_is_shown_once_and_works(case, browser):
    assert "You have no address at present." in browser.get(reverse("accounts:calendar")).text

    made = browser.post(reverse("accounts:make_calendar"))
    shown = made.text.partition('<p class="hsb-text">http://testserver')[2].partition("<")[0]

    assert len(list(Calendar.from_ical(Client().get(shown).content).walk("VEVENT"))) == 1
    again = browser.get(reverse("accounts:calendar")).text
    assert shown not in again and "You have an address, made" in again
    assert "They see no name" in again


def test_a_new_address_ends_the_old_one_and_stopping_ends_it(token, browser):
    browser.post(reverse("accounts:make_calendar"))
    assert Client().get(address(token)).status_code == 404
    assert CalendarFeed.objects.filter(ended_at=None).count() == 1

    browser.post(reverse("accounts:stop_calendar"))
    browser.post(reverse("accounts:stop_calendar"))

    assert not CalendarFeed.objects.filter(ended_at=None).exists()
    assert AuditEvent.objects.filter(kind="calendar.stopped").count() == 1


def test_an_error_leaves_the_address_in_no_log(token, monkeypatch, caplog):
    """Whoever reads the logs would read the calendar."""

    def away(_: str) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(feeds, "reader", away)

    assert Client(raise_request_exception=False).get(address(token)).status_code == 500
    assert "the database is away" in caplog.text
    assert token not in caplog.text
    assert "feed/<str:token>.ics" in caplog.text
