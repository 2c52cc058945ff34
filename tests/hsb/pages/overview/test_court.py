"""A chronology for court: chosen days, kinds and audience, as a PDF of one child's record."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from hsb.accounts.models import User
from hsb.agencies.permissions import Role
from hsb.audit.models import AuditEvent
from hsb.cases import access
from hsb.cases.actions import link
from hsb.cases.models import Case
from hsb.chronology.declare import DECLARED
from hsb.notes import actions as notes
from hsb.pages.overview import court
from tests.factories.cases import harmed_child, put_on, young_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(at: datetime, social_worker: User, police_officer: User) -> Case:
    made = young_person(at - timedelta(days=60))
    put_on(made, social_worker, Role.SOCIAL_WORKER, at - timedelta(days=60))
    put_on(made, police_officer, Role.POLICE_OFFICER, at - timedelta(days=60))
    for days, text in ((50, "First call."), (20, "Second call."), (1, "Third call.")):
        when = at - timedelta(days=days)
        notes.add_note(case=made, text=text, by=social_worker, at=at, occurred=when, kind="call")
    notes.add_note(
        case=made,
        text="Sat with him.",
        by=social_worker,
        at=at,
        kind="home_visit",
        seen="alone",
        childs_words="Not now.",
    )
    return made


def printed(who: User, case: Case, at: datetime, **given: Any) -> list[dict[str, Any]]:
    opened = access.get_case(who, case.reference, look="test")
    chosen = {"since": None, "until": None, "kinds": ["contacts"], "audience": "court", **given}
    return court.paper(opened, court._lines(opened, chosen), chosen, at=at)["lines"]


def whats(lines: list[dict[str, Any]]) -> str:
    return " ".join(line["what"] for line in lines)


def test_each_line_says_when_who_what_and_where_it_stands_the_earliest_first(case, social_worker, at) -> None:
    lines = printed(social_worker, case, at)

    assert [line["what"] for line in lines[:3]] == ["Call. First call.", "Call. Second call.", "Call. Third call."]
    assert lines[0]["who"] == "Priya Shah, CSWS" and lines[0]["source"].startswith("Entry ")
    assert "recorded 5 March 2026" in lines[0]["source"] and lines[0]["when"].startswith("14 January 2026")


def test_days_kinds_and_audience_decide_what_is_printed(case, social_worker, police_officer, at) -> None:
    day = at.date()
    of_days = printed(social_worker, case, at, since=day - timedelta(days=30), until=day - timedelta(days=1))
    assert whats(of_days) == "Call. Second call. Call. Third call."
    assert "Not now." in whats(printed(social_worker, case, at))
    to_agencies = whats(printed(social_worker, case, at, audience="agencies"))
    assert "Third call." in to_agencies and "Not now." not in to_agencies and "Sat with him." not in to_agencies
    assert printed(social_worker, case, at, audience="family") == []
    assert "Not now." not in whats(printed(police_officer, case, at)), "never what its reader may not read"


def test_the_other_childs_name_is_masked_once_more(case, social_worker, at) -> None:
    notes.add_note(case=case, text="He spoke of Tamsin.", by=social_worker, at=at)
    link(displayed=case, harmed=harmed_child(at), called="the child harmed", relationship="", by=social_worker, at=at)

    assert "Tamsin" not in whats(printed(social_worker, case, at))


def test_it_is_a_pdf_named_after_the_record_and_the_copy_is_in_the_audit(case, social_worker, client_for, at) -> None:
    with time_machine.travel(at, tick=False):
        browser, where = client_for(social_worker), f"/cases/{case.reference}/chronology/"
        assert "For whom?" in browser.get(where).text
        nothing = browser.post(where, {"audience": "court"})
        made = browser.post(where, {"audience": "court", "kinds": ["contacts", "decided"]})

    assert nothing.status_code == 422 and "Choose what is printed" in nothing.text
    assert made.content.startswith(b"%PDF-") and f"{case.reference}-chronology.pdf" in made["Content-Disposition"]
    assert AuditEvent.objects.filter(what="chronology PDF for the court").count() == 1


@pytest.mark.parametrize("code", sorted(DECLARED))
def test_every_event_is_of_one_kind(code: str) -> None:
    assert court.kind_of(code) in dict(court.KINDS)
