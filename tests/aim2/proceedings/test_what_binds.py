"""Licence, duty to notify and orders: what binds stands on every page, may require the work, and may be broken."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from aim2.models import CourtOrder
from aim2.proceedings import events, required, rows
from aim2.proceedings.standing import licence_of
from hsb import clock
from hsb.cases.states import CriminalJustice
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from hsb.ui.forms import date_parts
from tests.aim2.proceedings.court import Court, codes
from tests.aim2.proceedings.test_pages import address, twice

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 10, 20, 10, tzinfo=clock.LONDON)
NOW = datetime(2027, 4, 1, 12, tzinfo=clock.LONDON)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _that_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def court(person) -> Court:
    return Court(person, OPENED)


@pytest.fixture
def detained(court) -> str:
    """Sentenced to detention on allegation 1; allegation 2 came to nothing. Answers the id of the sentence."""
    sentence = str(uuid4())
    court.says(date(2026, 12, 10), events.InvestigationEnded(allegations=[court.two]))
    court.charged(date(2026, 12, 14))
    court.pleads(date(2027, 1, 18), "guilty")
    passed = events.SentencePassed(
        allegations=[court.one], order="custody", order_id=sentence, court="Aldermere Youth Court"
    )
    court.says(date(2027, 1, 25), passed, by=court.court)
    return sentence


def release(court, client_for, sentence: str, **more):
    posted = {
        "about": sentence,
        **date_parts("on", TODAY),
        **date_parts("custody_released__licence_until", date(2027, 10, 1)),
        "custody_released__terms": "No contact with Heron\nLives at Beacon House",
        **more,
    }
    page, done = twice(client_for(court.court), address(court, "record_proceedings", "custody.released"), posted)
    assert done.status_code == 302, page


def test_the_licence_and_its_conditions_stand_in_banner_and_side_until_its_last_day(court, client_for, detained):
    release(court, client_for, detained)

    overview = client_for(court.social_worker).get(reverse("cases:overview", args=[court.case.reference]))
    assert "Licence to 1 October 2027:" in overview.content.decode()
    assert "No contact with Heron; Lives at Beacon House" in overview.content.decode()
    side = client_for(court.court).get(address(court, "proceedings")).content.decode().split("Every step so far")[1]
    assert "Lives at Beacon House" in side and "Aldermere Youth Court" in side
    court.case.refresh_from_db()
    assert court.case.criminal_justice == CriminalJustice.ON_LICENCE
    assert rows.differences(court.case) == []
    with time_machine.travel(datetime(2027, 10, 2, 12, tzinfo=clock.LONDON), tick=False):
        after = client_for(court.social_worker).get(reverse("cases:overview", args=[court.case.reference]))
    assert "Licence to" not in after.content.decode()


def test_a_licence_that_requires_the_work_stands_at_the_gate_with_court_and_date(court, client_for, detained):
    release(court, client_for, detained, custody_released__aim_required="on")

    assert required.order_of(court.case, TODAY) == ("Licence", "Aldermere Youth Court", TODAY)
    assert Deadline.objects.filter(case=court.case, standard_code="T26", state="open").exists()
    assert required.order_of(court.case, date(2027, 10, 2)) is None


def test_a_prevention_order_may_require_the_work_too(court):
    order = events.OrderMade(
        allegations=[court.one], order_id=str(uuid4()), aim_required=True, court="Aldermere", terms="Works with YOS."
    )
    court.says(TODAY, order)

    found = required.order_of(court.case, TODAY)
    assert found and (found.name, found.court) == ("Sexual harm prevention order", "Aldermere")
    assert codes(court.case, "court.ordered_aim") == ["court.ordered_aim"]


def test_ending_the_sentence_ends_its_licence(court, client_for, detained):
    release(court, client_for, detained)
    court.says(TODAY, events.OrderEnded(allegations=[court.one], order_id=detained, order="custody"), by=court.court)

    assert CourtOrder.objects.get(pk=licence_of(detained)).ended_on == TODAY


def test_nobody_is_released_on_licence_from_a_remand(court):
    remand = str(uuid4())
    court.charged(date(2026, 12, 14))
    court.says(date(2026, 12, 14), events.RemandMade(custody=remand, allegations=[court.one]), by=court.court)
    with pytest.raises(ActionNotAllowed, match="A licence follows a sentence"):
        court.says(TODAY, events.CustodyReleased(custody=remand, licence=True, terms="Lives at home."), by=court.court)


def test_the_duty_to_notify_stands_from_and_to_and_falls_away(court, client_for, detained):
    duty = events.NotificationRequired(
        allegations=[court.one], notification=str(uuid4()), from_on="2027-01-25", until="2029-07-24"
    )
    court.says(date(2027, 1, 25), duty)

    seen = client_for(court.social_worker).get(reverse("cases:overview", args=[court.case.reference])).content.decode()
    assert "Duty to notify the police since 25 January 2027 to 24 July 2029:" in seen
    side = client_for(court.police).get(address(court, "proceedings")).content.decode().split("Every step so far")[1]
    assert "Duty to notify the police" in side and "24 July 2029" in side
    with time_machine.travel(datetime(2029, 7, 25, 12, tzinfo=clock.LONDON), tick=False):
        after = client_for(court.social_worker).get(reverse("cases:overview", args=[court.case.reference]))
    assert "Duty to notify" not in after.content.decode()


@pytest.mark.parametrize("what", ["court_bail", "remand", "order", "licence"])
def test_a_breach_is_recorded_of_whatever_binds_and_the_family_is_told(court, client_for, detained, what):
    held = str(uuid4())
    if what == "licence":
        release(court, client_for, detained)
        held = licence_of(detained)
    elif what == "order":
        court.says(TODAY, events.OrderMade(allegations=[court.one], order_id=held, terms="No phone."))
    else:
        court.says(TODAY - timedelta(days=40), events.ChargeMade(allegations=[court.two], charge=str(uuid4())))
        given = events.CourtBailGiven if what == "court_bail" else events.RemandMade
        key = {"bail" if what == "court_bail" else "custody": held}
        court.says(TODAY, given(allegations=[court.two], **key), by=court.court)
    posted = {"about": held, **date_parts("on", TODAY), "breach_recorded__what": "He was seen at the school."}

    page, done = twice(client_for(court.police), address(court, "record_proceedings", "breach.recorded"), posted)

    assert done.status_code == 302, page
    (event,) = court.case.events.filter(code="breach.recorded")
    assert event.facts["kind"] == {"order": "shpo"}.get(what, what)
    told = court.harmed.events.filter(code="family.step").order_by("-pk").first()
    assert told is not None and told.facts["kind"] == "breach"


def test_what_ran_out_cannot_be_broken(court):
    order = str(uuid4())
    court.says(TODAY, events.OrderMade(allegations=[court.one], order_id=order, until="2027-04-02", terms="No phone."))
    later = datetime(2027, 4, 5, 12, tzinfo=clock.LONDON)
    with time_machine.travel(later, tick=False), pytest.raises(ActionNotAllowed, match="in force until"):
        broken = events.BreachRecorded(allegations=[court.one], kind="shpo", order_id=order, what="A phone.")
        court.says(later.date(), broken)


@pytest.mark.parametrize("how", ["bail", "released", "voluntary"])
def test_papers_with_the_cps_are_on_the_police_list_with_bail_and_without(court, client_for, how):
    begun = date(2027, 3, 1)
    if how == "voluntary":
        court.says(begun, events.InterviewHeld(allegations=[court.one], voluntary=True))
    else:
        bail = court.arrested(begun, return_on=date(2027, 4, 20))
    if how == "released":
        court.says(date(2027, 3, 2), events.ReleasedUnderInvestigation(allegations=[court.one], release=str(uuid4())))
    sent = events.PapersSent(allegations=[court.one], bail=bail if how == "bail" else "")
    court.says(date(2027, 3, 8), sent)

    seen = client_for(court.police).get(reverse("aim2:proceedings_list")).content.decode()
    assert seen.count("Charging decision, allegation 1") == 1 and "With the CPS since Monday 8 March 2027" in seen

    court.says(TODAY, events.ChargingDecided(allegations=[court.one], decision="charge"))
    assert "Charging decision" not in client_for(court.police).get(reverse("aim2:proceedings_list")).content.decode()


def test_the_family_is_told_when_a_remand_ends_in_release(court):
    remand = str(uuid4())
    court.charged(date(2026, 12, 14))
    court.says(date(2026, 12, 14), events.RemandMade(custody=remand, allegations=[court.one]), by=court.court)
    released = events.CustodyReleased(custody=remand, allegations=[court.one])

    court.says(TODAY, released, by=court.court)

    told = court.harmed.events.filter(code="family.step").order_by("-pk").first()
    assert told is not None and told.facts["kind"] == "release"
