"""The life of a new incident on a record that is open already: it always asks the strategy decision again."""

from django.db.models import TextChoices


class State(TextChoices):
    WAITING = "waiting", "Waiting for the strategy decision"
    STRATEGY = "strategy", "A strategy discussion is held"
    GOES_ON = "goes_on", "What runs goes on, no discussion"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.STRATEGY, State.GOES_ON}),
    # Whoever decided against a discussion may still call one.
    State.GOES_ON: frozenset({State.STRATEGY}),
    State.STRATEGY: frozenset(),
}
OWNER: dict[State, str] = {
    State.WAITING: "a manager of children’s social care",
    State.STRATEGY: "",
    State.GOES_ON: "",
}
