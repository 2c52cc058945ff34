"""A harmed child's needs and the support offered: on that child's record alone, by those who work with that child."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from aim2.closures import queries as closures
from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases import actions as cases
from hsb.cases.models import Case
from hsb.cases.states import Strand
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from strategy_meetings.models import SupportNeed, SupportOffer
from strategy_meetings.support import actions, queries
from strategy_meetings.support.states import State
from tests.factories.cases import YOUNG_PERSON, harmed_child, put_on, young_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_afternoon(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def case(at: datetime, victim_worker: User, csws_manager: User, police_officer: User, dsl: User) -> Case:
    """A harmed child with a worker of their own, linked to the young person's record."""
    before = at - timedelta(days=20)
    harmed, young = harmed_child(before), young_person(before)
    cases.link(displayed=young, harmed=harmed, called="Heron", relationship="same school", by=None, at=before)
    for who, role in (
        (victim_worker, Role.VICTIM_WORKER),
        (csws_manager, Role.CSWS_MANAGER),
        (police_officer, Role.POLICE_OFFICER),
        (dsl, Role.DSL),
    ):
        put_on(harmed, who, role, before)
    return harmed


def opened(who: User, case: Case) -> access.OpenCase:
    return access.get_case(who, case.reference, look="test")


def offered(case: Case, who: User, at: datetime, **given: Any) -> SupportOffer:
    written: dict[str, Any] = {
        "kind": "therapy", "service": "Fernbank therapy service", "what": "Twelve meetings.", "offered_to": "both",
        "offered_on": at.date() - timedelta(days=3), "need": None, **given,
    }  # fmt: skip
    return actions.offer(opened=opened(who, case), at=at, **written)


@pytest.mark.policy("P3.7")
def test_a_need_an_offer_its_answer_and_its_end_stand_in_the_childs_chronology(case, victim_worker, at) -> None:
    by = opened(victim_worker, case)
    need = actions.record_need(opened=by, what="To sleep again.", said_by="The child", at=at)
    offer = offered(case, victim_worker, at, need=need)
    actions.answer(
        offer=offer, to=State.TAKEN_UP, on=at.date() - timedelta(days=1), words="I will try it.", opened=by, at=at
    )
    actions.end(offer=offer, on=at.date(), because="She sleeps through.", opened=by, at=at)
    actions.meet(need=need, on=at.date(), how="She sleeps through.", opened=by, at=at)

    codes = CaseEvent.objects.filter(case=case, code__startswith="support.").order_by("number")
    assert list(codes.values_list("code", flat=True)) == [
        *("support.need_recorded", "support.offered", "support.answered", "support.ended", "support.need_met"),
    ]
    offer.refresh_from_db()
    assert (offer.state, offer.answered_on, offer.ended_on) == ("ended", date(2026, 3, 4), date(2026, 3, 5))


def test_declined_is_an_answer_and_they_may_change_their_mind(case, police_officer, at) -> None:
    by = opened(police_officer, case)
    offer = offered(case, police_officer, at)
    actions.answer(offer=offer, to=State.DECLINED, on=at.date(), words="Not now.", opened=by, at=at)
    with pytest.raises(ActionNotAllowed, match="This offer stands at “declined”"):
        actions.end(offer=offer, on=at.date(), because="Over.", opened=by, at=at)

    actions.answer(offer=offer, to=State.TAKEN_UP, on=at.date(), words="Now she wants to.", opened=by, at=at)

    offer.refresh_from_db()
    assert offer.state == State.TAKEN_UP


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"service": " "}, "Say who gives the support"),
        ({"offered_on": date(2026, 3, 6)}, "Enter a day that has come"),
        ({"what": f"With {YOUNG_PERSON.given_name} {YOUNG_PERSON.family_name} in the room."}, "another child"),
    ],
)
def test_an_offer_that_cannot_be_is_refused_with_what_to_write(case, victim_worker, at, change, said) -> None:
    with pytest.raises(ActionNotAllowed, match=said):
        offered(case, victim_worker, at, **change)

    assert not SupportOffer.objects.exists() and offered(case, victim_worker, at)


def test_an_answer_is_not_before_the_offer(case, victim_worker, at) -> None:
    offer = offered(case, victim_worker, at)

    with pytest.raises(ActionNotAllowed, match="before it was offered"):
        actions.answer(
            offer=offer, to=State.TAKEN_UP, on=date(2026, 3, 1), words="", opened=opened(victim_worker, case), at=at
        )


