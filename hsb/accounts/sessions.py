"""How long a session lasts, where a person is signed in, and how their sessions end."""

from datetime import datetime
from importlib import import_module

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from hsb.accounts.models import User

BEGAN = "session_began"
SEEN = "session_seen"
# Writing on every request would cost one write a page; a minute late is close enough for an hour's limit.
TOUCH_SECONDS = 60


def begin(session: SessionBase, at: datetime) -> None:
    """Both limits, idle and absolute, run from now."""
    session[BEGAN] = session[SEEN] = at.timestamp()


def ended_because(session: SessionBase, at: datetime) -> str:
    """Answer "idle" or "long" when a limit has passed, else nothing."""
    moment = at.timestamp()
    if moment - session.get(SEEN, moment) > settings.SESSION_IDLE_SECONDS:
        return "idle"
    if moment - session.get(BEGAN, moment) > settings.SESSION_COOKIE_AGE:
        return "long"
    return ""


def touch(session: SessionBase, at: datetime) -> bool:
    """The idle limit runs from now, if a minute has passed since it was last moved; the answer says whether it moved."""
    moment = at.timestamp()
    if BEGAN not in session:
        begin(session, at)
        return True
    if moment - session.get(SEEN, 0) < TOUCH_SECONDS:
        return False
    session[SEEN] = moment
    return True


def proved_by_second_factor(request: HttpRequest) -> bool:
    """Answer whether the person gave a second-factor code in this session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def signed_in_places(user: User) -> list[UserSession]:
    """Answer the sessions a person has open, newest first; rows of sessions that are gone are dropped."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda place: place.created_at, reverse=True)


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """The person is signed out everywhere (but in the session named `keep`), at once; the answer is in how many places."""
    ended = 0
    for place in UserSession.objects.filter(user=user).exclude(session_key=keep or ""):
        end_place(place)
        ended += 1
    return ended


def end_place(place: UserSession) -> None:
    """That one session is over."""
    import_module(settings.SESSION_ENGINE).SessionStore().delete(place.session_key)
    place.delete()


def forget_place(session_key: str | None) -> None:
    """The session is no longer listed as a place where somebody is signed in."""
    UserSession.objects.filter(session_key=session_key or "").delete()


def forget_second_factor(request: HttpRequest) -> None:
    """The session no longer counts as proved by a second factor."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [r for r in records if r.get("method") != "mfa"]
