"""The background work of this app: the records on which a withdrawn instrument is being rated with say so.

Models are imported when work arrives: this module is loaded while the applications are still starting.
"""

from typing import Any
from uuid import UUID

from hsb import clock
from hsb.outbox import handles_inside


@handles_inside("aim.pack_withdrawn")
def say_so(payload: dict[str, Any]) -> None:
    """Those who rate with the pack are told, each on their own record."""
    from aim2.ratings import withdrawn

    withdrawn.say_so(UUID(payload["pack"]), at=clock.now())
