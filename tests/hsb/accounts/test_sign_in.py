"""Signing in and out, in the words of those who do it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from hsb.accounts.models import User
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent

PASSWORD = "correct-horse-battery"
pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **more)


def audited(kind: AuditKind) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(kind=kind).order_by("pk"))


def test_a_social_worker_signs_in_and_is_taken_to_their_account(social_worker: User, client: Client) -> None:
    response = client.post(
        reverse("account_login") + "?next=/account/", {"login": "Social_Worker@example.invalid", "password": PASSWORD}
    )

    assert (response.status_code, response["Location"]) == (302, "/account/")
    page = client.get("/account/")
    assert "Priya Shah" in page.text
    assert "Social worker" in page.text
    [entry] = audited(AuditKind.SIGNED_IN)
    assert (entry.by_id, entry.facts["how"]) == (social_worker.pk, ["password"])


def test_a_wrong_password_says_what_to_do_and_is_recorded(social_worker: User, client: Client) -> None:
    response = sign_in(client, social_worker.email, "not-the-password")

    assert response.status_code == 200
    assert "do not match an account. Check both and try again" in response.text
    [entry] = audited(AuditKind.SIGN_IN_FAILED)
    assert (entry.by_id, entry.facts["known"]) == (social_worker.pk, True)
    assert "not-the-password" not in response.text
    assert "not-the-password" not in str(entry.facts)


def test_an_empty_form_says_what_to_enter(client: Client, db: None) -> None:
    page = client.post(reverse("account_login"), {"login": "", "password": ""}).text

    assert "Enter your e-mail address" in page
    assert "Enter your password" in page


def test_signing_out_ends_the_session_and_is_recorded(social_worker: User, client: Client) -> None:
    sign_in(client, social_worker.email)

    response = client.post(reverse("account_logout"))

    assert response["Location"] == reverse("account_login")
    assert client.get("/account/").status_code == 302
    assert [entry.by_id for entry in audited(AuditKind.SIGNED_OUT)] == [social_worker.pk]


def test_signing_out_asks_first_so_that_a_link_cannot_do_it(social_worker: User, client: Client) -> None:
    sign_in(client, social_worker.email)

    assert "Sign out?" in client.get(reverse("account_logout")).text
    assert client.get("/account/").status_code == 200


def test_nobody_can_sign_up(client: Client, db: None) -> None:
    page = client.get(reverse("account_signup"))

    assert "The administrator at your agency invites you" in page.text
    assert client.post(
        reverse("account_signup"), {"email": "x@example.invalid", "password1": PASSWORD}
    ).status_code in (
        403,
        405,
    )
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_signing_in_never_leads_to_another_site(social_worker: User, client: Client, where: str) -> None:
    response = client.post(
        f"{reverse('account_login')}?next={where}", {"login": social_worker.email, "password": PASSWORD}
    )

    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith("//")


def test_somebody_signed_out_is_asked_to_sign_in_and_comes_back(social_worker: User, client: Client) -> None:
    response = client.get("/account/")

    assert response["Location"] == f"{reverse('account_login')}?next=/account/"


def test_a_person_changes_their_password_and_is_signed_out_elsewhere(social_worker: User, client: Client) -> None:
    elsewhere = Client()
    sign_in(elsewhere, social_worker.email)
    sign_in(client, social_worker.email)

    response = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "three quiet lanterns"}
    )

    assert response["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert audited(AuditKind.PASSWORD_CHANGED)[0].facts == {"how": "changed", "signed_out": 1}
    assert sign_in(Client(), social_worker.email).status_code == 200
    assert sign_in(Client(), social_worker.email, "three quiet lanterns").status_code == 302


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("short", "at least 12 characters"),
        ("password1234", "many people use this one"),
        ("social_worker@example.invalid", "without your name or e-mail address"),
        ("", "Enter a new password"),
        (" " * 12, "more different letters"),
        ("a" * 12, "more different letters"),
        ("aA" * 10, "more different letters"),
        ("ab cd ab cd ab", "more different letters"),
        ("lantern lantern", "more different letters"),
        ("123456123456", "more different letters"),
        ("abcdefghijklm", "more different letters"),
        ("zyxwvutsrqpo", "more different letters"),
    ],
)
def test_a_weak_new_password_says_why(social_worker: User, client: Client, new: str, says: str) -> None:
    sign_in(client, social_worker.email)

    page = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new})

    assert says in page.text


def test_the_admin_site_is_not_there(client_for: Callable[[User], Client], administrator: User) -> None:
    assert client_for(administrator).get("/admin/").status_code == 404
