"""What the page's scripts do, in Chromium on a page of their own: no server, and a clock the test turns."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, Request, Route, expect, sync_playwright

pytestmark = pytest.mark.browser

ORIGIN = "http://casework.test"
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"
FORM = """<!doctype html><html lang="en-GB"><title>Draft</title><body>
<form method="post" action="/sent/" data-once data-autosave="/save/" data-token="/token/">
<input type="hidden" name="csrfmiddlewaretoken" value="old"><input type="hidden" name="version" value="1">
<input type="hidden" name="was" value="old">
<label>Words <textarea name="words"></textarea></label>
<label>Name <input name="name" value="Alder"></label>
<label><input type="radio" name="route" value="advice" data-reveals="more"> Advice</label>
<label><input type="radio" name="route" value="meeting"> Meeting</label>
<div id="more" class="govuk-radios__conditional"><label>About <input name="about"></label></div>
<label><input type="checkbox" name="needs" value="breaks" checked> Breaks</label>
<label><input type="checkbox" name="needs" value="other"> Other</label>
<label>File <input type="file" name="letter"></label>
<p id="theirs">Theirs</p><button type="button" data-copy-from="theirs" data-copy-to="keep" hidden>Use the saved text</button>
<textarea id="keep" name="keep" aria-label="Keep"></textarea>
<details id="closed"><summary>More</summary><p id="inside">Inside</p></details>
<div class="govuk-button-group"><button>Save and continue</button></div></form>
<script type="module" src="/js/forms.js"></script><script type="module" src="/js/autosave.js"></script>
<script type="module" src="/js/reveal.js"></script><script type="module" src="/js/disclosure.js"></script></body></html>"""


class Server:
    """Answers the page's requests as the test tells it, and keeps what was saved."""

    def __init__(self) -> None:
        self.answer: Callable[[Route], None] = self.saves
        self.saved: list[dict[str, list[str]]] = []
        self.sent = 0
        self.token = ""
        self.version = 1

    def __call__(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0].partition("#")[0]
        if path.startswith("/js/"):
            route.fulfill(content_type="text/javascript", body=(SCRIPTS / path.removeprefix("/js/")).read_text())
        elif path == "/save/":
            self.answer(route)
        elif path == "/token/":
            route.fulfill(json={"token": self.token}) if self.token else route.fulfill(
                status=302, headers={"location": "/"}
            )
        elif path == "/sent/":
            self.sent += 1
            route.fulfill(status=204)
        else:
            route.fulfill(content_type="text/html", body=FORM)

    def saves(self, route: Route) -> None:
        self.saved.append(fields_of(route.request))
        self.version += 1
        route.fulfill(json={"saved_at": "2026-11-18T14:44:00Z", "version": self.version})

    def refuses(self, status: int, message: str = "") -> Callable[[Route], None]:
        return lambda route: route.fulfill(status=status, json={"message": message} if message else {})


def fields_of(request: Request) -> dict[str, list[str]]:
    """Read a multipart body as the server would."""
    body = (request.post_data_buffer or b"").decode()
    boundary = body.split("\r\n", 1)[0]
    found: dict[str, list[str]] = {}
    for part in body.split(boundary)[1:-1]:
        head, _, value = part.partition("\r\n\r\n")
        found.setdefault(head.split('name="')[1].split('"')[0], []).append(value.removesuffix("\r\n"))
    return found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(chromium: Any, server: Server) -> Iterator[Page]:
    page = chromium.new_page()
    # Stopped: installed alone, the page's clock also goes on by itself, and a busy machine is slow enough to notice.
    page.clock.install(time=NOON)
    page.clock.pause_at(NOON + timedelta(seconds=1))
    page.route(f"{ORIGIN}/**", server)
    page.goto(f"{ORIGIN}/draft/")
    yield page
    page.close()


def line(page: Page) -> Any:
    return page.locator("p.hsb-saved")


def passes(page: Page, milliseconds: int) -> None:
    page.clock.run_for(milliseconds)
    page.wait_for_timeout(60)


