"""Browsers an account has been signed in on before. Each has its own allowance of guesses (`guesses.py`).

The cookie is signed and says: this browser, and (as keyed digests) the accounts that proved themselves on it. A changed
password makes it worthless for that account. It signs nobody in.
"""

import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from hsb.accounts.models import User

SALT = "hsb.accounts.devices"
DAYS = 90
MOST_ACCOUNTS = 8


def cookie_name() -> str:
    return "__Host-device" if settings.HTTPS else "device"


@dataclass
class Device:
    """One browser: its random name, and the accounts it is known for."""

    name: str = ""
    accounts: list[str] = field(default_factory=list)

    def knows(self, user: User | None) -> bool:
        """Answer whether this person has signed in on this browser since they last changed their password."""
        return user is not None and _mark(user) in self.accounts


def read(request: HttpRequest) -> Device:
    """Answer the browser the request comes from; a missing, forged or old cookie is a browser nobody knows."""
    try:
        name, accounts = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=DAYS * 86_400)
        return Device(str(name), [str(a) for a in accounts])
    except (signing.BadSignature, ValueError, TypeError):
        return Device()


def remember(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """From now on this browser is known for this person."""
    device = read(request)
    mark = _mark(user)
    accounts = [mark, *(a for a in device.accounts if a != mark)][:MOST_ACCOUNTS]
    response.set_cookie(
        cookie_name(),
        signing.dumps([device.name or secrets.token_urlsafe(12), accounts], salt=SALT),
        max_age=DAYS * 86_400,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def _mark(user: User) -> str:
    return salted_hmac(SALT, f"{user.pk}:{user.password}", algorithm="sha256").hexdigest()[:32]
