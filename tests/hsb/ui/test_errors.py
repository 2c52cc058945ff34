"""What a person meets when something is refused or fails, and that nothing they typed is lost on the way."""

import errno
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory

from hsb.accounts.models import User
from hsb.errors import AccessDenied
from hsb.ui import views
from hsb.ui.gallery import HOSTILE
from tests.hsb.ui.drawn import page

TYPED = {
    "words": f"\nHe said it was a secret game.{HOSTILE}",
    "needs": ["breaks", "other"],
    "version": "3",
    "password": "secret",
}


@pytest.fixture
def strict(yos_officer: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(yos_officer)
    return client


@pytest.mark.django_db
def test_form_older_than_the_session_keeps_what_was_typed(strict: Client) -> None:
    response = strict.post("/_token/", TYPED, headers={"origin": "http://testserver"})
    shown = page(response.content)

    assert response.status_code == 403
    again = shown.one("main form")
    assert again.get("action") == "/_token/"
    kept = [(box.get("name"), box.text) for box in again.cssselect("textarea")]
    assert ("words", "\n" + TYPED["words"]) in kept or ("words", TYPED["words"]) in kept
    assert [value.strip() for name, value in kept if name == "needs"] == ["breaks", "other"]
    assert again.one("input[name=csrfmiddlewaretoken]").get("value")
    assert not shown.cssselect("img")
    assert b"secret</textarea>" not in response.content
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_kept_form_can_be_sent_from_there(strict: Client) -> None:
    first = page(strict.post("/_token/", TYPED, headers={"origin": "http://testserver"}).content)
    token = first.one("main form input[name=csrfmiddlewaretoken]").get("value")

    response = strict.post("/_token/", {**TYPED, "csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"})

    assert response.status_code == 405  # past the guard: that page only answers GET


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {}, {"referer": "https://elsewhere.example/"}],
)
def test_form_planted_elsewhere_is_never_one_press_away(strict: Client, headers: dict[str, str]) -> None:
    response = strict.post("/_token/", TYPED, headers=headers)
    shown = page(response.content)

    assert response.status_code == 403
    assert not shown.cssselect("main form")
    assert "We did not accept that" in shown.one("h1").text_content()


@pytest.mark.django_db
def test_script_is_answered_in_its_own_language(strict: Client) -> None:
    response = strict.post("/_token/", {}, headers={"accept": "application/json"})

    assert response.status_code == 403
    assert "Sign in again" in response.json()["message"]


@pytest.mark.django_db
def test_signed_out_while_writing_keeps_the_text_on_the_page() -> None:
    request = RequestFactory().post("/referrals/x/?a=1", {**TYPED, "letter": SimpleUploadedFile("a.pdf", b"x")})
    shown = page(views.session_ended(request).content)

    assert "You have been signed out" in shown.one("h1").text_content()
    assert shown.one("main form").get("action") == "/referrals/x/?a=1"
    assert shown.one("main ol a").get("target") == "_blank"
    assert "choose Letter again" in shown.one("main").text_content()
    assert "He said it was a secret game." in shown.one("main").text_content()


@pytest.mark.django_db
def test_script_signed_out_gets_no_page(client: Client) -> None:
    response = client.post("/_token/", {"words": "x"}, headers={"accept": "application/json"})

    assert response.status_code == 403
    assert "signed out" in response.json()["message"]


@pytest.mark.django_db
def test_fresh_token_is_for_the_signed_in(
    yos_officer: User, client_for: Callable[[User], Client], client: Client
) -> None:
    assert client.get("/_token/").status_code == 302

    response = client_for(yos_officer).get("/_token/")

    assert len(response.json()["token"]) == 64
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_unknown_address_never_says_whether_there_is_something(
    yos_officer: User, client_for: Callable[[User], Client]
) -> None:
    response = client_for(yos_officer).get("/cases/HSB-26-9999/no-such-page/")

    assert response.status_code == 404
    assert b"there is nothing there that you can see" in response.content


class Away(SessionInterrupted):
    """As the session's middleware puts it when its row could not be written."""


def _raised(trouble: Exception, context: Exception | None = None) -> Any:
    def answer(request: Any) -> Any:
        try:
            try:
                raise context or trouble
            except Exception:
                raise trouble
        except Exception as raised:
            return views.bad_request(request, raised) if isinstance(raised, Away) else views.server_error(request)

    return answer


@pytest.mark.parametrize(
    "trouble",
    [
        (OperationalError("server closed the connection unexpectedly"), None),
        (InterfaceError("connection already closed"), None),
        (OSError(errno.ENOSPC, "No space left on device"), None),
        (Away("deleted"), OperationalError("could not connect to server")),
        (RuntimeError("while answering"), OperationalError("terminating connection")),
    ],
    ids=["operational", "interface", "disk full", "session", "behind another"],
)
def test_while_the_database_is_away_everybody_is_told_to_try_again_and_keeps_what_they_typed(trouble: Any) -> None:
    answer = _raised(*trouble)
    response = answer(RequestFactory().post("/cases/x/", {**TYPED, "file": SimpleUploadedFile("a.pdf", b"%PDF-")}))
    shown = page(response.content).one("main").text_content()

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert (
        "cannot reach its records at this moment" in shown
        and "Nothing of what you pressed just now was recorded" in shown
    )
    assert "He said it was a secret game." in shown and HOSTILE in shown
    assert "secret\n" not in shown and b"<script>" not in response.content
    script = answer(RequestFactory().post("/cases/x/", TYPED, headers={"accept": "application/json"}))
    assert script.status_code == 503 and "try again" in json.loads(script.content)["message"]


def test_another_fault_is_still_ours() -> None:
    assert _raised(RuntimeError("a mistake"))(RequestFactory().get("/")).status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda r: views.bad_request(r), 400, "could not be read"),
        (lambda r: views.forbidden(r, AccessDenied("Only the chair may do this.")), 403, "Only the chair may do this."),
        (lambda r: views.forbidden(r, PermissionDenied()), 403, "Your role does not include"),
        (lambda r: views.not_found(r), 404, "nothing there that you can see"),
        (lambda r: views.server_error(r), 500, "recorded whole or not at all"),
    ],
)
def test_each_refusal_says_what_to_do_and_leads_back(answer: Any, status: int, words: str) -> None:
    response = answer(RequestFactory().get("/"))
    shown = page(response.content)

    assert response.status_code == status
    assert words in shown.one("main").text_content()
    assert shown.one("main a[href='/']")
    assert len(shown.cssselect("h1")) == 1
    assert shown.get("lang") == "en-GB"
