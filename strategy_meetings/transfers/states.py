"""The life of a transfer between authorities: whoever receives the child accepts; sending alone ends nothing."""

from django.db.models import TextChoices


class Way(TextChoices):
    IN = "in", "Moved here"
    OUT = "out", "Moved away"


class State(TextChoices):
    WAITING = "waiting", "Not accepted yet"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Not accepted"
    WITHDRAWN = "withdrawn", "Taken back: the child did not move"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    # A refusal is talked about between the authorities: it can still be accepted.
    State.DECLINED: frozenset({State.ACCEPTED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OWNER: dict[State, str] = {
    State.WAITING: "the authority the child has moved to; until it accepts, the one they came from",
    State.ACCEPTED: "",
    State.DECLINED: "the authority the child came from, which stays responsible",
    State.WITHDRAWN: "",
}
