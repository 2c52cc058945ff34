"""Keeps what somebody typed when their session had ended by the time they sent it (design.md §8: nothing typed is lost).

The fields are sealed and wait in the browser's own (signed-out) session, never in the browser. They come back only to the person
who was signed in there, on a page that asks them to send it again: nothing is sent on their behalf.
"""

import json
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest

from hsb.accounts import devices
from hsb.accounts.models import User
from hsb.accounts.sealing import Unsealable, seal, unseal

KEY = "kept_post"
ENDED_FOR = "ended_for"
MOST_BYTES = 2 * 1024 * 1024
# Never kept: secrets, and what only protected the form.
_LEAVE_OUT = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code")


@dataclass(frozen=True)
class Kept:
    """A form somebody sent too late: where it goes, its fields, and the names of files that must be chosen again."""

    path: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Answer the fields worth reading: what was typed, under the field's name in words."""
        return [
            (name.rpartition("-")[2].replace("_", " ").capitalize(), value)
            for name, value in self.fields
            if value.strip() and name != "version"
        ]


def keep(request: HttpRequest) -> bool:
    """What was sent waits for its writer, if we know whose browser this is; the answer says whether it does."""
    ended_for = request.session.get(ENDED_FOR)
    known = devices.read(request).accounts
    if ended_for is None and not known:
        return False
    fields = [(name, value) for name, values in request.POST.lists() if name not in _LEAVE_OUT for value in values]
    files = [name for name, chosen in request.FILES.lists() for _ in chosen]
    text = json.dumps(
        {"path": request.get_full_path(), "fields": fields, "files": files, "user": ended_for, "known": known}
    )
    if not fields or len(text) > MOST_BYTES:
        return False
    request.session[KEY] = seal(text)
    return True


def waits(request: HttpRequest) -> bool:
    """Answer whether anything waits in this browser's session."""
    return KEY in request.session


def waiting_for(request: HttpRequest, user: User) -> Kept | None:
    """Answer what waits for this person; what somebody else wrote is dropped."""
    sealed = request.session.get(KEY)
    if not sealed:
        return None
    try:
        data = json.loads(unseal(sealed))
    except (Unsealable, ValueError):
        drop(request)
        return None
    whose = data["user"] == user.pk if data["user"] is not None else devices.Device("", data["known"]).knows(user)
    if not whose:
        drop(request)
        return None
    return Kept(data["path"], [(str(n), str(v)) for n, v in data["fields"]], [str(n) for n in data["files"]])


def drop(request: HttpRequest) -> None:
    """Nothing waits any more."""
    request.session.pop(KEY, None)
    request.session.pop(ENDED_FOR, None)


def idle_minutes() -> int:
    """Answer the idle limit in minutes, for the sentence on the page."""
    return settings.SESSION_IDLE_SECONDS // 60
