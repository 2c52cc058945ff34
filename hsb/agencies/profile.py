"""The partnership's own names, numbers and choices, as data (design.md §7): a second borough needs a file, no code."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from hsb import clock

FOLDER = Path(__file__).parent / "profiles"
EMERGENCY = "999"
SATURDAY = 5


@dataclass(frozen=True)
class PhoneNumber:
    """A number a worried person can ring, what it is for and when it answers.

    One with `opens` and `closes` answers between them on working days; one that is `out_of_hours` answers when none of those does;
    any other, at any time. `hours` says so in words, and `who` answers it, as in “Ring … on”.
    """

    label: str
    number: str
    hours: str = ""
    who: str = ""
    opens: time | None = None
    closes: time | None = None
    out_of_hours: bool = False

    @property
    def is_emergency(self) -> bool:
        return self.number == EMERGENCY

    def is_open(self, at: datetime, *, day_off: bool) -> bool:
        """Answer whether an instant is within the opening hours of the number; False for one that has none."""
        here = clock.local_time(at)
        if self.opens is None or self.closes is None or day_off or here.weekday() >= SATURDAY:
            return False
        return self.opens <= here.time() < self.closes


def answering(phones: Sequence[PhoneNumber], at: datetime, *, day_off: bool) -> PhoneNumber | None:
    """Answer which number to ring at an instant when it is not an emergency; None where the partnership has named none.

    `day_off` says that the London day is no working day though it be Monday to Friday.
    """
    ours = [phone for phone in phones if not phone.is_emergency]
    open_now = [phone for phone in ours if phone.is_open(at, day_off=day_off)]
    always = [phone for phone in ours if phone.opens is None and not phone.out_of_hours]
    instead = [phone for phone in ours if phone.out_of_hours]
    return next(iter([*open_now, *always, *instead]), None)


@dataclass(frozen=True)
class Profile:
    """Labels and choices of one partnership. `names` maps an agency kind to what the partnership calls it."""

    code: str
    partnership: str
    names: dict[str, str]
    long_names: dict[str, str]
    reference_prefix: str
    hold_rule: str
    phones: tuple[PhoneNumber, ...]
    links: tuple[dict[str, str], ...]
    settings: dict[str, Any]

    def name(self, kind: str) -> str:
        """Answer what this partnership calls an agency kind or team, such as 'csws', 'mash' or 'yos'."""
        return self.names.get(kind, kind.upper())


def read_profile(path: Path) -> Profile:
    """Answer the profile in a TOML file; a missing key stops the start rather than a page later."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Profile(
        code=path.stem,
        partnership=data["partnership"],
        names=data["names"],
        long_names=data["long_names"],
        reference_prefix=data["reference_prefix"],
        hold_rule=data["hold_rule"],
        phones=tuple(PhoneNumber(**phone) for phone in data["phones"]),
        links=tuple(data.get("links", [])),
        settings=data.get("settings", {}),
    )


@cache
def _profile(code: str) -> Profile:
    return read_profile(FOLDER / f"{code}.toml")


def profile() -> Profile:
    """Answer the profile of the partnership this deployment serves."""
    return _profile(settings.PARTNERSHIP_PROFILE)
