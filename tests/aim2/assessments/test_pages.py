"""The pages of an assessment: who sees what, writing without losing anything, signing."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from aim2.assessments import actions, signing
from aim2.models import Assessment, AssessmentText, SubTotal
from aim2.proceedings.actions import add_allegation
from hsb import clock
from hsb.cases.models import Case
from tests.aim2.assessments import builders
from tests.aim2.ready import agrees, ready
from tests.conftest import CAST
from tests.factories.cases import harmed_child, young_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 15, 10, 0, tzinfo=clock.LONDON)


@pytest.fixture
def case(dsl, yos_officer, social_worker, yos_manager, police_officer, time_machine):
    time_machine.move_to(AT)
    made = ready(dsl, yos_officer, social_worker, yos_manager, AT)
    builders.on_the_case(made, AT, police_officer=police_officer)
    return made


@pytest.fixture
def assessment(case, yos_officer, social_worker):
    return builders.begun(case, yos_officer, social_worker, AT)


@pytest.fixture
def address(case):
    return f"/cases/{case.reference}/aim2-assessment/"


def test_an_officer_opens_it_and_its_first_session_starts_it(case, yos_officer, social_worker, client_for, address):
    browser = client_for(yos_officer)
    assert "No AIM assessment has been opened" in browser.get(address).text
    typed = {"tool": "aim2", "lead": yos_officer.pk, "co_worker": social_worker.pk}
    assert browser.post(f"{address}open/", typed).status_code == 302
    assert "no session has taken place" in browser.get(address).text
    held = {
        "held_on_day": "14",
        "held_on_month": "12",
        "held_on_year": "2026",
        "whom": "young_person",
        "attended": "yes",
    }

    assert browser.post(f"{address}1/sessions/", held).status_code == 302

    assert "Started Monday 14 December 2026" in browser.get(address).text


def test_others_read_where_it_stands_and_nothing_of_it(
    assessment, yos_officer, police_officer, stranger, client_for, address
):
    actions.say_edition(assessment=assessment, edition=builders.EDITION, by=yos_officer)
    shown = client_for(police_officer).get(address)
    assert "Being written" in shown.text and "Ruth Adeyemi leads" in shown.text
    for page in ("part/family/", "totals/", "report/", "sessions/", "text/formulation/"):
        assert client_for(police_officer).get(f"{address}1/{page}").status_code == 403
    assert client_for(stranger).get(address).status_code == 404


@pytest.mark.parametrize("who", ["health", "partner_practitioner"])
def test_a_co_worker_of_any_agency_writes_their_view_and_their_colleagues_see_where_it_stands(
    case, person, who, yos_officer, client_for, address
):
    co_worker = person(who)
    builders.on_the_case(case, AT, **{CAST[who][2].value: co_worker})
    assert client_for(co_worker).get(address).status_code == 200  # before they are named: that there is none
    assessment = builders.begun(case, yos_officer, co_worker, AT)
    text = f"{address}1/text/family.concerns_dynamic/"

    browser = client_for(co_worker)
    assert browser.post(text, {"text": "The aunt helps.", "version": "0", "then": "finish"}).status_code == 302

    assert "The aunt helps." in browser.get(text).text
    Assessment.objects.filter(pk=assessment.pk).update(co_worker=None)
    assert client_for(co_worker).get(text).status_code == 403
    assert "Being written" in client_for(co_worker).get(address).text


def test_a_manager_reads_texts_and_totals_from_the_day_it_waits_for_them(assessment, yos_manager, client_for, address):
    browser = client_for(yos_manager)
    assert browser.get(f"{address}1/totals/").status_code == 403
    builders.written(assessment, AT)
    builders.agreed(assessment, AT)
    assert browser.get(f"{address}1/totals/").status_code == 200
    assert "Sign off the assessment" in browser.get(f"{address}1/report/").text


def test_one_writes_saves_and_finishes_a_view(assessment, yos_officer, social_worker, client_for, address):
    lead, co = client_for(yos_officer), client_for(social_worker)
    text = f"{address}1/text/family.concerns_dynamic/"
    assert lead.post(f"{text}autosave/", {"text": "Evenings.", "version": "0"}).json()["version"] == 1
    assert lead.post(text, {"text": "Evenings alone.", "version": "1", "then": "finish"}).status_code == 302
    assert "Evenings alone." not in co.get(f"{address}1/part/family/").text
    assert "has written their view" in co.get(f"{address}1/part/family/").text
    co.post(text, {"text": "The aunt helps.", "version": "0", "then": "finish"})
    both = lead.get(f"{address}1/part/family/").text
    assert "The aunt helps." in both and "Settle on one wording" in both
    assert lead.post(text, {"text": "Evenings; the aunt helps.", "then": "settle"}).status_code == 302
    assert AssessmentText.objects.get(writer=None).text == "Evenings; the aunt helps."


def test_two_at_one_text_both_see_both(assessment, yos_officer, social_worker, client_for, address):
    text = f"{address}1/text/formulation/"
    client_for(yos_officer).post(text, {"text": "Alone.", "version": "0"})
    answer = client_for(social_worker).post(text, {"text": "Lonely.", "version": "0"})
    behind = client_for(social_worker).post(f"{text}autosave/", {"text": "Lonely.", "version": "0"})
    assert (answer.status_code, behind.status_code) == (409, 409)
    assert "Alone." in answer.text and "Lonely." in answer.text


def test_a_text_that_is_too_long_is_refused_and_stays_in_the_box(assessment, yos_officer, client_for, address):
    long = "a" * 100_001
    answer = client_for(yos_officer).post(f"{address}1/text/formulation/", {"text": long, "version": "0"})
    assert answer.status_code == 422
    assert long in answer.text and "Shorten it" in answer.text


def test_a_settled_wording_or_reason_that_is_refused_is_said_to_be_and_stays_in_its_box(
    assessment, yos_officer, social_worker, client_for, address
):
    text, lead = f"{address}1/text/family.concerns_dynamic/", client_for(yos_officer)
    for browser, words in ((lead, "Evenings alone."), (client_for(social_worker), "The aunt helps.")):
        browser.post(text, {"text": words, "version": "0", "then": "finish"})
    long = "a" * 100_001
    settled = lead.post(text, {"text": long, "then": "settle"})
    assert settled.status_code == 422 and long in settled.text and "Shorten it" in settled.text
    kept = lead.post(text, {"because": "  ", "then": "keep"})
    assert kept.status_code == 422 and "Say why both views are kept" in kept.text


def test_words_typed_for_what_waits_for_quality_assurance_meanwhile_can_be_copied(
    assessment, yos_officer, client_for, address
):
    builders.written(assessment, AT)
    builders.agreed(assessment, AT)
    answer = client_for(yos_officer).post(
        f"{address}1/text/formulation/", {"text": "One more thought.", "version": "1"}
    )
    assert answer.status_code == 422 and "waits for quality assurance" in answer.text
    assert "What you typed was not saved" in answer.text and "One more thought." in answer.text


def test_totals_come_from_the_manual_with_its_edition(assessment, yos_officer, client_for, address):
    browser, totals = client_for(yos_officer), f"{address}1/totals/"
    entered = {"which": "concerns_static", "total": "14", "band": "medium", "version": "0"}
    refused = browser.post(totals, entered)
    assert refused.status_code == 422 and "which edition" in refused.text
    browser.post(totals, {"which": "edition", "edition": builders.EDITION})
    assert browser.post(totals, entered).status_code == 302
    assert (SubTotal.objects.get().total, SubTotal.objects.get().edition) == (14, builders.EDITION)
    assert "Entered by Ruth Adeyemi" in browser.get(totals).text


def test_evidence_is_attached_with_and_without_a_script(assessment, yos_officer, client_for, address):
    browser = client_for(yos_officer)
    drawn = browser.get(f"{address}1/part/family/?q=phone").text
    source = drawn.split('name="source" value="')[1].partition('"')[0]
    pick = f"{address}1/text/family.concerns_dynamic/evidence/"
    assert browser.post(pick, {"source": source}).status_code == 302
    assert browser.post(pick, {"source": source}, headers={"X-Requested-With": "keys"}).json()["attached"] is True
    assert "Rules about the phone" in browser.get(f"{address}1/part/family/").text
    assert browser.post(pick, {"source": "csws:no"}, headers={"X-Requested-With": "keys"}).status_code == 422


@pytest.mark.policy("P5.10")
def test_the_co_worker_agrees_the_manager_returns_and_signs_and_the_lead_shares(
    assessment, case, yos_officer, social_worker, yos_manager, client_for, address
):
    lead, co, manager = client_for(yos_officer), client_for(social_worker), client_for(yos_manager)
    builders.written(assessment, AT)
    assert co.post(f"{address}1/agree/").status_code == 302
    version = Assessment.objects.get().version
    empty = manager.post(f"{address}1/return/", {"because": "", "version": version})
    assert empty.status_code == 422
    assert manager.post(f"{address}1/return/", {"because": "Say more.", "version": version}).status_code == 302
    assert "Say more." in lead.get(address).text
    co.post(f"{address}1/agree/")
    assert lead.post(f"{address}1/sign/", {"version": Assessment.objects.get().version}, follow=True).status_code == 200
    assert Assessment.objects.get().signed_at is None
    manager.post(f"{address}1/sign/", {"version": Assessment.objects.get().version})
    shared = {"shared": "yes", "on_day": "15", "on_month": "12", "on_year": "2026", "shared_with": "Mother"}
    assert lead.post(f"{address}1/share/", shared).status_code == 302
    assert Assessment.objects.get().state == "shared"


def test_every_page_opens_for_the_lead(assessment, yos_officer, client_for, address):
    builders.written(assessment, AT)
    browser = client_for(yos_officer)
    for page in (
        "", "planning-meeting/", "1/people/", "1/sessions/", "1/sources/", "1/timeline/", "1/part/behaviours/",
        "1/part/environment/", "1/part/accounts/", "1/part/formulation/", "1/part/recommendations/", "1/part/family/", "1/part/for_family/",
        "1/totals/", "1/report/", "1/text/formulation/", "1/end/",
    ):  # fmt: skip
        assert browser.get(f"{address}{page}").status_code == 200, page
    theirs = browser.get(f"{address}1/part/for_family/").text
    assert "Summary for the young person" in theirs and "Concerns, history" not in theirs
    assert browser.get(f"{address}1/part/nothing/").status_code == 404
    assert browser.get(f"{address}1/text/nothing/").status_code == 404
    assert browser.get(f"{address}2/report/").status_code == 404


def test_single_letter_keys_can_be_switched_off(assessment, yos_officer, client_for, address):
    browser = client_for(yos_officer)
    page = f"{address}1/part/environment/"
    assert "data-keys" in browser.get(page).text
    assert browser.post("/aim2/keys/", {"back": page})["Location"] == page
    assert "data-keys" not in browser.get(page).text
    assert browser.post("/aim2/keys/", {"back": "//elsewhere.test/"})["Location"] == "/"


def test_under_twelve_social_care_opens_the_narrative_for_younger_children(
    social_worker, yos_officer, client_for, time_machine
):
    time_machine.move_to(AT)
    child = young_person(AT)
    Case.objects.filter(pk=child.pk).update(born_on=date(2017, 3, 1))
    builders.on_the_case(child, AT, social_worker=social_worker)
    browser, address = client_for(social_worker), f"/cases/{child.reference}/aim2-assessment/"
    assert "Open an assessment" in browser.get(address).text
    typed = {"tool": "aim2", "lead": social_worker.pk, "alone_because": "Nobody else is trained."}
    refused = browser.post(f"{address}open/", typed)
    assert refused.status_code == 422 and "12 to 17" in refused.text
    assert browser.post(f"{address}open/", {**typed, "tool": "under_12"}).status_code == 302
    assert "12 to 17" not in browser.get(address).text, "what is asked of AIM2 is not asked of it"
    assert Assessment.objects.get().narrative_only


def test_a_harmed_childs_record_has_no_such_page(social_worker, client_for, time_machine):
    time_machine.move_to(AT)
    child = harmed_child(AT)
    builders.on_the_case(child, AT, social_worker=social_worker)
    browser = client_for(social_worker)
    for page in ("aim2-assessment/", "aim2-assessment/documents/", "intervention/"):
        assert browser.get(f"/cases/{child.reference}/{page}").status_code == 404
    assert "AIM2 assessment" not in browser.get(f"/cases/{child.reference}/").text


def test_something_significant_since_asks_to_rate_again_or_for_the_managers_reason(
    assessment, case, yos_officer, yos_manager, police_officer, client_for, address, time_machine
):
    builders.written(assessment, AT)
    builders.agreed(assessment, AT)
    assessment.refresh_from_db()
    signing.sign(assessment=assessment, opened=builders.opened(yos_manager, case), version=assessment.version, at=AT)
    assert "may change it has happened since" not in client_for(yos_manager).get(address).text
    later = AT + timedelta(days=2)
    time_machine.move_to(later)
    add_allegation(
        case=case, offence="Sexual assault", alleged_on="", sexual=True, occurred=later, by=police_officer, at=later,
        press=uuid4(),
    )  # fmt: skip

    manager = client_for(yos_manager)  # they sign in again
    page = manager.get(address).text
    assert "may change it has happened since" in page and "17 December 2026" in page
    assert "Say why it is not rated again" in page
    time_machine.move_to(later + timedelta(minutes=1))
    manager.post(f"{address}1/keep/", {"because": "The same evening, seen by two."})

    assert "may change it has happened since" not in manager.get(address).text


def test_only_who_reads_consent_reads_that_somebody_withdrew(
    assessment, case, yos_officer, police_officer, client_for, address
):
    agrees(case, yos_officer, AT, reply="withdraws")
    assert "withdrew" in client_for(yos_officer).get(address).text
    theirs = client_for(police_officer).get(address).text
    assert "AIM2 has stopped." in theirs and "withdr" not in theirs.lower() and "refuse" not in theirs.lower()
