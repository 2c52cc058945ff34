"""What every page's frame shows: product, partnership, places to go, notices, and who is signed in.

`hsb.ui` sits below the apps that know these things, so it reaches them by name, when a template first asks. A name that
does not exist yet (or a person who is not signed in) simply shows nothing; a fault inside one is not hidden.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

PRODUCT = "HSB casework"

# Where the frame's facts come from. A deployment or a test may replace any of them in settings.HSB_FRAME.
SOURCES = {
    "profile": "hsb.agencies.profile.profile",  # () -> the partnership's profile
    "places": "hsb.agencies.queries.places",  # (user) -> {"referrals": "url name", ...}: what differs by role
    "role": "hsb.agencies.queries.role_words",  # (user) -> "YOS officer, acting for Tom Kessell"
    "unread": "hsb.notifications.queries.unread_count",  # (user) -> int
    "to_do": "hsb.pages.work.due_count",  # (user) -> int: overdue or due by tomorrow
}


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation."""

    label: str
    href: str
    current: bool = False
    count: int = 0
    count_words: str = ""


# (key, label, url name, the paths that count as being there). A place whose URL does not exist is not shown.
PLACES = (
    ("my_work", "My work", "pages:home", ()),
    ("cases", "Cases", "cases:list", ("/cases/",)),
    ("referrals", "Referrals", "referrals:list", ("/referrals/", "/inbox/")),
    ("meetings", "Meetings", "strategy_meetings:list", ("/meetings/",)),
    ("delay", "Delay", "pages:delay", ("/delay/",)),
)


class Frame:
    """The frame of one page; every fact is fetched once, and only if the template shows it."""

    product = PRODUCT

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def user(self) -> Any:
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def profile(self) -> Any:
        return self._ask("profile") or {}

    @cached_property
    def partnership(self) -> str:
        return str(_first(self.profile, "partnership_name", "partnership", "name"))

    @cached_property
    def help_phone(self) -> str:
        return str(_first(self.profile, "help_phone", "phone"))

    @cached_property
    def name(self) -> str:
        return getattr(self.user, "full_name", "") or getattr(self.user, "email", "") if self.user else ""

    @cached_property
    def role(self) -> str:
        return str(self._ask("role", self.user) or "") if self.user else ""

    @cached_property
    def unread(self) -> int:
        return int(self._ask("unread", self.user) or 0) if self.user else 0

    @cached_property
    def places(self) -> list[Place]:
        """Answer the main navigation for this person, in order, without places that do not exist."""
        if not self.user:
            return []
        by_role = self._ask("places", self.user) or {}
        found = []
        for key, label, url_name, prefixes in PLACES:
            if key in by_role and not by_role[key]:
                continue
            href = link(by_role.get(key) or url_name)
            if not href:
                continue
            here = self._request.path
            current = any(here.startswith(prefix) for prefix in prefixes) or here == href
            count = int(self._ask("to_do", self.user) or 0) if key == "my_work" else 0
            found.append(Place(label, href, current, count, f", {count} overdue or due by tomorrow" if count else ""))
        return found

    home = property(lambda self: link("pages:home") or "/")
    search = property(lambda self: link("cases:list"))
    notices = property(lambda self: link("notifications:list", "notices:list", "pages:notices"))
    account = property(lambda self: link("accounts:account", "accounts:home", "pages:account"))
    sign_in = property(lambda self: link("account_login"))
    sign_out = property(lambda self: link("account_logout"))
    help = property(lambda self: link("pages:help", "help"))
    privacy = property(lambda self: link("pages:privacy"))
    accessibility = property(lambda self: link("pages:accessibility"))

    def _ask(self, source: str, *args: Any) -> Any:
        path = getattr(settings, "HSB_FRAME", {}).get(source, SOURCES[source])
        question = _find(path) if isinstance(path, str) else path
        return question(*args) if question else None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` on every page."""
    return {"frame": Frame(request)}


def link(*names: str) -> str:
    """Answer the address of the first URL name that exists, or ""."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _find(path: str) -> Callable[..., Any] | None:
    try:
        return import_string(path)
    except ImportError:
        return None


def _first(thing: Any, *names: str) -> Any:
    """Answer the first of these that the profile has, whether it is an object or a mapping."""
    for name in names:
        value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
        if isinstance(value, str) and value:
            return value
    return ""
