"""Scenario 7: sixteen, remanded, sentenced, moved; and scenario 6's edges of custody (../shared/scenarios.md)."""

from datetime import date, datetime, time
from uuid import uuid4

import pytest

from aim2.custody import actions, queries
from aim2.looked_after import actions as care
from aim2.models import CustodyStay, LookedAfter
from aim2.proceedings import events
from hsb import clock
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.cases.visible import may_see
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.timeliness.models import Deadline
from tests.aim2.assessments import builders
from tests.aim2.proceedings.court import Court

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 12, 1, 10, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def _then(time_machine):
    time_machine.move_to(OPENED, tick=False)


def on(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.LONDON)


@pytest.fixture
def court(person) -> Court:
    return Court(person, OPENED)


@pytest.fixture
def old(person) -> Agency:
    person("secure_worker")
    return Agency.objects.get(kind=AgencyKind.SECURE)


@pytest.fixture
def new(django_user_model) -> Agency:
    agency = Agency.objects.create(
        kind=AgencyKind.SECURE, name="Wexcombe Young Offender Institution", short_name="Wexcombe"
    )
    user = django_user_model.objects.create_user("wex@example.invalid", "Lee Harte", password="correct-horse-battery")
    agencies.give_role(user=user, agency=agency, role=Role.SECURE_WORKER, by=None, at=OPENED, from_on=date(2020, 1, 1))
    return agency


def due(court: Court, code: str) -> date | None:
    return Deadline.objects.filter(case=court.case, standard_code=code).latest("pk").due_on


def state(court: Court, code: str) -> str:
    return Deadline.objects.filter(case=court.case, standard_code=code).latest("pk").state


def remanded(court: Court) -> None:
    court.charged(date(2027, 1, 6))
    court.says(
        date(2027, 1, 7),
        events.RemandMade(allegations=[court.one], custody=str(uuid4()), kind="youth_detention"),
        by=court.court,
    )


def sentenced(court: Court) -> str:
    sentence = str(uuid4())
    court.says(date(2027, 1, 22), events.FindingMade(allegations=[court.one], guilty=True), by=court.court)
    assert due(court, "T34") == date(2027, 1, 25)
    court.says(
        date(2027, 2, 5),
        events.SentencePassed(allegations=[court.one], order="custody", order_id=sentence),
        by=court.court,
    )
    return sentence


def arrives(court: Court, agency: Agency, since: date, at: datetime) -> CustodyStay:
    manager = builders.opened(court.yos_manager, court.case)
    return actions.open_stay(case=court.case, agency=agency, worker=None, since=since, opened=manager, at=at)


def review_is(court: Court, day: date, at: datetime) -> None:
    manager = builders.opened(court.yos_manager, court.case)
    actions.set_dates(case=court.case, first_review_on=day, release_on=None, opened=manager, at=at)


@pytest.mark.policy("P6.6")
def test_scenario_7_from_remand_to_the_second_establishment(court, old, new, secure_worker, client_for, time_machine):
    remanded(court)
    assert due(court, "T22") == date(2027, 1, 21)
    assert due(court, "T17") == date(2027, 2, 4)
    court.case.refresh_from_db()
    assert court.case.looked_after and court.case.looked_after_since == date(2027, 1, 7)
    sentenced(court)
    court.case.refresh_from_db()
    assert not court.case.looked_after
    assert LookedAfter.objects.get(case=court.case).ending == "detention"
    assert state(court, "T17") == "cancelled"
    assert due(court, "T38") == date(2027, 2, 19)
    assert due(court, "CUSTREV") == date(2027, 2, 19)
    assert due(court, "T39") is None

    time_machine.move_to(on(date(2027, 2, 8)))
    arrives(court, old, date(2027, 2, 5), on(date(2027, 2, 8)))
    assert may_see(secure_worker, court.case.pk)
    review_is(court, date(2027, 3, 8), on(date(2027, 2, 8), 11))
    assert due(court, "T39") == date(2027, 3, 5)
    assert state(court, "CUSTREV") == "met"
    address = f"/cases/{court.case.reference}/custody/"
    assert "Thornbeck" in client_for(secure_worker).get(address).text

    moved = on(date(2027, 2, 24))
    time_machine.move_to(moved)
    actions.move(
        case=court.case, agency=new, worker=None, since=date(2027, 2, 24), lead=None, co_worker=None,
        opened=builders.opened(court.yos_manager, court.case), at=moved,
    )  # fmt: skip
    review_is(court, date(2027, 3, 11), on(date(2027, 2, 24), 11))

    assert due(court, "T39") == date(2027, 3, 10)
    assert not may_see(secure_worker, court.case.pk)
    assert client_for(secure_worker).get(address).status_code == 404
    assert [one.agency.name for one in queries.stays(court.case)] == [new.name, old.name]


