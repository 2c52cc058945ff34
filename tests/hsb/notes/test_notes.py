"""Notes, contacts and visits: written in a few keys, read by those they are for, and moved when they are on the wrong record."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.cases import access
from hsb.cases.models import Case
from hsb.chronology.actions import record
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.notes import actions as notes
from hsb.notes.models import NoteDraft
from hsb.timeliness.models import Deadline
from tests.factories.cases import harmed_child, put_on, young_person
from tests.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_afternoon(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def case(at: datetime, social_worker: User, yos_officer: User, police_officer: User, mash_worker: User) -> Case:
    made = young_person(at - timedelta(days=40))
    for who, role in (
        (social_worker, Role.SOCIAL_WORKER),
        (yos_officer, Role.YOS_OFFICER),
        (police_officer, Role.POLICE_OFFICER),
        (mash_worker, Role.MASH_WORKER),
    ):
        put_on(made, who, role, at - timedelta(days=40))
    return made


@pytest.fixture
def other(at: datetime, social_worker: User) -> Case:
    """Another young person's record, which the social worker is on too."""
    made = young_person(at - timedelta(days=20))
    put_on(made, social_worker, Role.SOCIAL_WORKER, at - timedelta(days=20))
    return made


def opened(who: User, case: Case) -> access.OpenCase:
    return access.get_case(who, case.reference, look="test")


def visit(at: datetime, case: Case, by: User, **given: Any) -> None:
    said = {"text": "All was calm.", "kind": "home_visit", "seen": "alone", "roles": frozenset({Role.SOCIAL_WORKER})}
    notes.add_note(case=case, by=by, at=at, **{**said, **given})


def codes(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("number").values_list("code", flat=True))


def page(client_for: Callable[[User], Client], who: User, case: Case, part: str = "notes/") -> str:
    return text_of(client_for(who).get(f"/cases/{case.reference}/{part}"))


def test_a_note_from_my_work_is_two_clicks_and_the_words_themselves(case, social_worker, client_for, at) -> None:
    """One click on *Note* of the row leads into the box; then the words; then *Add note*: back at My work."""
    deadline = record_a_deadline(case, social_worker, at)
    home = client_for(social_worker).get("/")
    (where,) = re.findall(r'href="([^"]+then=work#id_text)"', home.text)
    assert case.reference in where and deadline.case_id == case.pk

    browser = client_for(social_worker)
    boxes = browser.get(where).text
    assert 'id="id_text"' in boxes, "the cursor is in the box when the page opens"
    answer = browser.post(where.partition("#")[0], {"text": "Rang school: he is in class."})

    assert answer.status_code == 302 and answer["Location"] == "/"
    assert "Rang school: he is in class." in page(client_for, social_worker, case)


def record_a_deadline(case: Case, worker: User, at: datetime) -> Deadline:
    from hsb.tasks import actions as tasks

    due_on = at.date() + timedelta(days=2)
    tasks.set_task(case=case, kind="task", what="Ring.", due_on=due_on, to=f"person:{worker.pk}", by=worker, at=at)
    return Deadline.objects.get(case=case, standard_code__startswith="TASK")


def test_what_is_typed_is_kept_and_found_again_and_gone_when_it_is_added(case, social_worker, yos_officer, client_for):
    browser, where = client_for(social_worker), f"/cases/{case.reference}/notes/"
    saved = browser.post(f"{where}autosave/", {"changed": "text", "text": "Half a sent"})
    assert saved.status_code == 200 and "saved_at" in saved.json()

    assert "Half a sent" in text_of(browser.get(where))
    assert "Half a sent" not in page(client_for, yos_officer, case), "its writer's alone"
    browser.post(where, {"text": "Half a sentence, finished."})
    assert NoteDraft.objects.get(case=case, owner=social_worker).typed == {}
    assert codes(case).count("note.added") == 1


def test_a_call_with_everything_about_it_stands_in_one_line_with_its_day(case, social_worker, client_for, at) -> None:
    typed = {
        "text": "He has the new timetable.",
        "kind": "call",
        "who": "The head of year",
        "minutes": "12",
        "on_day": "3",
        "on_month": "3",
        "on_year": "2026",
        "time": "2:15pm",
    }
    assert client_for(social_worker).post(f"/cases/{case.reference}/notes/", typed).status_code == 302

    event = CaseEvent.objects.get(case=case, code="note.added")
    assert (event.occurred_at.day, event.facts["kind"], event.facts["minutes"]) == (3, "call", 12)
    shown = page(client_for, social_worker, case, "")
    assert "Call, 12 minutes. With: The head of year. He has the new timetable." in shown and "14:15" in shown


