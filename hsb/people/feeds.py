"""A person's calendar address: a long random token, shown once and kept only as a digest.

Whoever has the address reads the feed (hsb/pages/calendar_feed.py) without signing in, as calendar programs must. So it can be
stopped at any time, is replaced by a new one rather than shown again, and ends with the account.
"""

import base64
import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from hsb.accounts.models import User
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.people.models import CalendarFeed

TOKEN_BYTES = 32


@transaction.atomic
def make(*, person: User, at: datetime, press: UUID | None = None) -> str:
    """The person has a new address, whose token is answered and never again; an earlier one no longer works.

    The same press of the button makes one address and answers its token again: two answers on their way show the same page.
    """
    token = _token_of(person, press) if press else secrets.token_urlsafe(TOKEN_BYTES)
    User.objects.select_for_update().get(pk=person.pk)  # two presses at once make one address after the other
    if CalendarFeed.objects.filter(user=person, digest=digest(token)).exists():
        return token
    _end(person, at)
    CalendarFeed.objects.create(user=person, digest=digest(token), made_at=at)
    audit.record(AuditKind.FEED_MADE, by=person, at=at)
    return token


@transaction.atomic
def stop(*, person: User, by: User, at: datetime) -> bool:
    """No address of the person works any more. Answer whether one did."""
    ended = _end(person, at)
    if ended:
        audit.record(AuditKind.FEED_STOPPED, by=by, at=at, facts={"user": person.pk})
    return ended


def current(person: User) -> CalendarFeed | None:
    """Answer the person's address that works, if there is one."""
    return CalendarFeed.objects.filter(user=person, ended_at=None).first()


def reader(token: str) -> User | None:
    """Answer whose address this is; None for a token nobody has, that was stopped, or whose account is closed. One statement."""
    found = CalendarFeed.objects.filter(digest=digest(token), ended_at=None, user__is_active=True)
    feed = found.select_related("user").first()
    return feed.user if feed else None


def digest(token: str) -> str:
    """Answer what is kept of a token. It is long and random, so a plain hash of it cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _token_of(person: User, press: UUID) -> str:
    whole = salted_hmac("hsb calendar address", f"{person.pk}:{press}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(whole).rstrip(b"=").decode()


def _end(person: User, at: datetime) -> bool:
    return bool(CalendarFeed.objects.filter(user=person, ended_at=None).update(ended_at=at))