def test_a_care_order_outlasts_the_sentence_and_section_20_does_not(court, csws_manager):
    worker = builders.opened(court.social_worker, court.case)
    since = date(2026, 12, 1)
    for basis in ("section_20", "care_order"):
        care.start(
            case=court.case, basis=basis, since=since, detail="Family Court", opened=worker, at=on(date(2026, 12, 2))
        )
    remanded(court)
    sentenced(court)
    standing = LookedAfter.objects.filter(case=court.case, ended_at=None)
    assert [one.basis for one in standing] == ["care_order"]
    court.case.refresh_from_db()
    assert court.case.looked_after
    assert state(court, "T17") == "open"


def test_release_ends_the_access_and_what_runs(court, old, secure_worker):
    remanded(court)
    sentence = sentenced(court)
    arrives(court, old, date(2027, 2, 5), on(date(2027, 2, 8)))
    court.says(date(2027, 4, 1), events.CustodyReleased(custody=sentence, licence_until="2027-10-01"), by=court.court)
    assert not may_see(secure_worker, court.case.pk)
    assert CustodyStay.objects.get(case=court.case).left == "released"
    assert state(court, "T39") == "cancelled"


def test_bail_by_a_court_ends_the_remand_and_what_followed_from_it(court):
    remanded(court)
    court.says(date(2027, 1, 12), events.CourtBailGiven(allegations=[court.one], bail=str(uuid4())), by=court.court)
    assert LookedAfter.objects.get(case=court.case).ending == "remand_over"
    court.case.refresh_from_db()
    assert not court.case.looked_after


def test_what_is_refused_of_custody(court, old, new, secure_worker):
    manager = builders.opened(court.yos_manager, court.case)
    at = on(date(2027, 2, 8))
    opens = {"case": court.case, "worker": None, "opened": manager, "at": at}
    with pytest.raises(ActionNotAllowed, match="Nobody is in custody"):
        actions.open_stay(agency=old, since=date(2026, 12, 1), **opens)
    remanded(court)
    for agency, since, sentence in (
        (None, date(2027, 1, 7), "Choose the establishment"),
        (old, date(2027, 2, 9), "a day that has come"),
        (old, date(2027, 1, 6), "not before the remand"),
    ):
        with pytest.raises(ActionNotAllowed, match=sentence):
            actions.open_stay(agency=agency, since=since, **opens)
    with pytest.raises(ActionNotAllowed, match="works at that establishment"):
        actions.open_stay(agency=new, since=date(2027, 1, 7), **{**opens, "worker": secure_worker})
    arrives(court, old, date(2027, 1, 7), at)
    with pytest.raises(ActionNotAllowed, match="Record the move"):
        actions.open_stay(agency=new, since=date(2027, 2, 8), **opens)
    with pytest.raises(ActionNotAllowed, match="still to come"):
        review_is(court, date(2027, 2, 7), at)
    with pytest.raises(AccessDenied, match="youth offending service opens"):
        worker = builders.opened(court.social_worker, court.case)
        actions.open_stay(agency=new, since=date(2027, 2, 8), **{**opens, "opened": worker})


def test_facts_about_risk_there_never_name_the_harmed_child(court, old, secure_worker, client_for, time_machine):
    remanded(court)
    at = on(date(2027, 2, 8))
    time_machine.move_to(at)
    arrives(court, old, date(2027, 1, 7), at)
    browser, address = client_for(court.yos_manager), f"/cases/{court.case.reference}/custody/"
    answer = browser.post(
        f"{address}risks/", {"kind": "peers", "text": "Not near Heron’s cousin. Tamsin Quell must not be rung."}
    )
    assert answer.status_code == 302
    page = client_for(secure_worker).get(address).text
    assert "must not be rung" in page
    for name in ("Tamsin", "Quell", "Heron"):
        assert name not in page


def test_the_detention_plan_has_a_day_an_author_and_a_place(court, old, client_for, time_machine):
    remanded(court)
    time_machine.move_to(on(date(2027, 1, 15)))
    browser, address = client_for(court.social_worker), f"/cases/{court.case.reference}/custody/placement-plan/"
    typed = {"dated_day": "14", "dated_month": "1", "dated_year": "2027", "author": "Priya Shah", "where": ""}
    assert "where the plan is kept" in browser.post(address, typed).text
    assert browser.post(address, {**typed, "where": "Social care’s file"}).status_code == 302
    assert state(court, "T22") == "met"
