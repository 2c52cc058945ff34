"""What every page's frame shows: product, partnership, places to go, notices, and who is signed in.

`hsb.ui` sits below the apps that know these things, so it reaches them by name, when a template first asks. A name that
does not exist yet (or a person who is not signed in) simply shows nothing; a fault inside one is not hidden.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

PRODUCT = "HSB casework"

# Where the frame's facts come from. A deployment or a test may replace any of them in settings.HSB_FRAME.
SOURCES = {
    "profile": "hsb.agencies.profile.profile",  # () -> the partnership's profile
    "answering": "hsb.pages.work.counts.answering",  # (phones, user or None) -> the number that is answered now
    "memberships": "hsb.agencies.queries.memberships",  # (user) -> [(agency, role)] held today
    "powers": "hsb.agencies.queries.powers",  # (user) -> what the roles may start
    "unread": "hsb.pages.work.counts.unread",  # (user) -> int
    "to_do": "hsb.pages.work.counts.to_do",  # (user) -> int: overdue or due by tomorrow
}


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation."""

    label: str
    href: str
    current: bool = False
    count: int = 0
    count_words: str = ""


@dataclass(frozen=True)
class Destination:
    """A place as declared: shown to whoever has `power` (everybody when it is empty), if one of its URLs exists."""

    label: str
    urls: tuple[str, ...]
    here: tuple[str, ...] = ()  # the paths that count as being there
    power: str = ""
    # A power that leads somewhere else first: a MASH worker's referrals are the inbox.
    instead: tuple[tuple[str, str], ...] = ()


# Every role that is ever on a case may also refer. Whoever may not, like an administrator, would find two empty lists.
READS_CASES = "make_referral"

DESTINATIONS = (
    Destination("My work", ("pages:home",), ("/work/", "/team/")),
    Destination("Cases", ("cases:list",), ("/cases/",), power=READS_CASES),
    Destination(
        "Referrals",
        ("referrals:list",),
        ("/referrals/", "/inbox/"),
        power=READS_CASES,
        instead=(("mash_inbox", "referrals:mash_inbox"), ("yos_inbox", "referrals:yos_inbox")),
    ),
    Destination("Meetings", ("strategy_meetings:list",), ("/meetings/",), power="attend_meetings"),
    Destination("Delay", ("pages:delay",), ("/delay/",), power="read_delay"),
    Destination("Proceedings", ("aim2:proceedings_list",), ("/proceedings/",), power="read_proceedings"),
    Destination("Delay", ("pages:partnership_delay",), power="read_partnership_delay"),
    Destination("Disagreements", ("escalation:board_inbox",), ("/disagreements/",), power="board_inbox"),
    Destination("People", ("people:list",), ("/people/",), power="administer"),
    Destination("Timescales", ("pages:timescales",), ("/settings/timescales/",), power="set_timescales"),
    Destination("Instruments", ("aim2:instruments",), ("/aim2/instruments/",), power="set_instruments"),
    Destination("Working days", ("pages:working_days",), ("/settings/working-days/",), power="administer"),
    Destination("Audit", ("pages:audit",), ("/audit/",), power="read_audit"),
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
        return self._ask("profile")

    @cached_property
    def partnership(self) -> str:
        return str(getattr(self.profile, "partnership", ""))

    @cached_property
    def phone(self) -> Any:
        """Answer the number that is answered now, to ring when it is not an emergency; None where there is none."""
        phones = getattr(self.profile, "phones", ())
        return self._ask("answering", phones, self.user) if phones else None

    @cached_property
    def phones(self) -> list[Any]:
        """Answer the numbers to ring: the emergency number, the one that is answered now, then those for other hours."""
        phones = getattr(self.profile, "phones", ())
        return sorted(phones, key=lambda phone: (not phone.is_emergency, phone != self.phone))

    @cached_property
    def name(self) -> str:
        return getattr(self.user, "full_name", "") or getattr(self.user, "email", "") if self.user else ""

    @cached_property
    def role(self) -> str:
        """Answer "YOS officer, Aldermere YOS"; a second role follows after a semicolon, and last whom the person acts for."""
        held = (self._ask("memberships", self.user) if self.user else None) or []
        own = [f"{m.title}, {m.agency.short_name}" for m in held if not getattr(m, "acting_for", None)]
        others = [str(m.acting_for) for m in held if getattr(m, "acting_for", None)]
        acting = [f"acting for {' and '.join(dict.fromkeys(others))}"] if others else []
        return ", ".join(filter(None, ["; ".join(own), *acting]))

    @cached_property
    def unread(self) -> int:
        return int(self._ask("unread", self.user) or 0) if self.user else 0

    @cached_property
    def places(self) -> list[Place]:
        """Answer the main navigation for this person, in order, without places that do not exist."""
        if not self.user:
            return []
        powers = self._powers
        found = []
        for place in DESTINATIONS:
            if place.power and place.power not in powers:
                continue
            preferred = [url for power, url in place.instead if power in powers]
            href = link(*preferred, *place.urls)
            if not href:
                continue
            here = self._request.path
            current = here == href or any(here.startswith(prefix) for prefix in place.here)
            count = int(self._ask("to_do", self.user) or 0) if place.label == "My work" else 0
            found.append(
                Place(place.label, href, current, count, f", {count} overdue or due by tomorrow" if count else "")
            )
        return found

    @cached_property
    def _powers(self) -> set[str]:
        return {str(power) for power in self._ask("powers", self.user) or ()} if self.user else set()

    home = cached_property(lambda self: link("pages:home") or "/")
    search = cached_property(lambda self: link("cases:list") if READS_CASES in self._powers else "")
    notices = cached_property(lambda self: link("notices:list"))
    account = cached_property(lambda self: link("accounts:account"))
    sign_in = cached_property(lambda self: link("account_login"))
    sign_out = cached_property(lambda self: link("account_logout"))
    help = cached_property(lambda self: link("pages:help"))
    privacy = cached_property(lambda self: link("pages:privacy"))
    accessibility = cached_property(lambda self: link("pages:accessibility"))

    def _ask(self, source: str, *args: Any) -> Any:
        path = getattr(settings, "HSB_FRAME", {}).get(source, SOURCES[source])
        question = _find(path) if isinstance(path, str) else path
        return question(*args) if question else None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` on every page, and the name that the next `press` of a button on it has."""
    return {"frame": Frame(request), "press": SimpleLazyObject(uuid4)}


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
