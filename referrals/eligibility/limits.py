"""Whom AIM2 is for, as the partnership's profile says (policy, 4.1). What the profile leaves out is the policy's own."""

from dataclasses import fields
from typing import Any

from hsb.agencies.profile import profile
from referrals.eligibility.facts import Limits


def chosen() -> Limits:
    """Answer the ages, the lowest band and the routes of this partnership."""
    said: dict[str, Any] = dict(profile().settings.get("aim2", {}))
    known = {one.name for one in fields(Limits)}
    if "routes" in said:
        said["routes"] = tuple(said["routes"])
    return Limits(**{name: value for name, value in said.items() if name in known})
