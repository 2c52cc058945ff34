"""Nobody learns who has an account: the same words, status, headers and work (targets.md S27). benchmarks/run.py S27 has the time."""

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hsb.accounts.models import User
from tests.pages import text_of

pytestmark = pytest.mark.django_db
HASHED: list[str] = []


class CountingHasher(MD5PasswordHasher):
    """Hashes fast, and counts how often it was asked."""

    algorithm = "counted"

    def encode(self, password: str, salt: str) -> str:
        HASHED.append("one")
        return super().encode(password, salt)


COUNTED = override_settings(PASSWORD_HASHERS=["tests.security.test_enumeration.CountingHasher"])


@pytest.fixture
def kinds_of_address() -> dict[str, str]:
    """Answer an address of each kind: known, closed, never set up, and nobody's."""
    with COUNTED:
        User.objects.create_user("known@example.invalid", "Known", password="correct-horse-battery")
        User.objects.create_user("closed@example.invalid", "Closed", password="correct-horse-battery", is_active=False)
        User.objects.create_user("asked@example.invalid", "Never set up")
    return {kind: f"{kind}@example.invalid" for kind in ("known", "closed", "asked", "nobody")}


def seen(response: Any, email: str) -> tuple[int, dict[str, str], str]:
    """Answer all a visitor can see, without what is random on every page and the address they typed themselves."""
    body = text_of(response).replace(email, "ADDRESS")
    passing = ("Content-Length", "Expires", "Date")  # the length of the address, and the second it is
    headers = {k: re.sub(r"'nonce-[^']+'", "", v) for k, v in response.headers.items() if k not in passing}
    return response.status_code, headers, body


PAGES = {
    "sign in": (lambda e: reverse("account_login"), lambda e: {"login": e, "password": "a wrong password"}),
    "sign in, no password": (lambda e: reverse("account_login"), lambda e: {"login": e, "password": ""}),
    "recover": (lambda e: reverse("account_reset_password"), lambda e: {"email": e}),
}


@COUNTED
@pytest.mark.parametrize("page", PAGES)
def test_every_kind_of_address_sees_the_same_and_costs_the_same(kinds_of_address: dict[str, str], page: str) -> None:
    address, data = PAGES[page]
    answers, work = {}, {}
    for number, (kind, email) in enumerate(kinds_of_address.items()):
        HASHED.clear()
        with CaptureQueriesContext(connection) as queries:
            response = Client(REMOTE_ADDR=f"192.0.2.{number}").post(address(email), data(email))
        answers[kind] = seen(response, email)
        work[kind] = (len(HASHED), len(queries))

    assert len({str(answer) for answer in answers.values()}) == 1
    assert len(set(work.values())) == 1, work


@COUNTED
def test_the_right_password_of_a_closed_account_says_no_more(kinds_of_address: dict[str, str]) -> None:
    def answer(email: str) -> tuple[int, dict[str, str], str]:
        data = {"login": email, "password": "correct-horse-battery"}
        return seen(Client().post(reverse("account_login"), data), email)

    assert answer(kinds_of_address["closed"]) == answer(kinds_of_address["nobody"])


@COUNTED
def test_a_locked_address_looks_the_same_whether_anybody_has_it(kinds_of_address: dict[str, str]) -> None:
    answers = []
    for email in (kinds_of_address["known"], kinds_of_address["nobody"]):
        for number in range(8):
            response = Client().post(reverse("account_login"), {"login": email, "password": f"guess {number}"})
        answers.append(seen(response, email))

    assert "Wait 15 minutes" in answers[0][2]
    assert answers[0] == answers[1]


@COUNTED
@pytest.mark.parametrize("spelling", ["KNOWN@example.invalid", " known@example.invalid ", "Known@Example.Invalid"])
def test_other_spellings_of_an_address_share_its_allowance(kinds_of_address: dict[str, str], spelling: str) -> None:
    for number in range(5):
        Client().post(reverse("account_login"), {"login": spelling, "password": f"guess {number}"})

    response = Client().post(
        reverse("account_login"), {"login": "known@example.invalid", "password": "correct-horse-battery"}
    )
    assert "Wait 15 minutes" in response.text
