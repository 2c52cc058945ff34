"""How two people's ratings of one item become one. Neither is seen by the other before both are in. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from aim2.instruments.scoring import Answer


class Standing(StrEnum):
    """How far the rating of an item has come."""

    LOCKED = "locked"
    NOT_RATED = "not_rated"
    LEAD_ONLY = "lead_only"
    CO_ONLY = "co_only"
    DIFFER = "differ"
    AGREED = "agreed"

    @property
    def both_are_in(self) -> bool:
        """Whether the two may read each other's rating, and neither changes their own any more."""
        return self in (Standing.DIFFER, Standing.AGREED)


@dataclass(frozen=True)
class Settled:
    """Where an item stands, and the one answer that counts, where there is one."""

    standing: Standing
    answer: Answer | None = None


def settle(*, lead: Answer | None, co: Answer | None, alone: bool, resolved: Answer | None, locked: bool) -> Settled:
    """Answer how far an item has come. Who works alone has settled it by rating; what was resolved counts before both ratings."""
    if locked:
        return Settled(Standing.LOCKED)
    if resolved is not None:
        return Settled(Standing.AGREED, resolved)
    if alone:
        return Settled(Standing.AGREED, lead) if lead else Settled(Standing.NOT_RATED)
    if lead and co:
        return Settled(Standing.AGREED, lead) if lead == co else Settled(Standing.DIFFER)
    if lead:
        return Settled(Standing.LEAD_ONLY)
    return Settled(Standing.CO_ONLY if co else Standing.NOT_RATED)
