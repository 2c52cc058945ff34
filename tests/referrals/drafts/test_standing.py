"""The referrer's list says how each referral stands, and no more than its sender may know (P6.4)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb import clock
from hsb.cases import barring
from referrals.inbox import claims
from referrals.mash import actions as mash
from referrals.mash.actions import Written
from referrals.models import Draft, Receipt
from referrals.yos import actions as yos
from referrals.yos import queries as yos_queries
from tests.factories.referrals import draft, harmed_cases, sent, young_persons_case
from tests.hsb.ui.drawn import page

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P6.4")]
NOW = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)
LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _that_afternoon():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def referral(dsl, mash_worker, csws_manager, yos_manager):
    return sent(dsl, NOW)


@pytest.fixture
def young(referral):
    return young_persons_case(referral)


@pytest.fixture
def state(dsl, referral, client_for):
    """What the sender's own list says in the column of states."""
    browser = client_for(dsl)

    def read():
        shown = page(browser.get(reverse("referrals:list")).content)
        row = next(row for row in shown.cssselect("tbody tr") if referral.reference in row.text_content())
        return " ".join(row.cssselect("td")[2].text_content().split())

    return read


def receipt(case, destination):
    return Receipt.objects.select_related("case", "referral").get(case=case, destination=destination)


def decide(referral, cases, by):
    written = [Written(one, 0, {"outcome": "strategy_meeting", "reasons": "To make safe."}) for one in cases]
    return mash.propose(referral=referral, written=written, by=by, at=LATER)


def screen(case, by, outcome, **given):
    at_yos = receipt(case, "yos")
    criteria = yos_queries.screening_criteria(at_yos, on=clock.local_date(LATER))
    yos.screen(receipt=at_yos, outcome=outcome, reasons="Aged 14.", criteria=criteria, by=by, at=LATER, **given)


def test_a_referral_goes_from_received_to_decided_as_its_sender_is_told(
    state, referral, young, mash_worker, csws_manager
):
    assert state() == "Received"

    claims.open_first(receipt=receipt(young, "mash"), by=mash_worker, at=LATER)
    assert state() == "Being decided"

    everybody = [young, *harmed_cases(referral)]
    decisions = decide(referral, everybody, mash_worker)
    assert state() == "Being decided"  # proposed is between MASH and its manager

    mash.approve(decisions=[one for one in decisions if one.case_id == young.pk], by=csws_manager, at=LATER)
    assert state() == f"Being decided 1 of {len(everybody)} children decided"

    mash.approve(decisions=[one for one in decisions if one.case_id != young.pk], by=csws_manager, at=LATER)
    assert state() == "Decided"


def test_what_happens_on_the_harmed_childs_record_is_not_told(state, referral, mash_worker):
    for case in harmed_cases(referral):
        claims.open_first(receipt=receipt(case, "mash"), by=mash_worker, at=LATER)

    assert state() == "Received"


def test_the_sender_sees_whether_yos_accepted_and_not_what_it_asked_meanwhile(state, young, yos_manager):
    claims_words = state()
    screen(young, yos_manager, "more_asked", question="What does the school know?")
    assert state() == claims_words == "Received"

    yos.answer(case=young, text="Nothing more.", by=yos_manager, at=LATER)
    screen(young, yos_manager, "accepted")
    assert state() == "Received Accepted by YOS"


def test_a_declined_referral_says_so_and_gives_no_reason(state, young, yos_manager):
    screen(young, yos_manager, "declined", alternative="Advice to the school, three meetings.")

    assert state() == "Received Declined by YOS"


def test_whoever_is_denied_the_record_learns_nothing_more_of_it(state, young, dsl, mash_worker, yos_manager):
    claims.open_first(receipt=receipt(young, "mash"), by=mash_worker, at=LATER)
    screen(young, yos_manager, "accepted")
    barring.deny(case=young, user=dsl, by=mash_worker, at=LATER, reason="A cousin of the family.")

    assert state() == "Received"


def test_the_file_of_the_list_says_the_same_states(dsl, referral, young, yos_manager, client_for):
    draft(dsl, LATER)
    screen(young, yos_manager, "accepted")

    lines = client_for(dsl).get(reverse("referrals:list") + "?export=csv").content.decode("utf-8-sig").splitlines()

    assert lines[0].split(",")[:3] == ["Reference", "State", "Youth offending service"]
    assert sorted(",".join(line.split(",")[:3]) for line in lines[1:]) == sorted(
        [f"{referral.reference},Received,Accepted by YOS", ",Draft,"]
    )
    assert Draft.objects.count() == 2


def test_the_list_costs_one_statement_more_however_long_it_is(dsl, referral, client_for, django_assert_max_num_queries):
    browser = client_for(dsl)
    browser.get(reverse("referrals:list"))
    for _ in range(3):
        sent(dsl, NOW)

    with django_assert_max_num_queries(16):
        assert browser.get(reverse("referrals:list")).status_code == 200
