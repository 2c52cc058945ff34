"""The life of a specialist opinion that somebody was asked for (P5.6)."""

from django.db.models import TextChoices


class State(TextChoices):
    ASKED = "asked", "Asked for"
    RECEIVED = "received", "Received"
    NOT_COME = "not_come", "Asked, not come"
    WITHDRAWN = "withdrawn", "No longer needed"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.RECEIVED, State.NOT_COME, State.WITHDRAWN}),
    # What comes after all is still taken in.
    State.NOT_COME: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OWNER: dict[State, str] = {
    State.ASKED: "whoever asked for it, who chases it",
    State.RECEIVED: "",
    State.NOT_COME: "",
    State.WITHDRAWN: "",
}