def test_the_school_has_no_part_in_it_and_no_young_person_has_such_a_page(
    case, victim_worker, csws_manager, dsl, at, client_for
) -> None:
    offered(case, victim_worker, at)
    with pytest.raises(AccessDenied, match="record this"):
        offered(case, dsl, at)
    assert client_for(dsl).get(f"/cases/{case.reference}/support/").status_code == 403
    assert f"/cases/{case.reference}/support/" not in client_for(dsl).get(f"/cases/{case.reference}/safety-plan/").text

    young = young_person(at)
    put_on(young, csws_manager, Role.CSWS_MANAGER, at)
    with pytest.raises(ActionNotAllowed, match="on the record of the child or person harmed"):
        offered(young, csws_manager, at)
    browser = client_for(csws_manager)
    assert browser.get(f"/cases/{young.reference}/support/").status_code == 404
    assert f"/cases/{young.reference}/support/" not in browser.get(f"/cases/{young.reference}/safety-plan/").text


def test_the_page_says_what_comes_next_and_leads_there(case, victim_worker, at, client_for) -> None:
    browser, home = client_for(victim_worker), f"/cases/{case.reference}/support/"
    assert home in browser.get(f"/cases/{case.reference}/safety-plan/").text
    assert "Write down what is needed" in browser.get(home).text
    assert browser.post(f"{home}needs/", {"what": "To sleep again.", "said_by": "Her mother"}).status_code == 302
    need = SupportNeed.objects.get()
    assert "Nothing is offered for: To sleep again." in browser.get(home).text
    typed = {
        "kind": "therapy", "service": "Fernbank", "need": str(need.pk), "offered_to": "child",
        "offered_on_day": "3", "offered_on_month": "3", "offered_on_year": "2026",
    }  # fmt: skip
    assert browser.post(f"{home}offers/", typed).status_code == 302
    page = browser.get(home).text
    assert "Ask the child about “Fernbank”, offered 2 days ago." in page
    assert f"{home}offers/{SupportOffer.objects.get().pk}/answer/" in page


def test_a_closed_record_takes_no_more_support(case, victim_worker, csws_manager, at, client_for) -> None:
    Case.objects.filter(pk=case.pk).update(closed_at=at)
    browser, home = client_for(victim_worker), f"/cases/{case.reference}/support/"

    answer = browser.post(f"{home}needs/", {"what": "To sleep again.", "said_by": "Her mother"})

    assert answer.status_code == 422 and "This record was closed" in answer.text
    assert "Add a need" not in browser.get(home).text


def test_what_comes_next_is_the_oldest_answer_then_a_need_without_an_offer(case, victim_worker, at) -> None:
    by, today = opened(victim_worker, case), at.date()
    need = actions.record_need(opened=by, what="To sleep again.", said_by="The child", at=at)
    assert queries.next_move([need], [], today=today).step == "offer_support"
    new = offered(case, victim_worker, at, need=need, offered_on=today)
    old = offered(case, victim_worker, at, service="Centre", kind="assault_centre")
    assert queries.next_move([need], [new, old], today=today).of == old.pk

    for offer in (new, old):
        actions.answer(offer=offer, to=State.TAKEN_UP, on=today, words="", opened=by, at=at)

    for offer in (new, old):
        offer.refresh_from_db()
    assert queries.next_move([need], [new, old], today=today).what.startswith("Nothing waits for an answer")


def test_an_offer_that_waits_keeps_the_case_open_and_no_other_record_reaches_it(case, victim_worker, at) -> None:
    assert closures.still_runs(case, Strand.SAFEGUARDING) == []
    offer, young = offered(case, victim_worker, at), young_person(at)
    assert closures.still_runs(case, Strand.SAFEGUARDING) == ["An offer of support waits for its answer."]
    assert closures.still_runs(young, Strand.SAFEGUARDING) == [] and queries.offer_of(young, offer.pk) is None

    by = opened(victim_worker, case)
    actions.answer(offer=offer, to=State.DECLINED, on=at.date(), words="Not now.", opened=by, at=at)

    assert closures.still_runs(case, Strand.SAFEGUARDING) == []
