"""What asking, answering and handing on leave behind, and what is refused."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from hsb.cases import barring
from hsb.cases.involvement import involve
from hsb.cases.models import Part
from hsb.cases.visible import may_see
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion
from hsb.notifications.models import MailRecord, Notice
from hsb.outbox.handlers import handler_of
from hsb.outbox.models import Message
from hsb.tasks import actions, queries
from hsb.tasks.models import Task, TaskEntry
from hsb.tasks.states import TRANSITIONS, State
from hsb.timeliness.models import Deadline
from tests.factories.cases import put_on

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 10)


def to(person):
    return f"person:{person.pk}"


def agency_of(person):
    return f"agency:{person.memberships.get().agency.pk}"


@pytest.fixture
def ask(case, at, social_worker):
    def make(whom, kind="question", **more):
        given = {"what": "Does bail allow the school minibus?", "due_on": DUE, "by": social_worker, "at": at} | more
        return actions.set_task(case=case, kind=kind, to=whom, **given)

    return make


def clock_of(task):
    return Deadline.objects.filter(key=str(task.pk)).order_by("-id").first()


def tell():
    for row in Message.objects.filter(kind="chronology.event").order_by("pk"):
        handler = handler_of(row.kind)
        handler.finish(handler.act(row.payload, key=row.key))


def test_asking_a_colleague_starts_a_clock_that_is_theirs_alone(ask, yos_officer):
    task = ask(to(yos_officer))

    deadline = clock_of(task)
    assert (deadline.standard_code, deadline.judged_on, deadline.state) == ("QUESTION", DUE, "open")
    assert (deadline.owner_person, deadline.owner_kind) == (yos_officer, "yos")
    assert [entry.act for entry in queries.thread(task)] == ["set"]


def test_what_was_asked_and_of_whom_is_words_and_never_a_fact(ask, yos_officer):
    ask(to(yos_officer))

    event = CaseEvent.objects.get(code="task.set")
    assert "minibus" not in str(event.facts) and yos_officer.full_name not in str(event.facts)
    assert event.spoken.words == {"who": yos_officer.full_name, "what": "Does bail allow the school minibus?"}


def test_a_question_to_an_agency_is_the_move_of_whoever_works_there_and_is_on_the_case(ask, police_officer, dsl):
    task = ask(agency_of(police_officer))

    assert (clock_of(task).owner_person, clock_of(task).owner_kind) == (None, "police")
    assert queries.is_asked(police_officer, task) and not queries.is_asked(dsl, task)


def test_answering_meets_the_clock_and_only_whoever_is_asked_answers(ask, at, yos_officer, police_officer):
    task = ask(to(yos_officer))

    with pytest.raises(AccessDenied, match="only they can answer"):
        actions.answer(task=task, text="It does.", by=police_officer, at=at)
    assert clock_of(task).state == "open"
    actions.answer(task=task, text="It does.", by=yos_officer, at=at)

    task.refresh_from_db()
    assert (task.state, task.ended_by, clock_of(task).state) == (State.DONE, yos_officer, "met")


def test_a_question_needs_words_and_a_task_does_not(ask, at, yos_officer):
    question, task = ask(to(yos_officer)), ask(to(yos_officer), kind="task", what="Ring the solicitor.")

    with pytest.raises(ActionNotAllowed, match="Write the answer"):
        actions.answer(task=question, text="  ", by=yos_officer, at=at)
    actions.answer(task=task, text="", by=yos_officer, at=at)

    assert (clock_of(question).state, clock_of(task).state) == ("open", "met")


def test_handing_it_on_makes_it_somebody_elses_move_with_the_same_day(ask, at, yos_officer, police_officer):
    task = ask(to(yos_officer))

    actions.pass_on(task=task, to=agency_of(police_officer), reason="Bail is theirs.", by=yos_officer, at=at)

    deadline = clock_of(task)
    assert (deadline.owner_person, deadline.owner_kind, deadline.judged_on) == (None, "police", DUE)
    with pytest.raises(AccessDenied):
        actions.answer(task=task, text="It does.", by=yos_officer, at=at)


def test_asked_again_it_runs_a_clock_of_its_own_and_the_first_stays_met(ask, at, yos_officer, social_worker):
    task = ask(to(yos_officer))
    actions.answer(task=task, text="Perhaps.", by=yos_officer, at=at)

    again = at + timedelta(hours=2)
    actions.ask_again(task=task, reason="Which conditions?", due_on=DUE + timedelta(days=7), by=social_worker, at=again)

    clocks = Deadline.objects.filter(key=str(task.pk)).order_by("id")
    assert [(one.state, one.judged_on) for one in clocks] == [("met", DUE), ("open", DUE + timedelta(days=7))]
    with pytest.raises(ActionNotAllowed, match="still waiting"):
        actions.ask_again(task=task, reason="And now?", due_on=DUE, by=social_worker, at=again)


def test_withdrawing_ends_the_clock_and_nothing_can_be_answered_any_more(ask, at, yos_officer, social_worker):
    task = ask(to(yos_officer))

    with pytest.raises(ActionNotAllowed, match="no longer needed"):
        actions.withdraw(task=task, reason="", by=social_worker, at=at)
    actions.withdraw(task=task, reason="Bail ended.", by=social_worker, at=at)

    assert clock_of(task).state == "cancelled"
    with pytest.raises(ActionNotAllowed, match="withdrawn already"):
        actions.answer(task=task, text="It does.", by=yos_officer, at=at)


def test_nobody_who_may_not_see_the_record_can_be_asked(
    ask, case, at, stranger, victim_worker, dsl, health, csws_manager
):
    for outside in (to(stranger), to(victim_worker), "person:999999", "agency:999999", "person:x", ""):
        with pytest.raises(ActionNotAllowed, match="only people and agencies on this record"):
            ask(outside)
    ask(to(health))

    barring.deny(case=case, user=dsl, by=csws_manager, at=at, reason="A neighbour.")
    with pytest.raises(ActionNotAllowed, match="only people and agencies on this record"):
        ask(to(dsl))
    with pytest.raises(ActionNotAllowed, match="only people and agencies on this record"):
        ask(agency_of(dsl))  # nobody else of the school is on it
    assert Task.objects.count() == 1


def test_it_cannot_be_handed_to_an_agency_that_is_not_on_the_case(ask, at, yos_officer, victim_worker, person):
    task = ask(to(yos_officer))

    with pytest.raises(ActionNotAllowed, match="only people and agencies on this record"):
        actions.pass_on(task=task, to=agency_of(person("secure_worker")), reason="", by=yos_officer, at=at)
    assert clock_of(task).owner_person == yos_officer


@pytest.mark.policy("P3.7")
def test_who_works_with_one_child_is_asked_only_on_that_childs_record(ask, harmed, at, victim_worker, social_worker):
    assert not any(one.person == social_worker for one in queries.askable(harmed, at=at))
    assert any(one.person == victim_worker for one in queries.askable(harmed, at=at))
    with pytest.raises(ActionNotAllowed):
        ask(to(victim_worker))


def test_who_may_be_asked_are_those_the_door_lets_in(case, harmed, at, person, dsl, csws_manager):
    """Worked out for all of them together; asked of each one, the door says the same."""
    everybody = [person(name) for name in ("social_worker", "yos_officer", "csws_manager", "police_officer", "dsl",
                                           "health", "victim_worker", "mash_worker", "administrator", "stranger")
                 if name != "stranger"]  # fmt: skip
    barring.deny(case=case, user=dsl, by=csws_manager, at=at, reason="A neighbour.")
    involve(case=case, part=Part.BREAK_GLASS, user=person("mash_worker"), role="mash_worker", by=None, at=at)

    for one in (case, harmed):
        asked = {found.person for found in queries.askable(one, at=at) if found.person}
        there = {user for user in everybody if may_see(user, one.pk, at=at)} - {person("mash_worker")}
        assert asked == there
        assert asked


def test_a_day_that_has_passed_is_refused_and_today_is_not(ask, at, yos_officer):
    with pytest.raises(ActionNotAllowed, match="has passed already"):
        ask(to(yos_officer), due_on=at.date() - timedelta(days=1))
    with pytest.raises(ActionNotAllowed, match="within the next year"):
        ask(to(yos_officer), due_on=at.date() + timedelta(days=400))
    assert ask(to(yos_officer), due_on=at.date()).due_on == at.date()


def test_one_press_asks_writes_and_answers_once(ask, at, yos_officer, social_worker):
    press = uuid4()
    first, second = (ask(to(yos_officer), press=press) for _ in range(2))
    assert first == second and Task.objects.count() == 1

    for _ in range(2):
        actions.reply(task=first, text="I am finding out.", by=yos_officer, at=at, press=press)
    for _ in range(2):
        actions.answer(task=first, text="It does.", by=yos_officer, at=at, press=press, version=1)

    assert list(TaskEntry.objects.order_by("number").values_list("act", flat=True)) == ["set", "said", "answered"]


def test_what_somebody_did_meanwhile_is_not_written_over(ask, at, yos_officer, police_officer, social_worker):
    task = ask(to(yos_officer))
    actions.pass_on(task=task, to=to(social_worker), reason="", by=yos_officer, at=at, version=1)

    with pytest.raises(StaleVersion):
        actions.withdraw(task=task, reason="No longer.", by=social_worker, at=at, version=1)
    with pytest.raises(StaleVersion):
        actions.pass_on(task=task, to=to(yos_officer), reason="", by=social_worker, at=at, version=1)

    task.refresh_from_db()
    assert (task.state, task.to_person) == (State.OPEN, social_worker)


def test_the_one_asked_is_told_and_then_the_one_who_asked_each_by_mail_and_nobody_else(
    ask, at, yos_officer, social_worker
):
    task = ask(to(yos_officer))
    tell()
    assert [(n.user, n.kind, n.url_name) for n in Notice.objects.filter(kind__startswith="task.")] == [
        (yos_officer, "task.set", "tasks:show")
    ]

    actions.answer(task=task, text="It does.", by=yos_officer, at=at)
    tell()
    assert set(Notice.objects.filter(kind="task.answered").values_list("user", flat=True)) == {social_worker.pk}
    assert set(MailRecord.objects.values_list("to", flat=True)) >= {yos_officer.pk, social_worker.pk}


def test_an_agencys_people_on_the_case_are_told_and_another_agencys_are_not(ask, police_officer, dsl):
    ask(agency_of(police_officer))
    tell()

    assert set(Notice.objects.filter(kind="task.set").values_list("user", flat=True)) == {police_officer.pk}


def test_open_tasks_follow_the_case_to_its_new_worker(ask, case, at, yos_officer, social_worker, person):
    mine, done = ask(to(yos_officer)), ask(to(yos_officer))
    actions.answer(task=done, text="It does.", by=yos_officer, at=at)
    other = person("aim_supervisor")

    assert actions.follow(case=case, former=yos_officer, to=other, by=social_worker, at=at) == 0  # not on the case
    put_on(case, other, "aim_supervisor", at)
    assert actions.follow(case=case, former=yos_officer, to=other, by=social_worker, at=at) == 1

    assert (clock_of(mine).owner_person, clock_of(done).owner_person) == (other, yos_officer)


def test_a_hundred_thousand_letters_are_kept_whole(ask, at, yos_officer):
    text = "é" * 100_000
    task = ask(to(yos_officer), what=text)
    actions.answer(task=task, text=text, by=yos_officer, at=at)

    assert Task.objects.get().what == text == queries.thread(task)[0].text


def test_every_state_goes_somewhere_and_comes_back():
    assert set(TRANSITIONS) == set(State)
    assert all(State.OPEN in ends for state, ends in TRANSITIONS.items() if state != State.OPEN)
