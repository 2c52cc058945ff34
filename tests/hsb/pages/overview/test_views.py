"""The case page's chronology: filtered by what the reader asks, in the address, and telling nobody more than they may know."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from hsb.accounts.models import User
from hsb.agencies.models import Membership
from hsb.agencies.permissions import Role
from hsb.cases import barring
from hsb.cases.models import Case, CaseDenied
from hsb.chronology.actions import record
from hsb.notes import actions as notes
from hsb.notes.events import NoteAdded
from hsb.tasks import actions as tasks
from tests.factories.cases import put_on, put_role_on, young_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(at: datetime, social_worker: User, yos_officer: User) -> Case:
    """A young person's record on which children's social work and the Youth Offending Service have written."""
    made = young_person(at)
    put_on(made, social_worker, Role.SOCIAL_WORKER, at)
    put_on(made, yos_officer, Role.YOS_OFFICER, at)
    for who, text in ((social_worker, "Rang the school."), (yos_officer, "Met him at the office.")):
        notes.add_note(case=made, text=text, by=who, at=at)
    return made


@pytest.fixture
def page(client_for: Callable[[User], Client], case: Case, at: datetime) -> Callable[..., str]:
    """The case page as somebody reads it, with these words in its address."""

    def read(reader: User, query: str = "") -> str:
        with time_machine.travel(at, tick=False):
            answer = client_for(reader).get(f"/cases/{case.reference}/{query}")
        assert answer.status_code == 200
        return str(answer.content.decode())

    return read


def agencies_offered(html: str) -> list[str]:
    """What the control offers after “All agencies”."""
    control = re.search(r'<select[^>]*name="agency">(.*?)</select>', html, re.S)
    assert control
    return re.findall(r"<option[^>]*>([^<]*)</option>", control[1])[1:]


def test_the_chronology_shows_what_one_agency_did(page: Callable[..., str], social_worker: User) -> None:
    everything, theirs = page(social_worker), page(social_worker, "?agency=YOS")
    assert "Rang the school." in everything and "Met him at the office." in everything
    assert agencies_offered(everything) == ["CSWS", "YOS"]
    assert "Met him at the office." in theirs and "Rang the school." not in theirs
    assert '<option value="YOS" selected>' in theirs


def test_it_is_combined_with_the_other_filters(page: Callable[..., str], social_worker: User) -> None:
    assert "Met him at the office." in page(social_worker, "?agency=YOS&kind=everything")
    assert "Nothing has been recorded that matches" in page(social_worker, "?agency=YOS&strand=criminal")


def test_an_agency_that_did_nothing_here_filters_nothing(page: Callable[..., str], social_worker: User) -> None:
    shown = page(social_worker, "?agency=Nowhere")
    assert "Rang the school." in shown and "Nowhere" not in shown


def test_an_agency_known_only_by_what_is_hidden_is_not_named(
    page: Callable[..., str], case: Case, at: datetime, dsl: User, police_officer: User, csws_manager: User
) -> None:
    """That somebody was denied this record is told to those who may read who looks at it, and to nobody else."""
    put_on(case, dsl, Role.DSL, at)
    place = Membership.objects.get(user=csws_manager).agency
    put_role_on(case, place, Role.CSWS_MANAGER, at)
    barring.deny(case=case, user=dsl, by=police_officer, at=at, reason="A relative.")
    barring.undeny(denial=CaseDenied.objects.get(), by=police_officer, at=at, reason="It was another person.")

    assert "Police" in agencies_offered(page(csws_manager))
    assert "Police" not in agencies_offered(page(dsl))
    with_it, without = page(dsl, "?agency=Police"), page(dsl)
    assert re.findall(r'id="entry-\d+"', with_it) == re.findall(r'id="entry-\d+"', without), "the name tells nothing"


def test_earlier_entries_are_of_the_same_agency(
    page: Callable[..., str], case: Case, at: datetime, social_worker: User, yos_officer: User
) -> None:
    for n in range(40):
        notes.add_note(
            case=case, text=f"Visit {n:02}.", by=yos_officer, at=at, occurred=at - timedelta(hours=2 * n + 2)
        )
        notes.add_note(
            case=case, text=f"Call {n:02}.", by=social_worker, at=at, occurred=at - timedelta(hours=2 * n + 1)
        )
    seen, query = [], "?agency=YOS"
    while query:
        shown = page(social_worker, query)
        assert not re.search(r"Call \d\d", shown)
        seen += re.findall(r"Visit (\d\d)", shown)
        link = re.search(r'href="(\?[^"]*before=\d+)#chronology"', shown)
        query = link[1].replace("&amp;", "&") if link else ""
    assert seen == [f"{n:02}" for n in range(40)]


def test_what_another_agency_corrected_is_struck_through(
    page: Callable[..., str], case: Case, at: datetime, social_worker: User, yos_officer: User
) -> None:
    """With the filter on, the correction itself is out of sight: the entry must not read as if it stood."""
    wrong = record(NoteAdded(text="He is fifteen."), case=case, by=yos_officer, at=at)
    record(NoteAdded(text="He is fourteen."), case=case, by=social_worker, at=at, corrects=wrong)

    assert "<del>He is fifteen.</del> He is fourteen." in page(social_worker)
    assert "<del>He is fifteen.</del>" in (filtered := page(social_worker, "?agency=YOS"))
    assert "Corrected since." in filtered and "He is fourteen." not in filtered


def test_what_happens_next_says_the_question_itself_to_whoever_may_read_it(
    page: Callable[..., str], case: Case, at: datetime, social_worker: User, yos_officer: User, dsl: User
) -> None:
    put_on(case, dsl, Role.DSL, at)
    tasks.set_task(
        case=case,
        kind="question",
        what="Does bail allow the school minibus?",
        due_on=at.date() + timedelta(days=5),
        to=f"person:{yos_officer.pk}",
        by=social_worker,
        at=at,
    )
    theirs, schools = page(yos_officer), page(dsl)
    assert "Does bail allow the school minibus?</p>" in theirs
    assert "Question: Does bail allow the school minibus?</a>" in theirs
    assert "minibus" not in schools
    assert "Answer the question</p>" in schools and ">Question</a>" in schools
