"""What people still get when a part is away (targets.md S33): every page without Redis, and no guard that opens because of it."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests import services

pytestmark = [pytest.mark.services, pytest.mark.slow]

PASSWORD = "correct-horse-battery"
# A page may be slow on a busy machine; waiting for a broker that is away would be seconds on top, every time.
PATIENCE = 5
PAGES = ("/", "/cases/", "/notices/", "/referrals/", "/health/live", "/health/ready")


class Browser:
    """Somebody's browser: cookies, forms with their token, redirects followed."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str, float]:
        """Answer status, text and seconds."""
        started = time.monotonic()
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        try:
            with self.open(urllib.request.Request(self.address + path, body), timeout=30) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode()
        return status, text, time.monotonic() - started

    def sign_in(self, email: str, password: str) -> tuple[int, str, float]:
        _, form, _ = self.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token, form[:500]
        return self.get(
            "/accounts/login/", {"login": email, "password": password, "csrfmiddlewaretoken": token.group(1)}
        )


@pytest.fixture
def web(site):
    """The product's web processes, with somebody who may sign in."""
    site.run_script("tests.faults.person", PASSWORD)
    port = services.free_port()
    site.run(
        "web", "gunicorn", "hsb.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1",
        "--threads", "4", "--no-control-socket",
    )  # fmt: skip
    site.wait_until(lambda: services.answers(port), seconds=60, what="the web answers")
    return f"http://127.0.0.1:{port}"


def test_every_page_is_served_without_redis(site, web, figure):
    site.redis.kill()
    browser = Browser(web)

    status, page, _ = browser.sign_in("someone@example.invalid", PASSWORD)
    assert (status, "Sign out" in page) == (200, True), page[:2000]
    slowest = 0.0
    for path in PAGES:
        status, page, seconds = browser.get(path)
        slowest = max(slowest, seconds)
        assert status == 200, f"{path}: {page[:1000]}"
        assert seconds < PATIENCE, path

    figure("S33 Redis away", f"{len(PAGES)} of {len(PAGES)} pages served, slowest {slowest:.1f} s")


def test_guessing_is_limited_without_redis(site, web):
    site.redis.kill()

    for _ in range(12):
        browser = Browser(web)
        _, page, _ = browser.sign_in("someone@example.invalid", "a wrong guess entirely")
        assert "Sign out" not in page
    status, page, _ = Browser(web).sign_in("someone@example.invalid", PASSWORD)

    assert "Sign out" not in page, "after twelve wrong guesses the right one must wait, Redis or not"
