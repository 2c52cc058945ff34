"""A specialist opinion is asked of somebody by a day, chased until it comes, and kept with the assessment (P5.6)."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from hsb import clock
from hsb.agencies.permissions import Role
from hsb.chronology.models import CaseEvent
from hsb.errors import ActionNotAllowed
from hsb.timeliness.models import Deadline
from referrals.assessment import actions as assessments
from strategy_meetings.models import SpecialistOpinion
from strategy_meetings.opinions import actions
from strategy_meetings.opinions.states import OWNER, TRANSITIONS, State
from tests.factories.cases import harmed_child, put_on, young_person

pytestmark = [pytest.mark.django_db, pytest.mark.policy("P5.6")]
AT = datetime(2026, 12, 2, 12, 0, tzinfo=clock.LONDON)
DUE = date(2026, 12, 9)
CANARY = "Canary-opinion-3371"


@pytest.fixture
def case(social_worker, yos_officer):
    case = young_person(AT)
    put_on(case, social_worker, Role.SOCIAL_WORKER, AT)
    put_on(case, yos_officer, Role.YOS_OFFICER, AT)
    return case


@pytest.fixture
def opinion(case, social_worker):
    return ask(case, social_worker)


def ask(case, by, **more):
    given = {"asked_of": "Marta Finch, speech therapist", "question": "How to interview him.", "due_on": DUE}
    return actions.ask(case=case, by=by, at=AT, **{**given, **more})


def receive(opinion, by, *, on=DUE, at=AT + timedelta(days=7)):
    file = ContentFile(b"Short, checked questions.", "opinion.txt")
    actions.receive(opinion=opinion, file=file, in_short="Short questions.", received_on=on, by=by, at=at)
    opinion.refresh_from_db()


def clock_of(opinion) -> Deadline:
    return Deadline.objects.get(case=opinion.case, standard_code="OPINION", key=str(opinion.pk))


def test_each_opinion_has_a_clock_of_its_own_on_whoever_asked(case, opinion, social_worker):
    second = ask(case, social_worker, asked_of="Forensic service", due_on=date(2026, 12, 16))

    assert (clock_of(opinion).judged_on, clock_of(second).judged_on) == (DUE, date(2026, 12, 16))
    assert clock_of(opinion).owner_person == social_worker
    assert [one.number for one in (opinion, second)] == [1, 2]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"asked_of": " "}, "Say which person"),
        ({"question": ""}, "Write what you need"),
        ({"due_on": date(2026, 12, 2)}, "after today"),
    ],
)
def test_an_opinion_is_asked_of_somebody_on_something_by_a_day_to_come(case, social_worker, given, sentence):
    with pytest.raises(ActionNotAllowed, match=sentence):
        ask(case, social_worker, **given)

    assert not SpecialistOpinion.objects.exists()


def test_what_comes_is_a_document_of_this_child_kept_with_the_assessment_being_written(
    case, opinion, social_worker, settings
):
    assessment = assessments.start(case=case, referral=None, received_at=AT, by=social_worker, at=AT)

    receive(opinion, social_worker)

    assert opinion.state == State.RECEIVED
    assert opinion.assessment == assessment
    assert (opinion.document.case, opinion.document.record_class) == (case, "assessment")
    assert clock_of(opinion).state == "met"


def test_it_is_chased_and_the_chronology_says_how(opinion, social_worker):
    with pytest.raises(ActionNotAllowed, match="how you chased"):
        actions.chase(opinion=opinion, note=" ", by=social_worker, at=AT)

    actions.chase(opinion=opinion, note="Rang her: next week.", by=social_worker, at=AT)
    opinion.refresh_from_db()

    assert opinion.chased == 1
    assert CaseEvent.objects.filter(code="opinion.chased").count() == 1
    assert clock_of(opinion).state == "open"


def test_asked_and_not_come_is_on_record_and_it_is_still_taken_in_later(opinion, social_worker):
    actions.give_up(opinion=opinion, reason="She has left the service.", by=social_worker, at=AT)
    opinion.refresh_from_db()
    assert opinion.state == State.NOT_COME
    assert clock_of(opinion).state == "cancelled"
    with pytest.raises(ActionNotAllowed, match="not waited for"):
        actions.withdraw(opinion=opinion, reason="x", by=social_worker, at=AT)

    receive(opinion, social_worker)

    assert opinion.state == State.RECEIVED


def test_an_opinion_came_between_the_asking_and_today(opinion, social_worker):
    with pytest.raises(ActionNotAllowed, match="before it was asked"):
        receive(opinion, social_worker, on=date(2026, 12, 1))
    with pytest.raises(ActionNotAllowed, match="after today"):
        receive(opinion, social_worker, on=date(2026, 12, 20))


def test_every_state_has_a_way_and_an_owner():
    assert set(TRANSITIONS) == set(OWNER) == set(State)


def test_the_pages_ask_chase_and_take_in(case, social_worker, yos_officer, stranger, client_for, time_machine):
    time_machine.move_to(AT)
    client, home = client_for(social_worker), f"/cases/{case.reference}/opinions/"
    nobody = client.post(f"{home}ask/", {"question": "How to interview him."})
    assert nobody.status_code == 422
    due = {"due_on_day": "9", "due_on_month": "12", "due_on_year": "2026"}
    asked = client.post(f"{home}ask/", {"person": str(yos_officer.pk), "question": "AIM2?", **due})
    assert asked.status_code == 302
    opinion = SpecialistOpinion.objects.get()
    assert opinion.person == yos_officer
    page = client.get(home).text
    assert yos_officer.full_name in page and "AIM2?" in page
    assert client.post(f"{home}{opinion.pk}/chase/", {"note": "Rang."}).status_code == 302
    came = {"in_short": "Yes.", "received_on_day": "2", "received_on_month": "12", "received_on_year": "2026"}
    assert client.post(f"{home}{opinion.pk}/receive/", came).status_code == 422
    file = ContentFile(b"Yes, later.", "opinion.txt")
    assert client.post(f"{home}{opinion.pk}/receive/", {**came, "file": file}).status_code == 302
    assert "Received" in client.get(home).text
    assert client_for(stranger).get(home).status_code == 404


def test_what_is_asked_about_one_child_is_on_no_page_of_the_other(case, social_worker, mash_worker, client_for):
    harmed = harmed_child(AT)
    put_on(harmed, mash_worker, Role.SOCIAL_WORKER, AT)
    ask(harmed, mash_worker, question=CANARY)

    assert CANARY not in client_for(social_worker).get(f"/cases/{case.reference}/opinions/").text
    assert CANARY in client_for(mash_worker).get(f"/cases/{harmed.reference}/opinions/").text