def test_saves_what_changed_three_seconds_after_the_last_change(page: Page, server: Server) -> None:
    page.get_by_label("Words").fill("A secret game")
    passes(page, 2900)
    assert server.saved == []

    passes(page, 200)

    assert server.saved == [
        {"csrfmiddlewaretoken": ["old"], "version": ["1"], "changed": ["words"], "words": ["A secret game"]}
    ]
    expect(line(page)).to_have_text("✓ Saved at 2:44pm")
    assert line(page).get_attribute("aria-live") == "polite"


def test_saves_within_ten_seconds_while_somebody_goes_on_typing(page: Page, server: Server) -> None:
    for number in range(5):
        page.get_by_label("Words").fill(f"word {number}")
        passes(page, 2050)

    assert [fields["words"] for fields in server.saved] == [["word 4"]]


def test_next_save_carries_the_new_version_and_only_what_changed_since(page: Page, server: Server) -> None:
    page.get_by_label("Words").fill("one")
    passes(page, 3100)
    page.get_by_label("Name").fill("Heron")
    passes(page, 3100)

    assert server.saved[1] == {"csrfmiddlewaretoken": ["old"], "version": ["2"], "changed": ["name"], "name": ["Heron"]}


def test_any_hidden_field_named_in_the_answer_is_brought_up_to_date(page: Page, server: Server) -> None:
    server.answer = lambda route: route.fulfill(
        json={"saved_at": "2026-11-18T14:44:00Z", "version": "2:a", "was": "new"}
    )
    page.get_by_label("Words").fill("one")
    passes(page, 3100)

    assert page.locator("[name=version]").input_value() == "2:a"
    assert page.locator("[name=was]").input_value() == "new"
    assert page.get_by_label("Name").input_value() == "Alder"


def test_nothing_is_sent_when_nothing_changed(page: Page, server: Server) -> None:
    page.get_by_label("Words").fill("x")
    page.get_by_label("Words").fill("")
    passes(page, 12_000)

    assert server.saved == []


def test_choices_are_saved_whole_and_an_emptied_group_is_said(page: Page, server: Server) -> None:
    page.get_by_label("Other").check()
    page.get_by_label("Meeting").check()
    passes(page, 3100)
    page.get_by_label("Other").uncheck()
    page.get_by_label("Breaks").uncheck()
    passes(page, 3100)

    assert (server.saved[0]["needs"], server.saved[0]["route"]) == (["breaks", "other"], ["meeting"])
    assert (server.saved[1]["changed"], server.saved[1]["needs"]) == (["needs"], [""])


def test_lost_network_says_so_and_keeps_trying(page: Page, server: Server) -> None:
    server.answer = lambda route: route.abort()
    page.get_by_label("Words").fill("do not lose me")
    passes(page, 3100)
    expect(line(page)).to_have_text("Not saved yet: we keep trying, do not close this page")

    server.answer = server.saves
    passes(page, 2100)

    assert server.saved[0]["words"] == ["do not lose me"]
    expect(line(page)).to_have_text("✓ Saved at 2:44pm")


def test_fault_on_the_server_is_tried_again_more_and_more_slowly(page: Page, server: Server) -> None:
    tries: list[int] = []

    def fail(route: Route) -> None:
        tries.append(1)
        route.fulfill(status=500, body="")

    server.answer = fail
    page.get_by_label("Words").fill("x")
    passes(page, 3100)
    passes(page, 2100)
    passes(page, 2100)
    assert len(tries) == 2

    passes(page, 3000)

    assert len(tries) == 3


def test_signed_out_offers_a_new_tab_and_saves_after_it(page: Page, server: Server) -> None:
    server.answer = server.refuses(403)
    page.get_by_label("Words").fill("still here")
    passes(page, 3100)
    link = line(page).get_by_role("link")
    expect(link).to_have_text("Sign in again (opens in a new tab), then come back here")
    assert link.get_attribute("target") == "_blank"
    assert page.get_by_label("Words").input_value() == "still here"

    server.token = "fresh"
    server.answer = lambda route: (
        server.saves(route) if "fresh" in (route.request.post_data or "") else route.fulfill(status=403)
    )
    passes(page, 2100)
    page.wait_for_timeout(200)

    assert server.saved[0]["csrfmiddlewaretoken"] == ["fresh"]
    expect(line(page)).to_have_text("✓ Saved at 2:44pm")


