"""MAPPA reads cautions, convictions and sentences where they stand: in the proceedings, with day and source (P5.9)."""

from datetime import date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from aim2.proceedings import events, for_mappa
from hsb import clock
from hsb.agencies.permissions import Role
from referrals.models import Allegation
from strategy_meetings.models import MappaEligibility
from tests.aim2.proceedings.court import Court
from tests.factories.cases import put_on

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P5.9")]
OPENED = datetime(2026, 10, 20, 10, tzinfo=clock.LONDON)
TODAY = date(2027, 2, 9)


@pytest.fixture(autouse=True)
def _that_day():
    with time_machine.travel(datetime(2027, 2, 9, 12, tzinfo=clock.LONDON), tick=False):
        yield


@pytest.fixture
def court(person) -> Court:
    court = Court(person, OPENED)
    put_on(court.case, person("yos_officer"), Role.YOS_OFFICER, OPENED)
    return court


def found(court: Court) -> list[tuple[str, date, int]]:
    return [(one.ground.basis, one.decided_on, one.answer.category) for one in for_mappa.grounds(court.case, TODAY)]


def offence(court: Court) -> str:
    return Allegation.objects.get(pk=court.one).offence


def sentenced(court: Court, **more: str) -> None:
    entry = events.SentencePassed(allegations=[court.one], order="custody", order_id=str(uuid4()), **more)
    court.says(date(2027, 2, 5), entry, by=court.court)


def must_notify(court: Court, until: str = "") -> None:
    duty = events.NotificationRequired(
        allegations=[court.one], notification=str(uuid4()), from_on="2027-02-05", until=until
    )
    court.says(date(2027, 2, 5), duty)


def test_nothing_stands_while_it_is_alleged_charged_or_ended_in_nothing(court):
    assert found(court) == []
    court.charged(date(2026, 12, 14))
    assert found(court) == []
    court.says(date(2027, 1, 18), events.FindingMade(allegations=[court.one], guilty=False), by=court.court)
    assert found(court) == []


def test_from_the_finding_to_the_sentence_that_takes_its_place_and_the_duty_to_notify(court):
    court.charged(date(2026, 12, 14))
    court.pleads(date(2027, 1, 18), "guilty")
    assert found(court) == [("conviction", date(2027, 1, 18), 0)]

    sentenced(court, from_on="2027-02-05", until="2028-02-04")
    (one,) = for_mappa.grounds(court.case, TODAY)
    assert (one.ground.basis, one.decided_on, one.ground.custody_months) == ("sentence", date(2027, 2, 5), 12)
    assert f"{offence(court)}: detention." in one.what and one.source.label == "Youth offending service"

    must_notify(court)
    assert found(court) == [("sentence", date(2027, 2, 5), 1)]


def test_a_duty_to_notify_that_has_run_out_makes_nobody_eligible(court):
    court.charged(date(2026, 12, 14))
    court.pleads(date(2027, 1, 18), "guilty")
    must_notify(court, until="2027-02-08")
    assert found(court) == [("conviction", date(2027, 1, 18), 0)]


def test_police_cautioned_and_yos_records_it_from_the_page_with_day_and_source(court, client_for, person):
    court.says(date(2027, 2, 1), events.AdmissionRecorded(allegations=[court.one], admission="full"))
    court.says(date(2027, 2, 2), events.OutOfCourt(allegations=[court.one], disposal="youth_caution"))
    must_notify(court)
    assert found(court) == [("caution", date(2027, 2, 2), 1)]
    page = reverse("strategy_meetings:mappa", args=[court.case.reference])
    client = client_for(person("yos_officer"))
    shown = client.get(page).content.decode()
    assert f"Caution: {offence(court)}." in shown and "entered by Police" in shown and "Category 1" in shown

    form = f"{reverse('strategy_meetings:mappa_eligibility', args=[court.case.reference])}?from={court.one}"
    drawn = client.get(form).content.decode()
    assert (
        f"Caution: {offence(court)}." in drawn and "The criminal proceedings on this record, entered by Police" in drawn
    )
    given = {
        "basis": "caution", "decided_on_day": "2", "decided_on_month": "2", "decided_on_year": "2027",
        "what": "A youth caution.", "source_detail": "The criminal proceedings on this record",
        "must_notify": "yes", "once": str(uuid4()),
    }  # fmt: skip
    assert client.post(form, given).status_code == 302

    assert MappaEligibility.objects.get(case=court.case).category == 1
    after = client.get(page).content.decode()
    assert "not recorded for MAPPA yet" not in after and "Refer to MAPPA" in after


def test_of_the_harmed_child_there_is_nothing_to_read(court):
    assert for_mappa.grounds(court.harmed, TODAY) == []
