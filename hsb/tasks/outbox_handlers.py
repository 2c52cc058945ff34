"""The background work about what people leave behind."""

from datetime import datetime
from typing import Any

from hsb import clock
from hsb.outbox import handles_inside
from hsb.people.actions import LEFT
from hsb.tasks import left_behind


@handles_inside(LEFT)
def hand_on(payload: dict[str, Any]) -> None:
    """Whoever gives work on knows what somebody left behind."""
    left_behind.see_to(user_id=payload["user"], since=datetime.fromisoformat(payload["at"]), at=clock.now())
