"""The pages of tasks: who reads what, what is kept, and that one question can be asked about any clock."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from hsb.cases import barring
from hsb.chronology.actions import record
from hsb.tasks import actions
from hsb.tasks.models import Task
from hsb.timeliness.models import Deadline
from referrals.events.submission import ReferralReceived
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def task(case, at, social_worker, police_officer):
    to = f"agency:{police_officer.memberships.get().agency.pk}"
    words = "Does bail allow the minibus?"
    return actions.set_task(case=case, kind="question", what=words, due_on=DUE, to=to, by=social_worker, at=at)


def url(name, case, *more):
    return reverse(f"tasks:{name}", args=[case.reference, *more])


def typed(to, **more):
    day = {"due_on_day": "10", "due_on_month": "3", "due_on_year": "2026"}
    return {"kind": "question", "what": "Does bail allow it?", "to": to, **day, **more}


def test_somebody_asks_by_the_form_and_the_one_asked_answers(case, social_worker, yos_officer, client_for):
    sent = client_for(social_worker).post(url("ask", case), typed(f"person:{yos_officer.pk}"))
    task = Task.objects.get()
    assert sent.url == url("show", case, task.pk)

    officer = client_for(yos_officer)
    shown = officer.get(sent.url)
    assert "Does bail allow it?" in shown.text and "Your answer" in shown.text and "Why this date?" in shown.text
    officer.post(sent.url, {"text": "It does.", "then": "answer", "version": "1"})

    assert "It does." in client_for(social_worker).get(sent.url).text
    task.refresh_from_db()
    assert task.state == "done"


def test_who_is_only_asked_for_a_check_reads_their_own_question_and_no_other(
    case, task, at, health, social_worker, client_for
):
    nurse = client_for(health)
    assert nurse.get(url("show", case, task.pk)).status_code == 403
    listed = nurse.get(url("list", case))
    assert listed.status_code == 200 and "minibus" not in listed.text
    assert nurse.get(url("ask", case)).status_code == 403

    own = actions.set_task(case=case, kind="question", what="Is he known to CAMHS?", due_on=DUE,
                           to=f"person:{health.pk}", by=social_worker, at=at)  # fmt: skip
    assert "CAMHS" in nurse.get(url("show", case, own.pk)).text
    assert "CAMHS" in nurse.get(url("list", case)).text
    assert "minibus" not in nurse.get(url("list", case)).text


def test_a_stranger_and_somebody_denied_find_nothing(
    case, task, at, stranger, police_officer, csws_manager, client_for
):
    officer = client_for(police_officer)
    assert officer.get(url("show", case, task.pk)).status_code == 200
    barring.deny(case=case, user=police_officer, by=csws_manager, at=at, reason="A neighbour.")

    for client in (client_for(stranger), officer):
        for name, more in (
            ("list", ()),
            ("ask", ()),
            ("show", (task.pk,)),
            ("hand_on", (task.pk,)),
            ("withdraw", (task.pk,)),
        ):
            assert client.get(url(name, case, *more)).status_code == 404
        assert client.post(url("show", case, task.pk), {"text": "x", "then": "answer"}).status_code == 404


@pytest.mark.policy("P3.7")
def test_a_task_of_one_child_is_not_found_on_the_other_childs_record(case, harmed, task, victim_worker, client_for):
    worker = client_for(victim_worker)
    assert worker.get(url("show", harmed, task.pk)).status_code == 404
    assert worker.get(url("show", case, task.pk)).status_code == 404


def test_an_agencys_colleague_may_not_withdraw_what_another_asked(case, task, yos_officer, csws_manager, client_for):
    assert client_for(yos_officer).get(url("withdraw", case, task.pk)).status_code == 403
    assert (
        client_for(yos_officer).post(url("hand_on", case, task.pk), {"to": f"person:{yos_officer.pk}"}).status_code
        == 403
    )
    assert client_for(csws_manager).get(url("withdraw", case, task.pk)).status_code == 200


def test_a_second_tab_keeps_what_was_typed_and_says_what_happened(
    case, task, at, police_officer, social_worker, client_for
):
    officer = client_for(police_officer)
    page = url("show", case, task.pk)
    actions.pass_on(task=task, to=f"person:{police_officer.pk}", reason="", by=social_worker, at=at)

    second = officer.post(page, {"text": "A long answer.", "then": "answer", "version": "1"})
    assert second.status_code == 422
    assert "Somebody changed this" in second.text and "A long answer." in second.text

    third = officer.post(page, {"text": "A long answer.", "then": "answer", "version": "2"})
    assert third.status_code == 302
    late = officer.post(page, {"text": "Another.", "then": "reply", "version": "3"})
    assert late.status_code == 422 and "done already" in late.text and "Another." in late.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"due_on_day": "4"}, "must be"),
        ({"due_on_day": "31", "due_on_month": "2"}, "real date"),
        ({"what": ""}, "Write what is to be done"),
        ({"what": "x" * 100_001}, "characters or fewer"),
        ({"to": "agency:424242"}, "who is asked"),
        ({"kind": "order"}, "a task or a question"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_kept(
    case, social_worker, police_officer, client_for, change, said
):
    agency = f"agency:{police_officer.memberships.get().agency.pk}"
    answer = client_for(social_worker).post(url("ask", case), typed(agency) | change)

    assert answer.status_code == 422 and said in answer.text and not Task.objects.exists()
    if change.get("what") is None:
        assert "Does bail allow it?" in answer.text


def test_a_reminder_is_a_question_to_whoevers_move_it_is(
    case, at, social_worker, csws_manager, mash_worker, client_for
):
    record(ReferralReceived("mash", "R-1"), case=case, by=None, at=at, occurred=at - timedelta(days=9))
    late = Deadline.objects.get(standard_code="T1")

    shown = client_for(social_worker).get(f"{url('ask', case)}?about={late.pk}").text

    agency = csws_manager.memberships.get().agency.pk
    assert "Decide on the referral and tell the referrer” was due on" in shown
    assert f'<option value="agency:{agency}" selected>' in shown
    assert client_for(social_worker).get(f"{url('ask', case)}?about=999999999999999999999").status_code == 200


def test_a_notice_and_the_case_page_lead_to_the_task_itself(case, task, police_officer, client_for):
    shown = client_for(police_officer).get(reverse("cases:overview", args=[case.reference])).text

    assert url("show", case, task.pk) in shown and task.what in shown
