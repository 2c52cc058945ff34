"""Words typed while the referral is sent from another window are never lost, and nothing says that it was done when it was not."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from hsb.documents.models import Document
from referrals.models import Draft, Referral
from tests.factories.referrals import draft
from tests.pages import text_of
from tests.pairs.pressing import PATIENCE, People, wait_for_the_lock
from tests.pairs.times import AT, LATER
from tests.referrals.typed import minimal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
WORDS = "He said it began in the summer."


def section(made: Draft) -> tuple[str, dict[str, Any]]:
    return reverse("referrals:section", args=[made.pk, "account"]), {"words": WORDS, "version": "1"}


def item(made: Draft) -> tuple[str, dict[str, Any]]:
    where = reverse("referrals:item", args=[made.pk, "behaviour", "incidents", 1])
    return where, {"description": WORDS, "version": "1"}


def danger(made: Draft) -> tuple[str, dict[str, Any]]:
    return reverse("referrals:danger", args=[made.pk]), {"danger": "yes"}


def discard(made: Draft) -> tuple[str, dict[str, Any]]:
    return reverse("referrals:discard", args=[made.pk]), {}


def upload(made: Draft) -> tuple[str, dict[str, Any]]:
    file = SimpleUploadedFile("notes.txt", b"Notes of the call.")
    return reverse("referrals:upload", args=[made.pk]), {"title": "Notes", "file": file}


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (section, WORDS),
        (item, WORDS),
        (danger, "Is anyone in danger now?\nYes"),
        (discard, "was not thrown away"),
        (upload, "was not added"),
    ],
)
def test_what_comes_while_it_is_sent_is_shown_to_whoever_typed_it(
    shared_database: People, what: Callable[[Draft], tuple[str, dict[str, Any]]], said: str
) -> None:
    with time_machine.travel(LATER), ThreadPoolExecutor(1) as apart:
        made = apart.submit(draft, shared_database.dsl, AT, minimal()).result()
        sent, came = apart.submit(both, shared_database, made, what(made)).result()
        page = apart.submit(shown, shared_database, came).result()
        assert sent.status_code == 302 and came.status_code in (302, 409), came.status_code
        assert said in page.replace("\r", "")
        assert apart.submit(left, made).result() == (1, 0), "it was sent, and no file is on no case"
        apart.submit(lambda: connection.close()).result()


def both(people: People, made: Draft, other: tuple[str, dict[str, Any]]) -> tuple[Any, Any]:
    """Answer what each window shows: *Send* gets the draft first, the other comes while it is being sent."""
    answers: dict[int, Any] = {}
    threads = []
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=made.pk)
        for number, (where, typed) in enumerate(((reverse("referrals:check", args=[made.pk]), {}), other)):
            backend: list[int] = []
            thread = threading.Thread(target=window, args=(people, where, typed, answers, number, backend))
            thread.start()
            threads.append(thread)
            wait_for_the_lock(thread, backend)
    for thread in threads:
        thread.join(PATIENCE)
    return answers[0], answers[1]


def window(
    people: People, where: str, typed: dict[str, Any], answers: dict[int, Any], number: int, backend: list[int]
) -> None:
    try:
        client = Client(raise_request_exception=False)
        client.force_login(people.dsl)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend.append(cursor.fetchone()[0])
        answers[number] = client.post(where, typed)
        answers[number].window = client
    finally:
        connection.close()


def shown(people: People, came: Any) -> str:
    """Answer what the person reads: the page itself, or the one they are led to."""
    page = came if came.status_code != 302 else came.window.get(came["Location"])
    return f"{text_of(page)}\n{page.content.decode()}"


def left(made: Draft) -> tuple[int, int]:
    sent = Referral.objects.filter(pk=made.pk).count()
    return sent, Document.objects.filter(draft_id=made.pk, case=None).count()
