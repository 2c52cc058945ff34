"""One press is one thing, whatever the button: pressed again it leads where it led, and other words are kept and said."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hsb.agencies.models import HelpEntry, Press
from hsb.agencies.permissions import Role
from hsb.chronology.models import CaseEvent
from hsb.documents.models import Document
from hsb.notifications.models import QuietSpell
from hsb.people.models import CalendarFeed
from tests.factories.cases import put_on, young_person
from tests.factories.referrals import draft
from tests.pages import text_of

pytestmark = pytest.mark.django_db
LINK = {"title": "NSPCC", "url": "https://www.nspcc.org.uk", "about": "Advice."}


@pytest.fixture
def case(at: Any, social_worker: Any) -> Any:
    made = young_person(at)
    put_on(made, social_worker, Role.SOCIAL_WORKER, at)
    return made


def once_on(client: Any, address: str) -> str:
    return re.findall(r'name="once" value="([^"]+)"', client.get(address).text)[-1]


def notes_of(case: Any) -> list[str]:
    events = CaseEvent.objects.filter(case=case, code="note.added").order_by("number")
    return [one.spoken.words["text"] for one in events]


def test_the_same_press_with_the_same_words_is_one_thing_and_leads_to_its_result(case, social_worker, client_for):
    client, where = client_for(social_worker), reverse("cases:notes", args=[case.reference])
    typed = {"text": "Rang the school.", "once": once_on(client, where)}

    answers = {client.post(where, typed)["Location"] for _ in range(5)}

    assert answers == {where} and notes_of(case) == ["Rang the school."]


def test_the_same_press_with_other_words_keeps_them_and_says_so_and_they_can_be_sent(case, social_worker, client_for):
    client, where = client_for(social_worker), reverse("cases:notes", args=[case.reference])
    once = once_on(client, where)
    client.post(where, {"text": "Rang the school.", "once": once})

    said = client.post(where, {"text": "The mother rang back.", "once": once})

    assert said.status_code == 409 and "The mother rang back." in text_of(said)
    assert "with other words" in text_of(said) and notes_of(case) == ["Rang the school."]
    kept = dict(re.findall(r'<textarea hidden name="([^"]+)">\s*([^<]*)</textarea>', said.text))
    again = re.search(r'<form method="post" action="([^"]+)".*?name="once" value="([^"]+)"', said.text, re.DOTALL)
    client.post(again[1], {**kept, "once": again[2]})
    assert notes_of(case) == ["Rang the school.", "The mother rang back."]


def test_a_press_that_changed_nothing_can_be_made_again(case, social_worker, client_for):
    client, where = client_for(social_worker), reverse("cases:notes", args=[case.reference])
    once = once_on(client, where)

    assert client.post(where, {"text": " ", "once": once}).status_code == 422
    client.post(where, {"text": "Now with words.", "once": once})

    assert notes_of(case) == ["Now with words."]


def test_what_a_press_carried_is_kept_as_a_digest_only(case, social_worker, client_for):
    client, where = client_for(social_worker), reverse("cases:notes", args=[case.reference])
    client.post(where, {"text": "Canary-press-1190", "once": str(uuid4())})

    (row,) = Press.objects.values()

    assert "Canary" not in str(row) and len(row["carried"]) == 64


def test_25_presses_of_a_file_are_one_file(at, dsl, client_for):
    made, client = draft(dsl, at), client_for(dsl)
    where = reverse("referrals:upload", args=[made.pk])
    once = once_on(client, where)

    for _ in range(25):
        file = SimpleUploadedFile("notes.txt", b"Notes of the call.")
        assert client.post(where, {"title": "Notes", "file": file, "once": once}).status_code == 302

    assert [one.number for one in Document.objects.filter(draft_id=made.pk)] == [1]
    other = SimpleUploadedFile("notes.txt", b"Another file.")
    said = client.post(where, {"title": "Notes", "file": other, "once": once})
    assert said.status_code == 409 and "choose" in text_of(said)


def test_25_presses_of_a_help_link_are_one_link(administrator, client_for):
    before, client = HelpEntry.objects.count(), client_for(administrator)
    once = once_on(client, reverse("pages:help_add"))

    for number in range(25):
        client.post(reverse("pages:help_add"), {**LINK, "once": once if number % 2 else str(uuid4())})

    assert HelpEntry.objects.count() == before + 1


def test_25_presses_make_one_calendar_address_and_each_shows_it(social_worker, client_for):
    client = client_for(social_worker)
    once = once_on(client, reverse("accounts:calendar"))

    shown = {
        re.search(r'<p class="hsb-text">([^<]+)', client.post(reverse("accounts:make_calendar"), {"once": once}).text)[
            1
        ]
        for _ in range(25)
    }

    assert len(shown) == 1 and CalendarFeed.objects.count() == 1
    assert client.get(shown.pop()).status_code == 200


def test_25_presses_of_quiet_days_are_one_and_the_limit_holds(social_worker, client_for):
    client, days = client_for(social_worker), {}
    for name in ("first_on", "last_on"):
        days |= {f"{name}_day": "1", f"{name}_month": "2", f"{name}_year": "2031"}

    for _ in range(25):
        client.post(reverse("accounts:quiet_spell_add"), {**days, "once": str(uuid4())})

    assert QuietSpell.objects.count() == 1
