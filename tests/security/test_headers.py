"""Headers and cookies on every response: every address, each kind of failure, and static files (targets.md S24).

The gate asks every address as nobody and as one of the two who are signed in, by turns (`tests/turns`); `just prove S24` as both.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from hsb.accounts.models import User
from hsb.errors import AccessDenied
from tests.security.walk import addresses
from tests.turns import whose_turn

pytestmark = pytest.mark.django_db
WHOLE = os.environ.get("PROVE") == "S24"

EXACT = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def missing(response: HttpResponse, *, static: bool = False) -> list[str]:
    """Answer what a response lacks."""
    policy = {
        part.split()[0]: part.split()[1:]
        for part in response.headers.get("Content-Security-Policy", "").split("; ")
        if part
    }
    wrong = [
        f"{name}: {response.headers.get(name)}" for name, value in EXACT.items() if response.headers.get(name) != value
    ]
    for directive in ("default-src", "frame-ancestors", "base-uri"):
        if policy.get(directive, ["'none'"] if "sandbox" in policy else None) != ["'none'"]:
            wrong.append(f"{directive}: {policy.get(directive)}")
    if any(
        "unsafe" in source or source in ("*", "https:", "http:") for sources in policy.values() for source in sources
    ):
        wrong.append(f"loose policy: {policy}")
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    if not static and "no-store" not in response.headers.get("Cache-Control", ""):
        wrong.append(f"Cache-Control: {response.headers.get('Cache-Control')}")
    for name, cookie in response.cookies.items():
        if (
            not cookie["httponly"]
            or cookie["samesite"] not in ("Lax", "Strict")
            or cookie["path"] != "/"
            or cookie["domain"]
        ):
            wrong.append(f"cookie {name}")
    return wrong


def test_every_address_answers_with_every_header_whoever_asks(
    administrator: User, social_worker: User, client_for: Callable[[User], Client]
) -> None:
    wrong, broken = {}, []
    nobody = ("nobody", Client())
    signed_in = [("administrator", client_for(administrator)), ("social worker", client_for(social_worker))]
    asked = 0
    for place, address in enumerate(addresses()):
        for who, client in (nobody, *(signed_in if WHOLE else whose_turn(signed_in, place))):
            client.raise_request_exception = False
            for method in ("get", "post", "delete"):
                if address.name == "account_logout" and method == "post":
                    continue
                response = getattr(client, method)(address.path)
                asked += 1
                if response.status_code >= 500:
                    broken.append(f"{who} {method} {address.path}")
                if lacks := missing(response):
                    wrong[f"{who} {method} {address.path} ({response.status_code})"] = lacks

    assert wrong == {}
    assert broken == []
    assert asked > 100


def explode(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the secret of the exception")


def refuse(request: HttpRequest) -> HttpResponse:
    raise AccessDenied("Only somebody else may do this.")


urlpatterns = [
    path("explode/", explode),
    path("refuse/", refuse),
    path("", include("hsb.accounts.urls")),
    path("", include("hsb.people.urls")),
    path("", include("hsb.ui.urls")),
]
handler400 = "hsb.ui.views.bad_request"
handler403 = "hsb.ui.views.forbidden"
handler404 = "hsb.ui.views.not_found"
handler500 = "hsb.ui.views.server_error"


@override_settings(ROOT_URLCONF=__name__, LOGIN_REDIRECT_URL="/account/")
@pytest.mark.parametrize(
    ("where", "extra", "status"),
    [
        ("/explode/", {}, 500),
        ("/refuse/", {}, 403),
        ("/no-such-page/", {}, 404),
        ("/accounts/login/", {"HTTP_HOST": "evil.example"}, 400),
        ("/account", {}, 301),
    ],
)
def test_failures_carry_them_too(social_worker: User, client_for, where: str, extra: dict, status: int) -> None:
    client = client_for(social_worker)
    client.raise_request_exception = False

    response = client.get(where, **extra)

    assert response.status_code == status
    assert missing(response) == []
    assert "the secret of the exception" not in response.text


def test_a_form_without_its_token_is_refused_with_them(social_worker: User) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"login": social_worker.email, "password": "x"})

    assert response.status_code == 403
    assert missing(response) == []


def test_static_files_carry_them_too(client: Client, tmp_path) -> None:
    (tmp_path / "tried.css").write_text("p { color: black }")
    with override_settings(STATIC_ROOT=tmp_path, WHITENOISE_USE_FINDERS=False, WHITENOISE_AUTOREFRESH=True):
        response = Client().get(f"{settings.STATIC_URL}tried.css")

    assert response.status_code == 200
    assert missing(response, static=True) == []


def test_scripts_run_only_from_our_own_files(client: Client) -> None:
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "form-action 'self'" in policy
    assert "connect-src 'self'" in policy


PRODUCTION = {
    "DEBUG": "false",
    "DEMO": "false",
    "SECRET_KEY": "wq8Zp3vT-not-a-real-key-but-long-enough-and-varied-0912345678-XyZ",
    "FIELD_KEY": "another-key-that-is-long-enough-and-varied-0123456789",
    "ALLOWED_HOSTS": "casework.example.org",
    "PUBLIC_URL": "https://casework.example.org",
}


def in_production(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the settings a live partnership has."""
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "VAR_DIR", "LANG")}
    return subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", *arguments],
        env={**environment, **PRODUCTION, **more, "DJANGO_SETTINGS_MODULE": "hsb.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=settings.BASE_DIR,
    )


