"""The kinds of outbox work that notifications do."""

from typing import Any

from hsb.outbox import handles_inside


@handles_inside("chronology.event")
def tell(payload: dict[str, Any]) -> None:
    """Everyone whom `recipients.py` names for this event has a notice."""
