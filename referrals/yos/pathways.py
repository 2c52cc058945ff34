"""The named ways a partnership offers where AIM2 is not for a child (P4.1): data of its profile."""

from dataclasses import dataclass

from hsb.agencies.profile import profile


@dataclass(frozen=True)
class Pathway:
    """One way, and whether it is for children under 12."""

    code: str
    label: str
    under_12: bool


def pathways() -> tuple[Pathway, ...]:
    """Answer the ways of this partnership, in the order of its profile."""
    return tuple(Pathway(**one) for one in profile().settings.get("pathways", []))


def label_of(code: str) -> str:
    """Answer what a way is called; of one the profile names no more, its code."""
    return next((way.label for way in pathways() if way.code == code), code)
