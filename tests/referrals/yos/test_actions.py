"""At the Youth Offending Service: claim, screen, ask, accept, decline, allocate."""

from datetime import date, datetime, timedelta

import pytest

from hsb import clock
from hsb.cases import barring, grants
from hsb.cases.models import Case
from hsb.cases.visible import may_see
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.timeliness.models import Deadline
from referrals.inbox import queries as inbox
from referrals.models import Destination, Receipt, Screening
from referrals.yos import actions, queries
from tests.factories.referrals import sent, young_persons_case

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P5.10")]
AT = datetime(2026, 11, 19, 15, 42, tzinfo=clock.LONDON)
LATER = AT + timedelta(days=1)


@pytest.fixture
def receipt(dsl):
    return Receipt.objects.select_related("case", "referral").get(
        case=young_persons_case(sent(dsl, AT)), destination="yos"
    )


def screen(receipt, by, outcome="accepted", **given):
    criteria = queries.screening_criteria(receipt, on=clock.local_date(LATER))
    return actions.screen(
        receipt=receipt,
        outcome=outcome,
        reasons="Abusive behaviour, aged 14.",
        criteria=criteria,
        by=by,
        at=LATER,
        **given,
    )


def test_one_person_deals_with_it_and_the_sender_knows(receipt, yos_manager, stranger):
    with pytest.raises(AccessDenied):
        actions.claim(receipt=receipt, by=stranger, at=LATER)

    actions.claim(receipt=receipt, by=yos_manager, at=LATER)
    actions.claim(receipt=receipt, by=yos_manager, at=LATER)

    receipt.refresh_from_db()
    assert (receipt.claimed_by, receipt.acknowledged_by) == (yos_manager, yos_manager)
    assert receipt.case.events.filter(code="yos.claimed").count() == 1


@pytest.mark.policy("P4.1")
def test_accepting_keeps_every_criterion_with_its_reason_and_meets_the_clock(receipt, yos_manager, yos_officer):
    with pytest.raises(AccessDenied):
        screen(receipt, yos_officer)

    screening = screen(receipt, yos_manager)

    assert {one["code"] for one in screening.criteria} >= {"age_at_behaviour"}
    assert all(one["reason"] and one["source"] for one in screening.criteria)
    receipt.case.refresh_from_db()
    assert receipt.case.youth_offending == "accepted"
    assert Deadline.objects.get(case=receipt.case, standard_code="T23").state == "met"
    with pytest.raises(ActionNotAllowed, match="decided already"):
        screen(receipt, yos_manager)


def test_nobody_is_declined_without_an_alternative(receipt, yos_manager):
    with pytest.raises(ActionNotAllowed, match="offered instead"):
        screen(receipt, yos_manager, "declined")
    assert not Screening.objects.exists()

    screen(receipt, yos_manager, "declined", alternative="Advice to the school, three meetings.")

    receipt.case.refresh_from_db()
    assert receipt.case.youth_offending == "declined"


def test_asking_for_more_stops_the_clock_until_the_answer_comes(receipt, yos_manager, social_worker):
    screen(receipt, yos_manager, "more_asked", question="Has he been assessed for autism?")
    assert Deadline.objects.get(case=receipt.case, standard_code="T23").state == "paused"
    with pytest.raises(ActionNotAllowed, match="asked for already"):
        screen(receipt, yos_manager, "more_asked", question="And again?")
    long_after = clock.local_date(LATER) + timedelta(days=60)
    assert inbox.inbox(yos_manager, Destination.YOS, today=long_after).overdue == 0

    case = receipt.case
    actions.answer(case=case, text="Yes, in 2024.", by=social_worker, at=LATER + timedelta(days=3))

    assert Deadline.objects.get(case=case, standard_code="T23").state == "open"
    with pytest.raises(ActionNotAllowed, match="Nothing is being asked"):
        actions.answer(case=case, text="Again", by=social_worker, at=LATER + timedelta(days=3))


def test_a_child_under_twelve_is_offered_a_named_way_for_younger_children(receipt, yos_manager):
    Case.objects.filter(pk=receipt.case_id).update(born_on=date(2016, 3, 1))
    declined = {"outcome": "declined", "alternative": "She is rung on Monday."}

    for way in ("", "adult_services"):
        with pytest.raises(ActionNotAllowed, match="This child is 10. Choose which way for younger children"):
            screen(receipt, yos_manager, pathway=way, **declined)
    with pytest.raises(ActionNotAllowed, match="one of the ways shown"):
        screen(receipt, yos_manager, pathway="nonsense", **declined)
    kept = screen(receipt, yos_manager, pathway="younger_children", **declined)

    assert (kept.pathway, kept.by, kept.at) == ("younger_children", yos_manager, LATER)
    assert kept.alternative == "Assessment for younger children by social care. She is rung on Monday."


def test_what_waits_for_an_answer_stands_below_what_yos_must_decide(receipt, dsl, yos_manager, social_worker):
    newer = Receipt.objects.get(case=young_persons_case(sent(dsl, LATER)), destination="yos")
    today = clock.local_date(LATER)

    def listed(sort=""):
        page = inbox.inbox(yos_manager, Destination.YOS, inbox.InboxFilter(sort=sort), today=today)
        return [row.reference for row in page.rows]

    older_first = [receipt.case.reference, newer.case.reference]
    assert listed() == older_first
    assert listed("newest") == older_first[::-1]

    screen(receipt, yos_manager, "more_asked", question="Has he been assessed for autism?")
    assert listed() == older_first[::-1]

    actions.answer(case=receipt.case, text="Yes, in 2024.", by=social_worker, at=LATER)
    assert listed() == older_first


def test_an_accepted_case_goes_to_an_officer_who_can_open_it(receipt, yos_manager, yos_officer, social_worker):
    with pytest.raises(ActionNotAllowed, match="Accept the referral"):
        actions.allocate(case=receipt.case, officer=yos_officer, by=yos_manager, at=LATER)
    screen(receipt, yos_manager)
    assert not may_see(yos_officer, receipt.case_id)
    with pytest.raises(ActionNotAllowed, match="not a YOS officer"):
        actions.allocate(case=receipt.case, officer=social_worker, by=yos_manager, at=LATER)

    actions.allocate(case=receipt.case, officer=yos_officer, by=yos_manager, at=LATER)

    assert may_see(yos_officer, receipt.case_id)
    assert Deadline.objects.get(case=receipt.case, standard_code="T24").state == "met"
    assert grants.differences() == 0
    assert queries.caseloads(receipt.case, on=clock.local_date(LATER))[0].young_people == 1


def test_an_officer_who_must_not_see_the_case_is_not_given_it(receipt, yos_manager, yos_officer, csws_manager):
    screen(receipt, yos_manager)
    barring.deny(case=receipt.case, user=yos_officer, by=csws_manager, at=AT, reason="A relative.")

    with pytest.raises(ActionNotAllowed, match="cannot hold this case"):
        actions.allocate(case=receipt.case, officer=yos_officer, by=yos_manager, at=LATER)


def test_the_inbox_shows_what_waits_and_what_is_decided_leaves_it(receipt, yos_manager, stranger):
    today = clock.local_date(LATER)
    assert inbox.inbox(yos_manager, Destination.YOS, today=today).waiting == 1
    assert inbox.inbox(stranger, Destination.YOS, today=today).waiting == 0

    screen(receipt, yos_manager)

    assert inbox.inbox(yos_manager, Destination.YOS, today=today).waiting == 0
