"""Getting back in without the password, and without telling anybody who has an account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hsb.accounts import guesses
from hsb.accounts.models import User
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.outbox import actions as outbox
from hsb.outbox.models import Message

NEW = "three quiet lanterns"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(at):
    with time_machine.travel(at, tick=False) as clock:
        yield clock


def ask(client: Client, email: str):
    return client.post(reverse("account_reset_password"), {"email": email})


def link_in(mailoutbox: list) -> str:
    outbox.work()
    line = next(line for line in mailoutbox[-1].body.splitlines() if "/password/reset/key/" in line)
    return line.partition("127.0.0.1:8000")[2]


def choose(client: Client, path: str, password: str = NEW):
    page = client.get(path, follow=True)
    return client.post(page.redirect_chain[-1][0], {"password1": password}, follow=True)


def test_a_social_worker_chooses_a_new_password_by_e_mail(
    social_worker: User, client: Client, mailoutbox: list
) -> None:
    asked = ask(client, "Social_Worker@example.invalid")
    assert asked["Location"] == reverse("account_reset_password_done")

    page = choose(client, link_in(mailoutbox))

    assert "Your password is changed" in page.text
    assert client.post(reverse("account_login"), {"login": social_worker.email, "password": NEW}).status_code == 302
    outbox.work()
    assert mailoutbox[-1].subject == "Your password for HSB casework was changed"
    changed = AuditEvent.objects.get(kind=AuditKind.PASSWORD_CHANGED)
    assert (changed.by_id, changed.facts["how"]) == (social_worker.pk, "chosen by e-mail")


@pytest.mark.parametrize("email", ["social_worker@example.invalid", "nobody-here@example.invalid"])
def test_the_address_asked_for_is_kept_nowhere_in_the_outbox(social_worker: User, client: Client, email: str) -> None:
    ask(client, email)

    message = Message.objects.get(kind="people.recovery")
    known = email == social_worker.email
    assert message.payload == {"user": social_worker.pk if known else None, "invitations": []}
    assert "@" not in str([message.key, message.payload])


def test_the_mail_names_nobody(social_worker: User, client: Client, mailoutbox: list) -> None:
    ask(client, social_worker.email)
    outbox.work()

    assert "Priya" not in mailoutbox[-1].subject + mailoutbox[-1].body


def test_the_link_works_once(social_worker: User, client: Client, mailoutbox: list) -> None:
    ask(client, social_worker.email)
    path = link_in(mailoutbox)
    choose(client, path)

    assert "This link no longer works" in Client().get(path, follow=True).text


@pytest.mark.parametrize(("minutes", "works"), [(239, True), (241, False)])
def test_the_link_works_for_four_hours(
    social_worker: User, client, mailoutbox: list, now, minutes: int, works: bool
) -> None:
    ask(client, social_worker.email)
    path = link_in(mailoutbox)
    now.shift(timedelta(minutes=minutes))

    assert ("This link no longer works" not in client.get(path, follow=True).text) is works


def test_nobody_with_that_address_gets_nothing_and_sees_the_same(db: None, client: Client, mailoutbox: list) -> None:
    asked = ask(client, "nobody@example.invalid")
    outbox.work()

    assert asked["Location"] == reverse("account_reset_password_done")
    assert mailoutbox == []


def test_a_closed_account_gets_nothing_and_its_older_link_is_dead(
    social_worker: User, client, mailoutbox: list
) -> None:
    ask(client, social_worker.email)
    path = link_in(mailoutbox)
    User.objects.update(is_active=False)
    mailoutbox.clear()
    ask(client, social_worker.email)
    outbox.work()

    assert mailoutbox == []
    assert "This link no longer works" in client.get(path, follow=True).text


def test_the_secret_leaves_the_address_bar_at_once(social_worker: User, client: Client, mailoutbox: list) -> None:
    ask(client, social_worker.email)

    response = client.get(link_in(mailoutbox))

    assert response["Location"].endswith("-set-password/")


def test_a_flood_of_mails_to_one_person_is_stopped(social_worker: User, mailoutbox: list) -> None:
    for number in range(50):
        Client().post(
            reverse("account_reset_password"), {"email": social_worker.email}, REMOTE_ADDR=f"192.0.2.{number}"
        )
    outbox.work()

    assert len(mailoutbox) == 3


def test_recovery_opens_a_door_somebody_else_had_locked(
    social_worker: User, client: Client, mailoutbox: list, at
) -> None:
    key = guesses.account_key(social_worker.email)
    while guesses.take(key, guesses.PER_ACCOUNT, at):
        pass
    ask(client, social_worker.email)
    choose(client, link_in(mailoutbox))
    for number in range(10):  # and the attack goes on
        Client(REMOTE_ADDR="203.0.113.9").post(
            reverse("account_login"), {"login": social_worker.email, "password": f"guess {number}"}
        )

    assert client.post(reverse("account_login"), {"login": social_worker.email, "password": NEW}).status_code == 302


def test_asking_is_recorded_without_the_address(social_worker: User, client: Client) -> None:
    ask(client, social_worker.email)

    entry = AuditEvent.objects.get(kind=AuditKind.RECOVERY_ASKED)
    assert (entry.by_id, entry.facts) == (None, {})


def test_a_weak_new_password_says_why(social_worker: User, client: Client, mailoutbox: list) -> None:
    ask(client, social_worker.email)

    assert "at least 12 characters" in choose(client, link_in(mailoutbox), "short").text
