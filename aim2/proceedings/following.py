"""What later rooms do when an occasion of proceedings is recorded: they register here when the app starts, so that proceedings
never learn of them. Each is called in the transaction of the occasion, once everything of proceedings itself has been stored."""

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from hsb.accounts.models import User
from hsb.cases.models import Case


class Follower(Protocol):
    """Does on one case what follows from an occasion (`made` is its plan: what was recorded, what stood before and stands now)."""

    def __call__(self, case: Case, made: Any, *, occasion: UUID, by: User, at: datetime) -> None: ...


FOLLOWERS: list[Follower] = []


def add_follower(follower: Follower) -> None:
    """It is called after every occasion from now on, after those that were added before."""
    if follower not in FOLLOWERS:
        FOLLOWERS.append(follower)


def follow(case: Case, made: Any, *, occasion: UUID, by: User, at: datetime) -> None:
    """Every follower has done its part."""
    for follower in FOLLOWERS:
        follower(case, made, occasion=occasion, by=by, at=at)
