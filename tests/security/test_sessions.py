"""Sessions begin afresh, end in time, and end at once when somebody says so (targets.md S26)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse

from hsb.accounts.models import User
from hsb.agencies.models import Membership
from hsb.agencies.permissions import Role
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent
from hsb.people import actions

PASSWORD = "correct-horse-battery"
START = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Answer a browser in which that person has really signed in (not force_login)."""

    def sign_in(user: User) -> Client:
        client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
        response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
        assert response.status_code == 302
        return client

    return sign_in


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_session_name_changes_at_sign_in(social_worker: User) -> None:
    client = Client()
    client.session["something"] = "before"
    client.get(reverse("account_login") + "?next=/account/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key

    client.post(reverse("account_login"), {"login": social_worker.email, "password": PASSWORD})

    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_session_name_chosen_by_somebody_else_is_not_used(social_worker: User) -> None:
    client = Client()
    client.cookies["sessionid"] = "abcdefghijklmnopqrstuvwxyz012345"

    client.post(reverse("account_login"), {"login": social_worker.email, "password": PASSWORD})

    assert client.cookies["sessionid"].value != "abcdefghijklmnopqrstuvwxyz012345"


def test_the_session_name_changes_when_the_password_does(social_worker: User, signed_in) -> None:
    client = signed_in(social_worker)
    before = client.cookies["sessionid"].value

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "three quiet lanterns"})

    assert client.cookies["sessionid"].value != before
    assert is_in(client)


def test_signing_in_as_somebody_else_starts_an_empty_session(social_worker: User, dsl: User, signed_in) -> None:
    client = signed_in(social_worker)
    session = client.session
    session["theirs"] = "private"
    session.save()
    client.post(reverse("account_logout"))

    client.post(reverse("account_login"), {"login": dsl.email, "password": PASSWORD})

    assert "theirs" not in client.session


@pytest.mark.parametrize(("minutes", "still_in"), [(59, True), (61, False)])
def test_an_hour_without_a_page_signs_out(social_worker: User, signed_in, minutes: int, still_in: bool) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(social_worker)
        clock.shift(minutes * 60)
        assert is_in(client) is still_in


