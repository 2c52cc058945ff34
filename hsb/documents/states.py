"""The life of an uploaded document: kept apart until it has been looked at, then open or refused for good.

State values are plain strings with labels, so that this page needs no Django (house rule: states are pure).
"""

from enum import StrEnum


class State(StrEnum):
    """Where a document is. Nobody can download it before it is clean."""

    QUARANTINED = "quarantined"
    CLEAN = "clean"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"quarantined": "Being checked", "clean": "Checked", "refused": "Refused"}[self.value]


TRANSITIONS: dict[State, frozenset[State]] = {
    State.QUARANTINED: frozenset({State.CLEAN, State.REFUSED}),
    State.CLEAN: frozenset(),
    State.REFUSED: frozenset(),
}
