"""A code from an app as well as the password."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client, override_settings
from django.urls import reverse

from hsb.accounts.models import User
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent

PASSWORD = "correct-horse-battery"
START = 1_772_700_000
pytestmark = pytest.mark.django_db


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(user: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def set_up(client: Client) -> tuple[str, list[str]]:
    """Answer the key and the recovery codes of somebody who goes through the pages."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "data:image/svg+xml" in page.text
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}, follow=True)
    assert "They are shown only now" in done.text
    return secret, done.context["unused_codes"]


@pytest.fixture
def moment():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def test_it_is_set_up_with_an_app_and_gives_recovery_codes_once(social_worker: User, moment) -> None:
    client = sign_in(social_worker)

    _, codes = set_up(client)

    assert len(codes) == 10
    assert "cannot be shown again" in client.get(reverse("mfa_view_recovery_codes")).text
    assert AuditEvent.objects.filter(kind=AuditKind.SECOND_FACTOR_CHANGED, by_id=social_worker.pk).exists()


def test_afterwards_the_password_alone_opens_nothing(social_worker: User, moment) -> None:
    secret, _ = set_up(sign_in(social_worker))
    client = sign_in(social_worker)

    assert client.get("/account/").status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "That code is not right" in wrong.text
    moment.shift(60)
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.get("/account/").status_code == 200
    assert AuditEvent.objects.filter(kind=AuditKind.SIGNED_IN).latest("pk").facts["how"] == ["password", "mfa"]


def test_a_code_may_be_typed_with_a_space_and_works_once(social_worker: User, moment) -> None:
    secret, _ = set_up(sign_in(social_worker))
    moment.shift(60)
    code = code_for(secret)
    first, second = sign_in(social_worker), sign_in(social_worker)

    first.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"})
    second.post(reverse("mfa_authenticate"), {"code": code})

    assert first.get("/account/").status_code == 200
    assert second.get("/account/").status_code == 302


def test_without_the_phone_a_recovery_code_works_once(social_worker: User, moment) -> None:
    _, codes = set_up(sign_in(social_worker))

    for expected in (200, 302):
        client = sign_in(social_worker)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert client.get("/account/").status_code == expected


def test_codes_are_compared_ten_times_an_hour_at_most(social_worker: User, moment) -> None:
    set_up(sign_in(social_worker))
    client, compared = sign_in(social_worker), 0
    for number in range(200):
        page = client.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
        if page.status_code == 302:  # the half-finished sign-in has run out
            sign_in(social_worker, client)
            page = client.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
        compared += "That code is not right" in page.text
        moment.shift(18)

    assert 5 <= compared <= 10


def test_secrets_are_sealed_in_the_database(social_worker: User, moment) -> None:
    secret, codes = set_up(sign_in(social_worker))

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in codes)


def test_setting_it_up_ends_sessions_that_had_only_the_password(social_worker: User, moment) -> None:
    thief = sign_in(social_worker)

    set_up(sign_in(social_worker))

    assert thief.get("/account/").status_code == 302


def test_a_session_without_the_code_cannot_remove_it(social_worker: User, moment) -> None:
    mine = sign_in(social_worker)
    set_up(mine)
    thief = Client()
    thief.force_login(social_worker)

    thief.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = thief.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=social_worker, type="totp").exists()
    assert "Sign in with it first" in page.text


@override_settings(MFA_REQUIRED=True)
def test_where_it_is_required_nothing_opens_before_it_is_set_up(social_worker: User, moment) -> None:
    client = sign_in(social_worker)

    for page in ("/account/", reverse("account_change_password"), reverse("mfa_index")):
        assert client.get(page)["Location"] == reverse("mfa_activate_totp")
    assert client.post(reverse("accounts:sign_out_elsewhere"))["Location"] == reverse("mfa_activate_totp")
    script = client.post("/account/", headers={"accept": "application/json"})
    assert (script.status_code, "second step" in script.json()["message"]) == (403, True)

    set_up(client)
    assert client.get("/account/").status_code == 200


@override_settings(MFA_REQUIRED=True)
def test_where_it_is_required_removing_it_asks_for_a_new_one_at_once(social_worker: User, moment) -> None:
    client = sign_in(social_worker)
    set_up(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert client.get("/account/")["Location"] == reverse("mfa_activate_totp")


@override_settings(MFA_REQUIRED=True)
def test_where_it_is_required_a_session_from_before_must_sign_in_again(social_worker: User, moment) -> None:
    set_up(sign_in(social_worker))
    older = Client()
    older.force_login(social_worker)

    assert older.get("/account/")["Location"] == reverse("account_login")
    assert older.get("/account/")["Location"].startswith(reverse("account_login"))


@override_settings(MFA_REQUIRED=True)
def test_signing_out_is_always_possible(social_worker: User, moment) -> None:
    client = sign_in(social_worker)

    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")


def test_an_administrator_helps_somebody_who_lost_phone_and_codes(
    social_worker: User, administrator: User, moment, mailoutbox: list
) -> None:
    set_up(sign_in(social_worker))

    sign_in(administrator).post(reverse("people:remove_second_step", args=[social_worker.pk]))

    assert sign_in(social_worker).get("/account/").status_code == 200
    entry = AuditEvent.objects.filter(kind=AuditKind.SECOND_FACTOR_CHANGED).latest("pk")
    assert (entry.by_id, entry.facts["user"]) == (administrator.pk, social_worker.pk)


def test_changing_it_later_asks_for_the_password_again(social_worker: User, moment) -> None:
    client = sign_in(social_worker)
    moment.shift(10 * 60)

    response = client.get(reverse("mfa_activate_totp"))

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    again = client.post(response["Location"], {"password": PASSWORD})
    assert again["Location"] == reverse("mfa_activate_totp")