def test_a_visit_in_the_future_is_refused_with_a_sentence_and_the_words_stay(case, social_worker, client_for) -> None:
    typed = {"text": "Will see him.", "kind": "visit", "visit": "home_visit", "seen": "alone"}
    answer = client_for(social_worker).post(
        f"/cases/{case.reference}/notes/", {**typed, "on_day": "6", "on_month": "3", "on_year": "2026"}
    )

    assert answer.status_code == 422 and "must be 5 March 2026 or earlier" in answer.text
    assert "Will see him." in answer.text and "note.added" not in codes(case)
    with pytest.raises(ActionNotAllowed, match="What is planned is a task"):
        visit(datetime(2026, 3, 5, tzinfo=CaseEvent.objects.first().occurred_at.tzinfo), case, social_worker,
              occurred=datetime(2026, 3, 7, tzinfo=CaseEvent.objects.first().occurred_at.tzinfo))  # fmt: skip


def test_a_statutory_visit_meets_its_clock_only_when_the_child_was_seen(case, social_worker, yos_officer, at) -> None:
    from aim2.dated.events import PlacementStarted

    record(PlacementStarted(), case=case, by=social_worker, at=at, occurred=at - timedelta(days=3))
    first = Deadline.objects.get(case=case, standard_code="T21a")
    visit(at, case, social_worker, kind="placement_visit", seen="no", text="Nobody opened.")
    first.refresh_from_db()
    assert first.state != "met"

    visit(at, case, social_worker, kind="placement_visit", seen="alone")
    first.refresh_from_db()
    assert first.state == "met" and codes(case).count("lac_visit.made") == 1
    assert Deadline.objects.filter(case=case, standard_code="T21b").exists(), "and the next one runs"
    with pytest.raises(ActionNotAllowed, match="Record yours as a home visit"):
        visit(at, case, yos_officer, kind="placement_visit", roles=frozenset({Role.YOS_OFFICER}))


def test_each_kind_has_its_readers_and_the_childs_own_words_have_the_fewest(
    case, social_worker, yos_officer, police_officer, mash_worker, client_for, at
) -> None:
    notes.add_note(case=case, text="Rang the school.", by=social_worker, at=at, kind="call")
    visit(at, case, social_worker, text="The house was cold.", childs_words="I want to stay at Nan’s.")

    for who in (social_worker, yos_officer):
        read = page(client_for, who, case)
        assert "Rang the school." in read and "The house was cold." in read and "stay at Nan’s" in read
    for who in (police_officer, mash_worker):
        read = page(client_for, who, case) + page(client_for, who, case, "")
        assert "Rang the school." in read and "The house was cold." not in read
        assert "stay at Nan’s" not in read and "own words" not in re.sub(r"<form.*?</form>", "", read, flags=re.S)


def test_a_note_about_an_entry_leads_to_it_and_the_entry_to_its_record(case, social_worker, client_for, at) -> None:
    record_a_deadline(case, social_worker, at)
    task = CaseEvent.objects.get(case=case, code="task.set")
    overview = page(client_for, social_worker, case, "")
    assert f"?about={task.pk}#id_text" in overview, "a note is begun at the line it is about"
    assert f"/tasks/{task.facts['task']}/" in overview, "the line leads to its record"

    answer = client_for(social_worker).post(f"/cases/{case.reference}/notes/?about={task.pk}", {"text": "Rang twice."})

    assert answer.status_code == 302
    shown = page(client_for, social_worker, case)
    assert "Rang twice." in shown and f"#entry-{task.pk}" in shown


def test_the_chronology_is_narrowed_to_a_kind_and_to_a_person(case, social_worker, yos_officer, client_for, at) -> None:
    notes.add_note(case=case, text="Rang the school.", by=social_worker, at=at, kind="call")
    notes.add_note(case=case, text="Wrote to the school.", by=social_worker, at=at, kind="letter")
    notes.add_note(case=case, text="Rang the club.", by=yos_officer, at=at, kind="call")

    calls = page(client_for, social_worker, case, "?kind=call")
    assert "Rang the school." in calls and "Rang the club." in calls and "Wrote to" not in calls
    theirs = page(client_for, social_worker, case, f"?kind=call&person={yos_officer.pk}")
    assert "Rang the club." in theirs and "Rang the school." not in theirs


