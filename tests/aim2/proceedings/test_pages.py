"""The pages as their people use them: police, the court officer, social care, the family's worker."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from aim2.models import Bail, OutcomeToTell
from aim2.proceedings import events, queries
from aim2.proceedings.kinds import KINDS, About
from hsb import clock
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.cases.involvement import withdraw
from hsb.cases.models import Case, Part
from hsb.notifications.models import Notice
from hsb.outbox import actions as outbox
from hsb.ui.forms import date_parts
from referrals.allocation.actions import allocate
from tests.aim2.proceedings.court import Court, codes
from tests.factories.cases import put_on, put_role_on

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 10, 20, 10, tzinfo=clock.LONDON)
NOW = datetime(2027, 1, 18, 12, tzinfo=clock.LONDON)


@pytest.fixture
def court(person) -> Court:
    return Court(person, OPENED)


@pytest.fixture(autouse=True)
def _that_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def address(court: Court, name: str, *more) -> str:
    return reverse(f"aim2:{name}", args=[court.case.reference, *more])


def twice(client, url: str, posted: dict) -> tuple[str, object]:
    """Answer what the first press shows, and the answer to the second."""
    posted = {"once": str(uuid4()), **posted}
    shown = client.post(url, posted)
    page = shown.content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0] if 'name="seen"' in page else ""
    return page, client.post(url, posted | {"seen": seen})


@pytest.mark.policy("P6.4")
def test_police_record_arrest_and_bail_on_one_form_and_see_first_what_follows(court, client_for):
    client = client_for(court.police)
    posted = {
        "allegations": [court.one],
        **date_parts("on", date(2027, 1, 18)),
        "also": ["admission.recorded", "bail.started"],
        "admission_recorded__admission": "partial",
        **date_parts("bail_started__return_on", date(2027, 2, 25)),
        "bail_started__conditions": "No contact with Heron\nPhone only with a parent present",
    }

    page, done = twice(client, address(court, "record_proceedings", "arrest.made"), posted)

    assert "What follows when you record this" in page
    assert "The safety plan of each child is looked at again today." in page
    assert codes(court.case, "arrest.made", "admission.recorded", "bail.started") == [
        "arrest.made",
        "admission.recorded",
        "bail.started",
    ]
    assert done.status_code == 302
    shown = client.get(address(court, "proceedings")).content.decode()
    assert (
        "Thursday 25 February 2027" in shown
        and "Admitted in part" in shown
        and "Phone only with a parent present" in shown
    )


def test_what_was_changed_after_it_was_shown_is_shown_again_and_not_recorded(court, client_for):
    client = client_for(court.police)
    url = address(court, "record_proceedings", "arrest.made")
    posted = {"allegations": [court.one], **date_parts("on", date(2027, 1, 18)), "note": "At school"}
    page = client.post(url, posted).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]

    again = client.post(url, posted | {"seen": seen, "note": "At home"})

    assert again.status_code == 200 and codes(court.case, "arrest.made") == []


def test_a_refusal_says_why_and_keeps_what_was_typed(court, client_for):
    client = client_for(court.police)
    posted = {
        "allegations": [court.one],
        **date_parts("on", date(2027, 1, 18)),
        **date_parts("bail_started__return_on", date(2027, 2, 25)),
        "bail_started__conditions": "No contact with Heron",
    }
    answer = client.post(address(court, "record_proceedings", "bail.started"), posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Record the arrest first" in page and "No contact with Heron" in page


@pytest.mark.policy("P6.5")
def test_the_court_officer_sees_hold_end_report_date_and_who_is_told_before_a_guilty_plea(court, client_for):
    court.charged(date(2026, 12, 14))
    client = client_for(court.court)
    posted = {
        "allegations": [court.one],
        **date_parts("on", date(2027, 1, 18)),
        "plea_entered__plea": "guilty",
        "also": ["hearing.set", "psr.requested"],
        **date_parts("hearing_set__hearing_on", date(2027, 2, 8)),
        "hearing_set__purpose": "sentence",
        "hearing_set__court": "Aldermere Youth Court",
    }

    page, done = twice(client, address(court, "record_proceedings", "plea.entered"), posted)

    for line in (
        "The hold on AIM2 ends.",
        "Pre-sentence report lodged by Thursday 4 February 2027.",
        "Social care told of an outcome by Tuesday 19 January 2027.",
        "Allegation 1 is no longer “alleged”.",
        "Allegation 2 still is.",
    ):
        assert line in page, line
    assert done.status_code == 302
    shown = client.get(address(court, "proceedings")).content.decode()
    assert "1 finding, 1 alleged" in shown
    assert "not charged" not in shown


def test_an_allegation_that_cannot_take_an_entry_is_a_line_with_the_reason(court, client_for):
    court.charged(date(2026, 12, 14))
    page = client_for(court.court).get(address(court, "record_proceedings", "plea.entered")).content.decode()
    assert "under investigation, so no plea can be taken" in page
    assert page.count('name="allegations"') == 1


def test_others_do_not_record_what_is_not_theirs_and_say_what_they_heard(court, client_for):
    client = client_for(court.social_worker)
    assert client.get(address(court, "record_proceedings", "arrest.made")).status_code == 403

    posted = {
        "what": "A second phone was handed in",
        "told_by": "His mother",
        "kind": "arrest.made",
        **date_parts("on", date(2027, 1, 17)),
    }
    assert client.post(address(court, "hear"), posted).status_code == 302
    heard = court.case.heard_of.get()
    police = client_for(court.police)
    assert "second phone" in police.get(reverse("aim2:proceedings_list")).content.decode()
    assert police.post(address(court, "answer_heard", heard.pk), {"is_so": "yes"}).status_code == 302
    assert client.post(address(court, "answer_heard", heard.pk), {"is_so": "yes"}).status_code == 403


@pytest.mark.policy("P6.5")
def test_only_a_yos_manager_lifts_the_hold(court, client_for):
    court.charged(date(2026, 12, 14))
    assert client_for(court.court).post(address(court, "lift_hold"), {"reason": "Now"}).status_code == 403
    assert client_for(court.yos_manager).post(address(court, "lift_hold"), {"reason": "Now"}).status_code == 302
    assert codes(court.case, "aim.hold_ended") == ["aim.hold_ended"]


@pytest.mark.policy("P6.4")
def test_the_familys_worker_sees_the_step_alone_and_says_that_they_were_told(court, client_for):
    court.arrested(date(2026, 12, 9))
    client = client_for(court.victim_worker)
    url = reverse("aim2:proceedings", args=[court.harmed.reference])

    page = client.get(url).content.decode()

    assert "An arrest was made." in page or "Bail was given, changed or ended." in page
    assert court.case.reference not in page and "Mallory" not in page and "Sexual assault" not in page
    step = court.harmed.events.get(code="family.step").facts["step"]
    told = reverse("aim2:family_told", args=[court.harmed.reference, step])
    assert client.post(told, {"how": "By telephone"}).status_code == 302
    assert "By telephone" in client.get(url).content.decode()
    assert client_for(court.victim_worker).get(address(court, "proceedings")).status_code == 404


def test_the_quick_page_of_police_is_about_their_cases_alone(court, client_for, stranger, person, at):
    court.arrested(date(2026, 12, 9), return_on=date(2027, 1, 21))
    page = client_for(court.police).get(reverse("aim2:proceedings_list")).content.decode()
    assert "Thursday 21 January 2027" in page and "the law allows to 9 March" in page and court.case.reference in page
    assert client_for(stranger).get(reverse("aim2:proceedings_list")).status_code == 403


def test_a_result_in_one_line_is_recorded_from_the_court_officers_page(court, client_for):
    court.charged(date(2026, 12, 14))
    hearing = str(uuid4())
    court.says(
        date(2026, 12, 15),
        events.HearingSet(allegations=[court.one], hearing=hearing, hearing_on="2027-01-18", time="10:00"),
        by=court.court,
    )
    client = client_for(court.court)
    assert "10:00" in client.get(reverse("aim2:proceedings_list")).content.decode()

    page, done = twice(
        client,
        address(court, "hearing_result", hearing),
        {"result": "guilty_plea", **date_parts("next_on", date(2027, 2, 8))},
    )

    assert "The hold on AIM2 ends." in page and done.status_code == 302
    assert codes(court.case, "hearing.held", "plea.entered", "hearing.set") == [
        "hearing.set",
        "hearing.held",
        "plea.entered",
        "hearing.set",
    ]


def test_a_wrong_entry_is_put_right_on_the_same_form(court, client_for):
    bail = court.arrested(date(2026, 12, 9), return_on=date(2027, 1, 21))
    wrong = court.case.events.get(code="bail.started")
    client = client_for(court.police)
    url = f"{address(court, 'record_proceedings', 'bail.started')}?corrects={wrong.pk}"
    assert "No contact with Heron." in client.get(url).content.decode()

    _, done = twice(
        client,
        url,
        {
            "allegations": [court.one],
            **date_parts("on", date(2026, 12, 9)),
            **date_parts("bail_started__return_on", date(2027, 1, 28)),
            "bail_started__conditions": "No contact with Heron or Lark.",
        },
    )

    assert done.status_code == 302
    stored = Bail.objects.get(pk=bail)
    assert (stored.return_on, stored.conditions) == (date(2027, 1, 28), "No contact with Heron or Lark.")
    page = client.get(address(court, "proceedings")).content.decode()
    assert "<del>" in page


def test_social_care_acknowledges_and_decides_after_an_acquittal(court, client_for):
    court.charged(date(2026, 12, 14))
    court.says(date(2027, 1, 18), events.FindingMade(allegations=[court.one], guilty=False), by=court.court, at=NOW)
    client = client_for(court.social_worker)
    page = client.get(address(court, "proceedings")).content.decode()
    assert "what does this child need now?" in page
    outcome = court.case.outcomes_to_tell.get()
    assert client.post(address(court, "acknowledge_outcome", outcome.pk)).status_code == 302
    step = court.case.events.get(code="welfare.decision_asked").facts["step"]
    posted = {"decision": "strategy", "reason": "They are in the same year group."}
    assert client.post(address(court, "decide_welfare", step), posted).status_code == 302
    assert codes(court.case, "proceedings.outcome_known", "welfare.decided") == [
        "proceedings.outcome_known",
        "welfare.decided",
    ]


@pytest.mark.parametrize("code", [k.code for k in KINDS.values() if k.about is not About.NOTHING])
def test_every_kind_has_a_form_that_opens_for_who_records_it(court, client_for, code, person):
    court.arrested(date(2026, 12, 9), court.two)
    court.charged(date(2026, 12, 14), court.one)
    court.says(
        date(2026, 12, 15),
        events.HearingSet(allegations=[court.one], hearing=str(uuid4()), hearing_on="2027-02-01"),
        by=court.court,
    )
    kind = KINDS[code]
    who = court.police if Role.POLICE_OFFICER in kind.recorders else court.court
    assert client_for(who).get(address(court, "record_proceedings", code)).status_code == 200


def test_somebody_in_a_secure_home_sees_where_it_stands_and_no_more(court, client_for, person):
    court.arrested(date(2026, 12, 9))
    worker = person("secure_worker")
    put_on(court.case, worker, Role.SECURE_WORKER, OPENED, Part.INVOLVED)
    page = client_for(worker).get(address(court, "proceedings")).content.decode()
    assert "On police bail" in page
    assert "Sexual assault" not in page


def test_a_reason_lifts_nothing_when_nothing_is_held(court, client_for):
    answer = client_for(court.yos_manager).post(address(court, "lift_hold"), {"reason": "Now"})
    assert answer.status_code == 422 and "AIM2 is not held" in answer.content.decode()


def test_an_order_in_force_stands_beside_the_steps_until_its_last_day_and_not_after(court, client_for):
    court.says(
        date(2027, 1, 4),
        events.OrderMade(
            allegations=[court.one], order_id=str(uuid4()), until="2027-01-18", terms="No phone at night."
        ),
    )
    seen = client_for(court.police).get(address(court, "proceedings")).content.decode()
    assert "No phone at night." in seen.split("Every step so far")[1].split("hsb-side", 1)[1]

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        after = client_for(court.police).get(address(court, "proceedings")).content.decode()
    assert "hsb-side" not in after.split("Every step so far")[1]


@pytest.fixture
def without_worker(court) -> Court:
    """Social care has no open work: the worker has left the record, and MASH left it when the worker was allocated."""
    for one in court.case.involvements.filter(role="social_worker"):
        withdraw(involvement=one, by=None, at=OPENED, reason="The work is done.")
    court.charged(date(2026, 12, 14))
    return court


def acquit(court, client_for) -> None:
    posted = {
        "allegations": [court.one],
        **date_parts("on", date(2027, 1, 18)),
        "finding_made__verdict": "not_guilty",
    }
    page, done = twice(client_for(court.court), address(court, "record_proceedings", "finding.made"), posted)
    assert done.status_code == 302, page
    outbox.work()


@pytest.mark.policy("P6.5")
def test_where_social_care_has_no_open_work_mash_has_the_notice_the_line_and_the_record(
    without_worker, person, client_for
):
    mash = client_for(person("mash_worker"))
    assert mash.get(address(without_worker, "proceedings")).status_code == 404

    acquit(without_worker, client_for)

    told = Notice.objects.filter(user=person("mash_worker")).values_list("kind", flat=True)
    assert {"proceedings.outcome", "welfare.decision_asked"} <= set(told)
    home = mash.get(reverse("pages:home")).content.decode()
    assert "social care knows of the outcome" in home and without_worker.case.reference in home
    page = mash.get(address(without_worker, "proceedings")).content.decode()
    outcome = OutcomeToTell.objects.get(case=without_worker.case)
    assert "I know of it" in page and "what does this child need now?" in page
    mash.post(address(without_worker, "acknowledge_outcome", outcome.pk), {"once": str(uuid4())})
    outcome.refresh_from_db()
    assert outcome.known_at


@pytest.mark.policy("P6.5")
def test_a_worker_who_is_allocated_meanwhile_does_not_take_it_from_mash_who_leaves_once_it_is_done(
    without_worker, person, client_for
):
    mash, case = client_for(person("mash_worker")), without_worker.case
    acquit(without_worker, client_for)
    Case.objects.filter(pk=case.pk).update(safeguarding="assessment")
    case.refresh_from_db()
    put_role_on(case, Agency.objects.get(kind="csws"), Role.CSWS_MANAGER, OPENED, Part.INVOLVED)
    allocate(case=case, worker=without_worker.social_worker, by=person("csws_manager"), at=NOW)
    outcome = OutcomeToTell.objects.get(case=case)
    (step, _), *_ = queries.welfare_asked(case)

    mash.post(address(without_worker, "acknowledge_outcome", outcome.pk), {"once": str(uuid4())})
    assert mash.get(address(without_worker, "proceedings")).status_code == 200
    said = {"once": str(uuid4()), "decision": "goes_on", "reason": "The plan holds without bail."}
    done = mash.post(address(without_worker, "decide_welfare", step), said)

    assert done.headers["Location"] == reverse("pages:home")
    assert mash.get(address(without_worker, "proceedings")).status_code == 404


@pytest.mark.policy("P6.3")
def test_police_are_led_to_ask_for_aim2_once_something_is_admitted_and_nobody_else_is(court, client_for):
    asks, page = address(court, "request"), address(court, "proceedings")
    court.arrested(date(2026, 12, 9))
    assert asks not in client_for(court.police).get(page).content.decode()
    court.says(date(2026, 12, 10), events.AdmissionRecorded(allegations=[court.one], admission="partial"))
    assert asks in client_for(court.police).get(page).content.decode()
    for other in (court.court, court.social_worker):
        assert asks not in client_for(other).get(page).content.decode()
