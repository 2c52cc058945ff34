"""How many wrong passwords anybody may try, and that trying them does not lock the owner out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from hsb.accounts import guesses
from hsb.accounts.models import GuessAllowance, User
from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent

PASSWORD = "correct-horse-battery"
START = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def attempt(client: Client, email: str, password: str, ip: str = "192.0.2.1"):
    return client.post(reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=ip)


def was_compared() -> int:
    """Answer how many guesses were compared with anything, by what the audit says."""
    return AuditEvent.objects.filter(kind=AuditKind.SIGN_IN_FAILED).count()


@pytest.mark.slow
def test_a_thousand_guesses_in_an_hour_are_compared_ten_times_at_most(social_worker: User, client: Client) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for number in range(1000):
            # A new address each time: an attacker has many.
            attempt(client, social_worker.email, f"guess {number}", ip=f"2001:db8:{number:x}::1")
            clock.shift(3.6)

    assert was_compared() <= 10


def test_the_owner_gets_in_a_quarter_of_an_hour_after_an_attack(social_worker: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for number in range(50):
            attempt(Client(), social_worker.email, f"guess {number}", ip="203.0.113.9")
        assert "Wait 15 minutes" in attempt(Client(), social_worker.email, PASSWORD).text
        clock.shift(15 * 60)
        assert attempt(Client(), social_worker.email, PASSWORD).status_code == 302


def test_on_a_browser_they_use_the_owner_gets_in_during_an_attack(social_worker: User) -> None:
    mine = Client()
    attempt(mine, social_worker.email, PASSWORD)
    mine.post(reverse("account_logout"))
    for number in range(50):
        attempt(Client(), social_worker.email, f"guess {number}", ip="203.0.113.9")

    assert attempt(mine, social_worker.email, PASSWORD).status_code == 302
    assert attempt(Client(), social_worker.email, PASSWORD).status_code == 200


def test_a_forged_browser_cookie_is_worth_nothing(social_worker: User) -> None:
    attacker = Client()
    attacker.cookies["device"] = "WyJ4IixbIngiXV0:1abcde:forged"
    for number in range(20):
        attempt(attacker, social_worker.email, f"guess {number}")

    assert was_compared() <= 5


def test_another_persons_browser_is_worth_nothing(social_worker: User, dsl: User) -> None:
    theirs = Client()
    attempt(theirs, dsl.email, PASSWORD)
    theirs.post(reverse("account_logout"))
    for number in range(20):
        attempt(theirs, social_worker.email, f"guess {number}")

    assert was_compared() <= 5


def test_one_password_tried_on_five_hundred_people_is_stopped_at_the_address(person, db: None) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for number in range(500):
            attempt(Client(), f"person{number}@example.invalid", "Summer2026!", ip="203.0.113.9")
            clock.shift(1)

    # Twenty at once, then one a minute: eight minutes and a third.
    assert was_compared() <= 20 + 9


def test_five_mistypings_then_the_right_password_after_a_rest(social_worker: User, client: Client) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(5):
            assert "do not match" in attempt(client, social_worker.email, "mistyped").text
        assert "Wait 15 minutes" in attempt(client, social_worker.email, PASSWORD).text
        clock.shift(12 * 60)
        assert attempt(client, social_worker.email, PASSWORD).status_code == 302


def test_choosing_a_new_password_by_e_mail_opens_the_door_at_once(social_worker: User, client: Client) -> None:
    key = guesses.account_key(social_worker.email)
    with time_machine.travel(START, tick=False):
        while guesses.take(key, guesses.PER_ACCOUNT, START):
            pass
        guesses.forget(key)
        assert attempt(client, social_worker.email, PASSWORD).status_code == 302


def test_the_table_does_not_say_who_tried(social_worker: User, client: Client) -> None:
    attempt(client, social_worker.email, "mistyped", ip="203.0.113.9")

    stored = str(list(GuessAllowance.objects.values()))
    assert social_worker.email not in stored
    assert "203.0.113.9" not in stored


def test_full_allowances_are_tidied_away(social_worker: User, client: Client) -> None:
    with time_machine.travel(START, tick=False):
        attempt(client, social_worker.email, "mistyped")

    guesses.tidy(START + timedelta(hours=23))
    assert GuessAllowance.objects.count() == 2
    guesses.tidy(START + timedelta(hours=25))
    assert not GuessAllowance.objects.exists()


@settings(deadline=None, max_examples=50)
@given(gaps=st.lists(st.integers(min_value=0, max_value=1800), min_size=1, max_size=60))
def test_no_hour_whatever_the_rhythm_allows_more_than_ten(gaps: list[int]) -> None:
    GuessAllowance.objects.all().delete()
    at, allowed = START, []
    for gap in gaps:
        at += timedelta(seconds=gap)
        if guesses.take("key", guesses.PER_ACCOUNT, at):
            allowed.append(at)

    for first in allowed:
        assert sum(first <= moment < first + timedelta(hours=1) for moment in allowed) <= 10


def test_a_clock_that_steps_back_gives_no_guesses() -> None:
    while guesses.take("key", guesses.PER_ACCOUNT, START):
        pass

    assert not guesses.take("key", guesses.PER_ACCOUNT, START - timedelta(hours=2))
    assert not guesses.take("key", guesses.PER_ACCOUNT, START)


@pytest.mark.parametrize("where", ["account_change_password", "account_reauthenticate"])
def test_guessing_inside_a_stolen_session_counts_too(social_worker: User, client: Client, where: str) -> None:
    attempt(client, social_worker.email, PASSWORD)
    for number in range(30):
        client.post(
            reverse(where),
            {"oldpassword": f"guess {number}", "password": f"guess {number}", "password1": "three quiet lanterns"},
        )

    assert was_compared() <= 10
