"""The partnership's own names, numbers and choices, as data (design.md §7): a second borough needs a file, no code."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER = Path(__file__).parent / "profiles"


@dataclass(frozen=True)
class PhoneNumber:
    """A number a worried person can ring, what it is for and when it answers."""

    label: str
    number: str
    hours: str = ""


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
