"""The life of a task or question: asked, then done or withdrawn; and asked again when what came back was not enough."""

from django.db import models


class State(models.TextChoices):
    OPEN = "open", "Waiting"
    DONE = "done", "Done"
    WITHDRAWN = "withdrawn", "Withdrawn"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.OPEN: frozenset({State.DONE, State.WITHDRAWN}),
    State.DONE: frozenset({State.OPEN}),
    State.WITHDRAWN: frozenset({State.OPEN}),
}
