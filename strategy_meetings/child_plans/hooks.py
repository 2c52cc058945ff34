"""What other parts of this stage do when a protection plan ends."""

from datetime import datetime
from typing import Protocol

from hsb.accounts.models import User
from strategy_meetings.child_plans.states import EndReason
from strategy_meetings.models import ChildPlan


class Ended(Protocol):
    """Does what follows from the end of a protection plan, in its transaction."""

    def __call__(self, plan: ChildPlan, reason: EndReason, *, by: User, at: datetime) -> None: ...


ON_ENDED: list[Ended] = []
