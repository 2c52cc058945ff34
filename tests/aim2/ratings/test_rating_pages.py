"""Pages of rating: by button, by key, refused in an open page, and what each reader sees."""

import re

import pytest

from aim2.assessments import evidence
from aim2.models import RatedWith, Rating
from hsb.agencies.permissions import Role
from hsb.cases import access
from referrals.models import AssessmentSection, CfAssessment
from tests.aim2.assessments import builders
from tests.aim2.ratings import sheets
from tests.aim2.ratings.conftest import AT
from tests.aim2.ratings.test_rating_actions import withdraws
from tests.factories.cases import put_on

pytestmark = pytest.mark.django_db
KEYS = {"X-Requested-With": "keys"}


def test_an_officer_chooses_an_instrument_and_rates_by_buttons(assessment, packs, yos_officer, client_for, address):
    browser = client_for(yos_officer)
    assert "Choose the instrument" in browser.get(address).text
    shown = browser.get(f"{address}instrument/").text
    assert "totals across domains" in shown and "structure only" not in shown
    chosen = browser.post(f"{address}instrument/", {"pack": packs[sheets.ACROSS].pk})
    assert chosen.status_code == 302 and RatedWith.objects.get().pack == packs[sheets.ACROSS]

    page = browser.get(f"{address}domain/D2/").text
    answer = browser.post(f"{address}item/2.1/", {"answer": "1", "version": "0", "why": "School says so."})

    assert "Invented factor 2.1" in page and "Demonstration, not AIM" in page
    assert answer["Location"].endswith("domain/D2/#i-2-2")
    after = browser.get(f"{address}domain/D2/").text
    assert 'aria-pressed="true"' in after and "School says so." in after
    assert "School says so." in browser.get(f"{address}item/2.1/").text


def test_by_keys_the_item_and_the_profile_come_back(rated, yos_officer, client_for, address):
    answer = client_for(yos_officer).post(f"{address}item/1.1/", {"answer": "4", "version": "0"}, headers=KEYS).json()

    assert answer["left"] == 24
    assert 'aria-pressed="true"' in answer["item"] and "You have rated." in answer["item"]
    assert "24 not rated" in answer["profile"]


def test_a_refusal_loses_nothing_that_was_typed(rated, yos_officer, client_for, address):
    browser = client_for(yos_officer)
    typed = {"answer": "3", "version": "0", "why": "Mood has been low since June."}

    page = browser.post(f"{address}item/1.1/", typed)
    by_key = browser.post(f"{address}item/1.1/", typed, headers=KEYS)

    assert page.status_code == 422 and "its scale has nothing else" in page.text
    assert "Mood has been low since June." in page.text
    assert by_key.status_code == 422 and "its scale has nothing else" in by_key.json()["message"]
    assert not Rating.objects.exists()


def test_an_open_page_is_refused_from_the_second_consent_is_withdrawn(rated, case, yos_officer, client_for, address):
    browser = client_for(yos_officer)
    assert browser.get(f"{address}domain/SEX/").status_code == 200
    withdraws(case, yos_officer, AT)

    answer = browser.post(f"{address}item/1.1/", {"answer": "2", "version": "0"}, headers=KEYS)

    assert answer.status_code == 422 and "cannot go on now" in answer.json()["message"]


def test_neither_sees_the_others_before_both_are_in(rated, yos_officer, social_worker, client_for, address):
    lead, co = client_for(yos_officer), client_for(social_worker)
    lead.post(f"{address}item/1.1/", {"answer": "4", "version": "0", "why": "Only mine to read."})
    pages = ("domain/SEX/", "item/1.1/", "")
    before = [co.get(f"{address}{page}").text for page in pages]
    co.post(f"{address}item/1.1/", {"answer": "2", "version": "0"})
    after = co.get(f"{address}domain/SEX/").text

    assert "hidden until you rate" in before[0]
    assert not any("Only mine to read." in text or 'aria-pressed="true"' in text for text in before)
    assert "25 not rated" in before[2]
    assert "Both rated: you 2 Some, Ruth Adeyemi 4 Much" in re.sub(r"\s+", " ", after)
    assert "The rating both stand by" in after


def test_a_difference_is_settled_with_its_reason(rated, yos_officer, social_worker, client_for, address):
    sheets.says(rated, yos_officer, AT, **{"1.1": 4})
    sheets.says(rated, social_worker, AT, **{"1.1": 2})
    browser = client_for(yos_officer)
    refused = browser.post(f"{address}item/1.1/settle/", {"answer": "2", "version": "0", "because": ""})
    done = browser.post(f"{address}item/1.1/settle/", {"answer": "2", "version": "0", "because": "The log says so."})

    assert refused.status_code == 422 and "Say why you settled" in refused.text
    assert done.status_code == 302
    shown = browser.get(f"{address}item/1.1/").text
    assert "Settled: 2 Some. The log says so." in shown and "Seen by" in shown


