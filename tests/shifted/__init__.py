"""When the tests run: a Thursday morning in term time, whatever the day is, for this process and all that it starts.

HSB_TESTS_AT (`2028-02-29T23:59`, London's clock) names another instant: the suite must hold at any.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from hsb import clock

A_THURSDAY = "2026-11-26T10:30"
SHIFT = "HSB_CLOCK_SHIFT"


def begin() -> None:
    """This process's clock stands at the tests' instant and goes on from there, and so does that of each process it starts."""
    if os.environ.get(SHIFT):
        return  # one of those: the processes of a run share one clock
    real = datetime.now(UTC)
    wanted = datetime.fromisoformat(os.environ.get("HSB_TESTS_AT") or A_THURSDAY).replace(tzinfo=clock.LONDON)
    os.environ |= ahead_by((wanted - real).total_seconds())
    time_machine.travel(wanted.astimezone(UTC), tick=True).start()


def later(*, by: timedelta) -> dict[str, str]:
    """Answer what a process needs in its environment to be so much later than the tests' clock."""
    return ahead_by(float(os.environ.get(SHIFT) or 0) + by.total_seconds())


def ahead_by(seconds: float) -> dict[str, str]:
    """Answer what a process needs in its environment for its clock to be so far ahead of the machine's."""
    before = [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if place != _HERE]
    return {SHIFT: str(seconds), "PYTHONPATH": os.pathsep.join(filter(None, [_HERE, *before]))}


_HERE = str(Path(__file__).parent)