def test_whose_chronology_leads_to_the_other_childs_own_record(
    case, social_worker, yos_officer, client_for, at
) -> None:
    from hsb.cases.actions import link

    harmed = harmed_child(at)
    link(displayed=case, harmed=harmed, called="Heron", relationship="", by=social_worker, at=at)
    put_on(harmed, yos_officer, Role.YOS_OFFICER, at)

    where = f"/cases/{case.reference}/?child={harmed.reference}&kind=call"
    assert client_for(yos_officer).get(where)["Location"] == f"/cases/{harmed.reference}/?kind=call#chronology"
    assert client_for(social_worker).get(where).status_code == 200, "who is not on it stays where they are"
    assert harmed.reference not in client_for(social_worker).get(where).text


def test_a_note_may_not_name_the_other_child(case, social_worker, client_for, at) -> None:
    from hsb.cases.actions import link

    link(displayed=case, harmed=harmed_child(at), called="the child harmed", relationship="", by=social_worker, at=at)

    answer = client_for(social_worker).post(f"/cases/{case.reference}/notes/", {"text": "He spoke of Tamsin."})

    assert answer.status_code == 422 and "This names another child." in answer.text
    assert "He spoke of Tamsin." in answer.text and "note.added" not in codes(case)


def test_a_note_on_the_wrong_child_is_moved_and_hidden_everywhere_on_this_record(
    case, other, social_worker, yos_officer, client_for, at
) -> None:
    from aim2.dated.events import PlacementStarted

    record(PlacementStarted(), case=case, by=social_worker, at=at, occurred=at - timedelta(days=3))
    visit(at, case, social_worker, kind="placement_visit", text="Her gerbil was ill.", childs_words="I miss my gerbil.")
    note = CaseEvent.objects.get(case=case, code="note.kept_close")
    where = f"/cases/{case.reference}/notes/{note.pk}/move/"
    assert where in page(client_for, social_worker, case)

    answer = client_for(social_worker).post(where, {"to": other.reference, "reason": "Both were open."})

    assert answer.status_code == 302
    for who in (social_worker, yos_officer):
        for part in ("", "notes/", "?kind=everything", "?kind=placement_visit"):
            read = page(client_for, who, case, part)
            assert "gerbil" not in read, part
    trace = page(client_for, social_worker, case, "?kind=everything")
    assert "moved off it. Both were open." in trace and other.reference not in trace
    assert Deadline.objects.get(case=case, standard_code="T21a").state != "met", "that child has not been visited"
    there = page(client_for, social_worker, other)
    assert "Her gerbil was ill." in there and "I miss my gerbil." in there and "moved here" in there
    assert case.reference not in there
    moved = CaseEvent.objects.get(case=other, code="note.kept_close")
    assert moved.occurred_at == note.occurred_at
    with pytest.raises(ActionNotAllowed, match="moved already"):
        notes.move_note(
            note=note, opened=opened(social_worker, case), to=opened(social_worker, other), reason="Again", at=at
        )


def test_only_its_writer_or_a_manager_moves_a_note_and_only_between_records_they_are_on(
    case, other, social_worker, yos_officer, client_for, at
) -> None:
    notes.add_note(case=case, text="Hers.", by=social_worker, at=at)
    note = CaseEvent.objects.get(case=case, code="note.added")
    put_on(other, yos_officer, Role.YOS_OFFICER, at)
    with pytest.raises(AccessDenied, match="Whoever wrote the note"):
        notes.move_note(
            note=note, opened=opened(yos_officer, case), to=opened(yos_officer, other), reason="Wrong", at=at
        )

    where = f"/cases/{case.reference}/notes/{note.pk}/move/"
    nowhere = client_for(social_worker).post(where, {"to": "HSB-26-9999", "reason": "Wrong child."})
    assert nowhere.status_code == 422 and "There is no such record, or you are not on it." in nowhere.text
    assert "Wrong child." in nowhere.text
