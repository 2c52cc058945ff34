"""The work of a recount: a leg of a few seconds, then the next, so that no lease runs out under it and other work gets its turn."""

from datetime import timedelta
from time import monotonic
from typing import Any

from hsb import clock, database
from hsb.outbox import handles, put
from hsb.timeliness.calendar_actions import RECOUNT

SECONDS_TO_A_LEG = 10


def next_leg(payload: dict[str, Any] | None) -> None:
    """What is left of the recount is the next piece of work, in the transaction that marks this one done."""
    if payload is not None:
        leg = payload["leg"] + 1
        put(RECOUNT, {**payload, "leg": leg}, key=f"{RECOUNT}:{payload['recount']}:{leg}")


@handles(RECOUNT, finish=next_leg, lease=timedelta(minutes=2))
def go_on(payload: dict[str, Any], *, key: str) -> dict[str, Any] | None:
    """The recount is some seconds further. Answers what is left of it, or None when nothing is."""
    from hsb.chronology import recounting

    until = monotonic() + SECONDS_TO_A_LEG
    while monotonic() < until:
        with database.as_worker():
            if recounting.step(payload["recount"], at=clock.now()):
                return None
    return payload