def test_others_read_nothing_of_it_and_quality_assurance_from_the_day_it_waits(
    rated, yos_officer, social_worker, yos_manager, police_officer, stranger, client_for, address
):
    for item in sheets.sheet(rated).lines:
        sheets.says(rated, yos_officer, AT, **{item: 2})
        sheets.says(rated, social_worker, AT, **{item: 2})
    for page in ("", "domain/SEX/", "item/1.1/", "instrument/"):
        for who in (police_officer, yos_manager):
            assert client_for(who).get(f"{address}{page}").status_code == 403
        assert client_for(stranger).get(f"{address}{page}").status_code == 404
    builders.written(rated, AT)
    builders.agreed(rated, AT)

    shown = client_for(yos_manager).get(address)

    assert shown.status_code == 200 and "<b>10, Middle, invented</b>, all 5 items" in shown.text
    assert "<b>Some</b>" in client_for(yos_manager).get(f"{address}domain/SEX/").text
    assert client_for(yos_manager).post(f"{address}item/1.1/", {"answer": "4"}).status_code == 403
    report = client_for(yos_manager).get(address.replace("ratings/", "report/")).text
    assert "10, Middle, invented" in report


def test_a_total_with_a_gap_has_no_band_and_names_its_items(rated, yos_officer, social_worker, client_for, address):
    for item in ("1.1", "1.2", "1.3"):
        sheets.says(rated, yos_officer, AT, **{item: 2})
        sheets.says(rated, social_worker, AT, **{item: 4 if item == "1.3" else 2})
    sheets.says(rated, yos_officer, AT, **{"1.4": "n"})
    sheets.says(rated, social_worker, AT, **{"1.4": "n"})

    shown = client_for(yos_officer).get(address).text

    assert "2 of 5. Missing 1.3 (not agreed yet), 1.4 (not known), 1.5 (not rated)" in shown


def test_the_profile_is_a_picture_with_its_table_and_history_apart_from_what_can_change(
    rated, yos_officer, client_for, address
):
    sheets.says(rated, yos_officer, AT, **{"1.1": 4, "1.2": "n", "1.3": "x"})

    shown = client_for(yos_officer).get(address).text

    assert '<svg class="aim-chart"' in shown and 'role="img"' in shown
    assert "Factors, history" in shown and "Factors, can change" in shown
    row = re.search(r"1 Sexual behaviours: factors, history</th>(.*?)</tr>", shown)
    assert row and re.findall(r"<td>(\d+)</td>", row[1]) == ["1", "0", "0", "1", "0", "0"]


def test_evidence_opens_no_record_that_its_reader_may_not_read(
    rated, case, yos_officer, social_worker, police_officer, client_for, address
):
    found = CfAssessment.objects.get(case=case)
    AssessmentSection.objects.create(
        case=case, assessment=found, key="needs", text="Read with the assessment.", saved_at=AT, saved_by=social_worker
    )
    put_on(case, police_officer, Role.POLICE_OFFICER, AT)
    words = "Read with the assessment."

    def offered(reader):
        opened = access.get_case(reader, case.reference, look="a test")
        return [one for one in evidence.offers(case, rated, locked=False, opened=opened)[0] if words in one.words]

    assert offered(police_officer) == []  # of the assessment they read a summary
    assert words in client_for(yos_officer).get(f"{address}item/1.1/").text  # the officer allocated reads it
    (offer,) = offered(social_worker)
    typed = {"answer": "2", "version": "0", "source": offer.source}
    assert client_for(social_worker).post(f"{address}item/1.1/", typed).status_code == 302


def test_keys_can_be_switched_off(rated, yos_officer, client_for, address):
    browser = client_for(yos_officer)
    assert "data-keys" in browser.get(f"{address}domain/SEX/").text
    browser.post("/aim2/keys/", {"back": f"{address}domain/SEX/"})

    assert "data-keys" not in browser.get(f"{address}domain/SEX/").text


def test_a_domain_asks_no_more_of_the_database_for_more_ratings(
    rated, yos_officer, social_worker, client_for, address, django_assert_max_num_queries
):
    browser = client_for(yos_officer)
    for item in sheets.sheet(rated).lines:
        sheets.says(rated, yos_officer, AT, **{item: 2})
    with django_assert_max_num_queries(60):
        browser.get(f"{address}domain/SEX/")
