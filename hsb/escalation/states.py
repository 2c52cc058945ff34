"""The life of a disagreement, on one page (policy P7)."""

from django.db.models import TextChoices


class State(TextChoices):
    WAITING = "waiting", "Waiting for an answer"
    ANSWERED = "answered", "Answered: settled, or taken further?"
    RESOLVED = "resolved", "Resolved"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CLOSED = "closed", "Closed by the board"


TRANSITIONS: dict[State, frozenset[State]] = {
    # From one level it goes to the next and waits again, also when nobody answered in time.
    State.WAITING: frozenset({State.ANSWERED, State.WAITING, State.WITHDRAWN, State.CLOSED}),
    State.ANSWERED: frozenset({State.RESOLVED, State.WAITING, State.WITHDRAWN}),
    State.RESOLVED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.CLOSED: frozenset(),
}

OWNER: dict[State, str] = {
    State.WAITING: "those asked at its level",
    State.ANSWERED: "whoever raised it",
    State.RESOLVED: "",
    State.WITHDRAWN: "",
    State.CLOSED: "",
}

EVENT: dict[State, str] = {
    State.WAITING: "escalation.moved",
    State.ANSWERED: "escalation.answered",
    State.RESOLVED: "escalation.resolved",
    State.WITHDRAWN: "escalation.withdrawn",
    State.CLOSED: "escalation.closed",
}

OPEN = frozenset(state for state, ways in TRANSITIONS.items() if ways)