def test_refused_in_spite_of_a_fresh_token_is_tried_again_slowly(page: Page, server: Server) -> None:
    tries: list[int] = []
    server.token = "fresh"

    def refuse(route: Route) -> None:
        tries.append(1)
        route.fulfill(status=403)

    server.answer = refuse
    page.get_by_label("Words").fill("x")
    passes(page, 3100)
    page.wait_for_timeout(300)
    assert len(tries) == 2

    passes(page, 2000)
    page.wait_for_timeout(300)

    assert len(tries) == 3


def test_redirect_to_the_sign_in_page_is_never_taken_for_saved(page: Page, server: Server) -> None:
    server.answer = lambda route: route.fulfill(content_type="text/html", body="<h1>Sign in</h1>")
    page.get_by_label("Words").fill("x")
    passes(page, 3100)

    expect(line(page)).to_contain_text("you have been signed out")


def test_somebody_saved_first_stops_saving_and_says_what_happens(page: Page, server: Server) -> None:
    server.answer = server.refuses(409)
    page.get_by_label("Words").fill("mine")
    passes(page, 3100)
    expect(line(page)).to_contain_text("somebody else saved this while you were writing")

    server.answer = server.saves
    page.get_by_label("Words").fill("mine still")
    passes(page, 60_000)

    assert server.saved == []


def test_what_cannot_be_kept_is_said_in_the_servers_words(page: Page, server: Server) -> None:
    server.answer = server.refuses(400, "Shorten the words to 100,000 characters.")
    page.get_by_label("Words").fill("x")
    passes(page, 3100)

    expect(line(page)).to_have_text("Shorten the words to 100,000 characters.")


def test_leaving_with_unsaved_text_asks_first(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    server.answer = lambda route: route.abort()
    page.get_by_label("Words").fill("unsaved")
    page.goto(f"{ORIGIN}/elsewhere/")

    assert asked == ["beforeunload"]


def test_sending_the_form_does_not_ask(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Words").fill("unsaved")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_timeout(100)

    assert asked == []
    assert server.sent == 1


def test_form_is_sent_once_however_often_it_is_pressed(page: Page, server: Server) -> None:
    button = page.get_by_role("button", name="Save and continue")
    for _ in range(4):
        button.click()
    page.wait_for_timeout(100)

    assert server.sent == 1


def test_nothing_is_kept_in_the_browser(page: Page, server: Server) -> None:
    page.get_by_label("Words").fill("a child’s words")
    passes(page, 3100)

    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, location.search]")
    assert stored == [0, 0, "", ""]


def test_answer_shows_the_question_it_brings(page: Page) -> None:
    expect(page.locator("#more")).to_have_class("govuk-radios__conditional govuk-radios__conditional--hidden")

    page.get_by_label("Advice").check()
    expect(page.locator("#more")).to_have_class("govuk-radios__conditional")

    page.get_by_label("Meeting").check()
    expect(page.locator("#more")).to_have_class("govuk-radios__conditional govuk-radios__conditional--hidden")


def test_saved_text_is_taken_over_by_one_press(page: Page) -> None:
    page.get_by_role("button", name="Use the saved text").click()

    assert page.get_by_label("Keep").input_value() == "Theirs"


def test_link_into_a_closed_disclosure_opens_it(page: Page) -> None:
    page.evaluate("location.hash = 'inside'")

    expect(page.locator("#closed")).to_have_attribute("open", "")


def test_scripts_use_no_browser_storage_and_no_evaluated_code() -> None:
    for script in SCRIPTS.glob("*.js"):
        source = script.read_text()
        for word in (
            "localStorage",
            "sessionStorage",
            "indexedDB",
            "document.cookie",
            "innerHTML",
            "eval(",
            "new Function",
        ):
            assert word not in source, f"{script.name}: {word}"
