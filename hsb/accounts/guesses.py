"""How many wrong passwords or codes anybody may try.

Each account has an allowance that refills slowly: five guesses at once, then one every twelve minutes. So at most ten an
hour are ever compared, and somebody who mistyped waits twelve minutes, not an hour. A browser its owner has signed in on
before has an allowance of its own (`devices.py`), so a stranger who burns the account's allowance does not lock the owner out.
An address nobody has behaves exactly like one somebody has.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from hsb.accounts.models import GuessAllowance


@dataclass(frozen=True)
class Limit:
    """So many at once, and one more each time `refill` has passed."""

    at_once: int
    refill: timedelta


PER_ACCOUNT = Limit(at_once=5, refill=timedelta(minutes=12))
# An office behind one address: twenty mistypings in a minute, eighty an hour; known browsers are not counted.
PER_ADDRESS = Limit(at_once=20, refill=timedelta(minutes=1))


def account_key(email: str, device: str = "") -> str:
    """Answer the name of the allowance for an e-mail address as typed, on a known browser or (without one) anywhere else."""
    return _key("account", email.strip().lower(), device)


def address_key(ip: str) -> str:
    """Answer the name of the allowance for a network address."""
    return _key("address", ip)


def code_key(user_id: int) -> str:
    """Answer the name of the allowance for the second step of one person."""
    return _key("code", str(user_id))


def feed_key(whose: str) -> str:
    """Answer the name of the allowance for reading a calendar address, or for guessing at them from a network address."""
    return _key("feed", whose)


def _key(*parts: str) -> str:
    # Keyed, so that the table does not say who tried to sign in where.
    return salted_hmac("hsb.accounts.guesses", "\n".join(parts), algorithm="sha256").hexdigest()


def take(key: str, limit: Limit, at: datetime) -> bool:
    """One guess is used, and the answer is yes; or none is left, nothing changes, and the answer is no."""
    with transaction.atomic():
        GuessAllowance.objects.get_or_create(key=key, defaults={"left": limit.at_once, "counted_at": at})
        row = GuessAllowance.objects.select_for_update().get(key=key)
        left = _left(row.left, row.counted_at, limit, at)
        if left < 1:
            return False
        row.left, row.counted_at = left - 1, max(at, row.counted_at)
        row.save(update_fields=["left", "counted_at"])
        return True


def give_back(key: str, limit: Limit, at: datetime) -> None:
    """A guess that turned out right does not count; wrong ones before it still do."""
    with transaction.atomic():
        row = GuessAllowance.objects.select_for_update().filter(key=key).first()
        if row is not None:
            row.left = min(limit.at_once, _left(row.left, row.counted_at, limit, at) + 1)
            row.counted_at = max(at, row.counted_at)
            row.save(update_fields=["left", "counted_at"])


def is_spent(key: str, limit: Limit, at: datetime) -> bool:
    """Answer whether the next guess would be refused."""
    row = GuessAllowance.objects.filter(key=key).first()
    return row is not None and _left(row.left, row.counted_at, limit, at) < 1


def forget(key: str) -> None:
    """The allowance is full again, because the person has proved who they are another way."""
    GuessAllowance.objects.filter(key=key).delete()


def tidy(at: datetime) -> int:
    """Rows that have been full for a day are gone; the answer is how many."""
    return GuessAllowance.objects.filter(counted_at__lt=at - timedelta(days=1)).delete()[0]


def _left(left: float, counted_at: datetime, limit: Limit, at: datetime) -> float:
    refilled = max(0.0, (at - counted_at) / limit.refill)
    return min(float(limit.at_once), left + refilled)
