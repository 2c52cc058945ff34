"""Looked after: a claim, then a record with legal basis and day; reviewer, reviews and visits by their days."""

from datetime import date, datetime

import pytest

from aim2.looked_after import actions, queries
from hsb import clock
from hsb.cases.models import Case
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.timeliness.models import Deadline
from tests.aim2.assessments import builders
from tests.aim2.proceedings.court import Court

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 12, 1, 10, tzinfo=clock.LONDON)
AT = datetime(2027, 1, 11, 10, tzinfo=clock.LONDON)


@pytest.fixture
def court(person, time_machine) -> Court:
    found = Court(person, OPENED)
    time_machine.move_to(AT, tick=False)
    return found


def due(court: Court, code: str) -> date | None:
    return Deadline.objects.filter(case=court.case, standard_code=code).latest("pk").due_on


def start(court: Court, **changes):
    given = {"basis": "section_20", "since": date(2027, 1, 4), "detail": "His mother agreed."}
    return actions.start(
        case=court.case, opened=builders.opened(court.social_worker, court.case), at=AT, **{**given, **changes}
    )


def test_what_the_referrer_says_is_a_claim_until_a_social_worker_records_it(court, client_for):
    Case.objects.filter(pk=court.case.pk).update(looked_after=True)
    browser, address = client_for(court.social_worker), f"/cases/{court.case.reference}/care/"
    page = browser.get(address).text
    assert "Said to be looked after" in page
    typed = {
        "since_day": "4",
        "since_month": "1",
        "since_year": "2027",
        "basis": "section_20",
        "detail": "His mother agreed.",
    }
    assert browser.post(f"{address}start/", {**typed, "detail": ""}).status_code == 422
    assert browser.post(f"{address}start/", typed).status_code == 302
    page = browser.get(address).text
    assert "Said to be looked after" not in page and "Accommodated by agreement" in page
    assert due(court, "T17") == date(2027, 2, 1)
    assert due(court, "CAREPLAN") == date(2027, 1, 18)


def test_the_claim_may_be_wrong(court):
    Case.objects.filter(pk=court.case.pk).update(looked_after=True)
    worker = builders.opened(court.social_worker, court.case)
    actions.deny(case=court.case, opened=worker, at=AT)
    court.case.refresh_from_db()
    assert not court.case.looked_after
    with pytest.raises(ActionNotAllowed, match="Nobody has said"):
        actions.deny(case=court.case, opened=worker, at=AT)


def test_what_is_refused(court):
    for changes, sentence in (
        ({"since": date(2027, 1, 12)}, "a day that has come"),
        ({"since": date(2010, 1, 1)}, "before the child was born"),
        ({"detail": " "}, "which court"),
        ({"basis": "youth_detention"}, "court officer records the remand"),
    ):
        with pytest.raises(ActionNotAllowed, match=sentence):
            start(court, **changes)
    with pytest.raises(AccessDenied, match="social worker says"):
        actions.start(
            case=court.case, basis="section_20", since=date(2027, 1, 4), detail="x",
            opened=builders.opened(court.yos_manager, court.case), at=AT,
        )  # fmt: skip
    spell = start(court)
    with pytest.raises(ActionNotAllowed, match="stands already"):
        start(court, since=date(2027, 1, 5))
    with pytest.raises(ActionNotAllowed, match="not before the beginning"):
        actions.end(
            spell=spell, until=date(2027, 1, 3), ending="home",
            opened=builders.opened(court.social_worker, court.case), at=AT,
        )  # fmt: skip


def test_reviews_are_numbered_and_start_the_next_and_visits_by_their_days(court, iro, client_for):
    start(court)
    browser = client_for(court.social_worker)
    case = f"/cases/{court.case.reference}/"
    assert browser.post(f"{case}care/reviewer/", {"user": str(iro.pk)}).status_code == 302
    assert queries.reviewer(court.case).user == iro
    assert client_for(iro).get(f"{case}care/").status_code == 200

    def day(number: str, code: str, who=browser, **more):
        typed = {"on_day": number, "on_month": "1", "on_year": "2027", **more}
        return who.post(f"{case}days/care/{code}/", typed)

    assert day("5", "placement.started").status_code == 302
    assert due(court, "T21a") == date(2027, 1, 12)
    visit = {"text": "Seen in his room.", "kind": "visit", "visit": "placement_visit", "seen": "alone", "on_day": "7"}
    visited = browser.post(f"{case}notes/", {**visit, "on_month": "1", "on_year": "2027"})
    assert visited.status_code == 302
    assert due(court, "T21b") == date(2027, 2, 18)
    assert (
        browser.post(f"{case}notes/", {**visit, "on_day": "12", "on_month": "1", "on_year": "2027"}).status_code == 422
    )
    assert day("8", "lac_review.held", client_for(iro)).status_code == 302
    assert due(court, "T18") == date(2027, 4, 8)
    assert due(court, "T20a") == date(2027, 1, 15)
    (review,) = queries.reviews(court.case)
    assert day("11", "lac_review.decisions_sent", client_for(iro), review=review[0]).status_code == 302
    assert Deadline.objects.get(case=court.case, standard_code="T20a").state == "met"
    assert day("11", "lac_review.held", client_for(iro)).status_code == 302
    assert due(court, "T19") == date(2027, 7, 11)
    assert day("8", "lac_visit.made").status_code == 404, "a visit is written as a note"


def test_each_page_of_days_shows_what_is_theirs(court, client_for):
    case = f"/cases/{court.case.reference}/days/"
    assert "Placement began" in client_for(court.social_worker).get(f"{case}care/").text
    assert client_for(court.police).get(f"{case}care/").status_code == 403
    typed = {"on_day": "8", "on_month": "1", "on_year": "2027"}
    assert client_for(court.police).post(f"{case}court/psr.signed_off/", typed).status_code in (403, 404)
