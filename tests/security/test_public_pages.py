"""Every page needs a signed-in person, but for the few named here (house rule: default-deny)."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.security.walk import addresses

pytestmark = pytest.mark.django_db

# What somebody who cannot sign in must still reach. Adding a name here is a decision somebody should see in review.
PUBLIC = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "people:accept",
    "people:invitation",
    "pages:calendar_feed",
    "health_live",
    "health_ready",
}
# Public when the pages that bring them are there.
MAY_BE_PUBLIC = {"pages:help", "pages:privacy", "pages:accessibility", "pages:emergency"}


def test_only_the_named_pages_are_public() -> None:
    public = {address.name for address in addresses() if address.public}

    assert public - MAY_BE_PUBLIC == PUBLIC


def test_everything_else_sends_a_visitor_to_sign_in() -> None:
    shown = {}
    for address in addresses():
        if address.public:
            continue
        response = Client().get(address.path)
        if (response.status_code, response.headers.get("Location", "").partition("?")[0]) != (
            302,
            reverse("account_login"),
        ):
            shown[address.name] = response.status_code

    assert shown == {}


def test_nothing_is_done_for_a_visitor_who_sends_a_form() -> None:
    done = {}
    for address in addresses():
        if address.public:
            continue
        response = Client().post(address.path, {"anything": "at all"})
        if response.status_code not in (302, 403):
            done[address.name] = response.status_code

    assert done == {}