def test_using_it_keeps_it_open_but_twelve_hours_end_it(social_worker: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(social_worker)
        for _ in range(14):
            clock.shift(50 * 60)
            assert is_in(client)
        clock.shift(25 * 60)
        assert not is_in(client)
        assert "signed in for twelve hours" in client.get(reverse("account_login")).text


def test_pages_that_ask_by_themselves_do_not_keep_it_open(social_worker: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(social_worker)
        for _ in range(2):
            clock.shift(31 * 60)
            client.get("/account/", headers={"x-background": "1"})
        assert not is_in(client)


def test_being_signed_out_by_the_limit_is_said_and_recorded(social_worker: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(social_worker)
        clock.shift(2 * 60 * 60)
        response = client.get("/account/", follow=True)

    assert "because nothing happened for an hour" in response.text
    [entry] = AuditEvent.objects.filter(kind=AuditKind.SESSION_EXPIRED)
    assert (entry.by_id, entry.facts) == (social_worker.pk, {"why": "idle"})
    assert not UserSession.objects.exists()


def test_signing_out_destroys_the_session_on_the_server(social_worker: User, signed_in) -> None:
    client = signed_in(social_worker)
    stolen = Client()
    stolen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(stolen)

    client.post(reverse("account_logout"))

    assert not is_in(stolen)


def test_a_person_signs_out_everywhere_else(social_worker: User, signed_in) -> None:
    here, there = signed_in(social_worker), signed_in(social_worker)

    page = here.get("/account/").text
    assert page.count("Firefox on Windows") >= 2
    here.post(reverse("accounts:sign_out_elsewhere"))

    assert is_in(here)
    assert not is_in(there)


def test_a_person_ends_one_session_and_not_somebody_elses(social_worker: User, dsl: User, signed_in) -> None:
    here, there, theirs = signed_in(social_worker), signed_in(social_worker), signed_in(dsl)
    other = UserSession.objects.get(session_key=there.cookies["sessionid"].value)
    foreign = UserSession.objects.get(session_key=theirs.cookies["sessionid"].value)

    assert here.post(reverse("accounts:end_session", args=[foreign.pk])).status_code == 404
    here.post(reverse("accounts:end_session", args=[other.pk]))

    assert (is_in(here), is_in(there), is_in(theirs)) == (True, False, True)


def test_closing_an_account_ends_its_sessions_at_once(social_worker: User, administrator: User, signed_in, at) -> None:
    client = signed_in(social_worker)

    actions.close_account(person=social_worker, by=administrator, at=at)

    assert not is_in(client)
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()
    again = Client().post(reverse("account_login"), {"login": social_worker.email, "password": PASSWORD})
    assert "do not match an account" in again.text


def test_an_account_closed_behind_our_back_is_out_at_the_next_request(social_worker: User, signed_in) -> None:
    client = signed_in(social_worker)

    User.objects.filter(pk=social_worker.pk).update(is_active=False)

    assert not is_in(client)


def test_ending_a_role_signs_its_holder_out(social_worker: User, administrator: User, signed_in, at) -> None:
    client = signed_in(social_worker)

    actions.end_role(membership=Membership.objects.get(user=social_worker), by=administrator, at=at)

    assert not is_in(client)


def test_a_new_role_is_used_only_in_a_new_session(social_worker: User, administrator: User, signed_in, at) -> None:
    client = signed_in(social_worker)
    membership = Membership.objects.get(user=social_worker)

    actions.give_role(person=social_worker, agency=membership.agency, role=Role.ADMINISTRATOR, by=administrator, at=at)

    assert not is_in(client)


def test_an_administrator_signs_somebody_out_everywhere(social_worker: User, administrator: User, signed_in) -> None:
    theirs, mine = signed_in(social_worker), signed_in(administrator)

    mine.post(reverse("people:sign_out", args=[social_worker.pk]))

    assert (is_in(theirs), is_in(mine)) == (False, True)


def test_a_new_password_by_e_mail_ends_every_session(social_worker: User, signed_in) -> None:
    client = signed_in(social_worker)
    social_worker.set_password("three quiet lanterns")
    social_worker.save()

    assert not is_in(client)


def test_the_cookie_is_for_this_browser_window_and_out_of_reach_of_scripts(social_worker: User, signed_in) -> None:
    cookie = signed_in(social_worker).cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert not cookie["expires"]
    assert not cookie["max-age"]


def test_a_session_cookie_is_made_only_when_there_is_something_to_remember(client: Client, db: None) -> None:
    client.get(reverse("account_login"))

    assert "sessionid" not in client.cookies


def test_last_used_is_kept_to_the_minute_without_a_write_a_page(
    social_worker: User, signed_in, django_assert_num_queries
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(social_worker)
        clock.shift(10 * 60)
        client.get("/account/")
        first = UserSession.objects.get().last_seen_at
        clock.shift(20)
        client.get("/account/")

    assert (first - START).total_seconds() == 600
    assert UserSession.objects.get().last_seen_at == first


@override_settings(SESSION_IDLE_SECONDS=1800)
def test_a_partnership_may_choose_half_an_hour(social_worker: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(social_worker)
        clock.shift(31 * 60)
        assert not is_in(client)


# -- what was typed when the session ended -------------------------------------------------------------------------


def expire(client: Client, clock: time_machine.Traveller) -> None:
    clock.shift(2 * 60 * 60)


SENT = {"agency": "1", "full_name": "Zoë O’Neill-Þór", "email": "zoe@example.invalid", "role": "dsl"}


def test_what_was_sent_too_late_is_kept_and_can_be_sent_again(administrator: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(administrator)
        expire(client, clock)
        late = client.post(reverse("people:invite") + "?agency=7", SENT)
        page = client.get(late["Location"]).text
        again = client.post(reverse("account_login"), {"login": administrator.email, "password": PASSWORD})
        given_back = client.get(again["Location"])

    assert late["Location"] == reverse("account_login")
    assert "What you typed is kept" in page
    assert again["Location"] == reverse("account_continue")
    assert "Zoë O’Neill-Þór" in given_back.text
    assert f'action="{reverse("people:invite")}?agency=7"' in given_back.text


def test_nothing_happens_until_its_writer_presses_send(administrator: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(administrator)
        expire(client, clock)
        client.post(reverse("people:invite"), SENT)
        client.post(reverse("account_login"), {"login": administrator.email, "password": PASSWORD})
        client.get(reverse("account_continue"))

    assert not AuditEvent.objects.filter(kind=AuditKind.INVITED).exists()


def test_what_is_kept_is_sealed_in_the_database(administrator: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(administrator)
        expire(client, clock)
        client.post(reverse("people:invite"), SENT)
        decoded = [str(session.get_decoded()) for session in Session.objects.all()]

    assert any("kept_post" in text for text in decoded)
    assert not any("Neill" in text for text in decoded)


def test_somebody_else_signing_in_there_gets_nothing(administrator: User, dsl: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(administrator)
        expire(client, clock)
        client.post(reverse("people:invite"), SENT)
        response = client.post(reverse("account_login"), {"login": dsl.email, "password": PASSWORD}, follow=True)

    assert "Neill" not in response.text
    assert "Neill" not in client.get(reverse("account_continue"), follow=True).text


def test_passwords_are_never_kept(administrator: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(administrator)
        expire(client, clock)
        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "three quiet lanterns"})

    assert "kept_post" not in client.session


def test_a_browser_nobody_signed_in_on_cannot_store_anything(client: Client, db: None) -> None:
    response = client.post(reverse("people:invite"), SENT)

    assert not Session.objects.exists()
    assert response.status_code in (302, 403)


def test_a_script_is_told_and_keeps_its_own_text(administrator: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(administrator)
        expire(client, clock)
        response = client.post(reverse("people:invite"), SENT, headers={"accept": "application/json"})

    assert response.status_code == 403
    assert "signed out" in response.json()["message"]
    assert "kept_post" not in client.session


def test_the_writer_may_throw_it_away(administrator: User, signed_in) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client = signed_in(administrator)
        expire(client, clock)
        client.post(reverse("people:invite"), SENT)
        client.post(reverse("account_login"), {"login": administrator.email, "password": PASSWORD})
        client.post(reverse("account_continue"))

    assert "kept_post" not in client.session


def token_in(page: str) -> str:
    """Answer the form token a page carries."""
    return page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def test_the_whole_way_back_with_form_tokens_checked(administrator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    agency = Membership.objects.get(user=administrator).agency
    where = f"{reverse('people:invite')}?agency={agency.pk}"

    def send(address: str, page: str, **data: str):
        return client.post(address, {**data, "csrfmiddlewaretoken": token_in(page)})

    with time_machine.travel(START, tick=False) as clock:
        page = client.get(reverse("account_login")).text
        send(reverse("account_login"), page, login=administrator.email, password=PASSWORD)
        form = client.get(where).text
        expire(client, clock)
        late = send(where, form, full_name="Zoë O’Neill", email="zoe@example.invalid", role="administrator")
        page = client.get(late["Location"]).text
        again = send(reverse("account_login"), page, login=administrator.email, password=PASSWORD)
        given_back = client.get(again["Location"]).text
        sent = send(where, given_back, full_name="Zoë O’Neill", email="zoe@example.invalid", role="administrator")

    assert sent["Location"] == reverse("people:list")
    assert AuditEvent.objects.filter(kind=AuditKind.INVITED, by_id=administrator.pk).count() == 1