def test_djangos_own_deployment_check_has_nothing_to_say() -> None:
    result = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert result.returncode == 0, result.stderr
    assert "0 silenced" in result.stdout
    assert "WARNING" not in result.stdout + result.stderr


ASK = """
import django, json
django.setup()
from django.test import Client
client = Client(headers={"host": "casework.example.org"})
page = client.get("/accounts/login/", secure=True)
plain = client.get("/accounts/login/")
print(json.dumps({
    "headers": dict(page.headers), "cookies": {n: [c["secure"], c["httponly"], c["path"], c["domain"]] for n, c in page.cookies.items()},
    "plain": [plain.status_code, plain.headers.get("Location")], "status": page.status_code,
}))
"""


def test_in_production_https_is_the_only_way_and_cookies_are_bound_to_the_host() -> None:
    # The pages' static names need a collectstatic, which is not what this is about.
    result = in_production("-c", ASK, DEBUG="true", HTTPS="true")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout.strip().splitlines()[-1])

    assert answer["status"] == 200
    assert answer["plain"] == [301, "https://casework.example.org/accounts/login/"]
    assert answer["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert answer["cookies"] == {"__Host-csrf": [True, True, "/", ""]}


def test_a_live_partnership_requires_a_second_step_and_hides_the_gallery() -> None:
    result = in_production(
        "-c", "from django.conf import settings as s; print(s.MFA_REQUIRED, s.DEBUG, s.DEMO, s.SESSION_COOKIE_NAME)"
    )

    assert result.stdout.split() == ["True", "False", "False", "__Host-session"]


NO_KEYS = ["", ",", " , ", "x", "x,x", "a" * 40, "aaaabbbbaaaabbbb"]


@pytest.mark.parametrize("value", NO_KEYS)
@pytest.mark.parametrize("name", ["FIELD_KEY", "SECRET_KEY"])
def test_what_is_no_key_is_refused_at_start_and_by_the_deployment_check(name: str, value: str) -> None:
    started = in_production("-c", "from django.conf import settings as s; s.DEBUG", **{name: value})
    checked = in_production("manage.py", "check", "--deploy", **{name: value})

    for refused in (started, checked):
        assert refused.returncode and f"{name} must" in refused.stderr and "dotenv-sample" in refused.stderr
        assert not value.strip(", ") or value not in refused.stderr.replace(name, ""), "the key itself is not shown"


def test_a_live_partnership_does_not_start_without_its_keys() -> None:
    result = in_production("-c", "from django.conf import settings as s; s.DEBUG", SECRET_KEY="", FIELD_KEY="")
    without = {k: v for k, v in PRODUCTION.items() if k != "SECRET_KEY"}
    environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "VAR_DIR")}
    refused = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings as s; s.DEBUG"],
        env={**environment, **without, "DJANGO_SETTINGS_MODULE": "hsb.settings"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=settings.BASE_DIR,
    )

    assert "Set SECRET_KEY" in refused.stderr
    assert result.returncode and "FIELD_KEY" in result.stderr
