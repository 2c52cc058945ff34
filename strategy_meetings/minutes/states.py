"""The life of one copy of the minutes, and of its PDF, on one page."""

from django.db.models import TextChoices


class State(TextChoices):
    PREPARED = "prepared", "To be sent"
    KEPT_BACK = "kept_back", "Not to be sent"
    SENT = "sent", "Sent"
    REPLACED = "replaced", "Replaced by an amended copy"
    WITHDRAWN = "withdrawn", "Withdrawn"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.PREPARED: frozenset({State.KEPT_BACK, State.SENT}),
    State.KEPT_BACK: frozenset({State.PREPARED}),
    State.SENT: frozenset({State.REPLACED, State.WITHDRAWN}),
    # The recipient may go back to what they had; the wrong person may not.
    State.REPLACED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
OWNER: dict[State, str] = {
    State.PREPARED: "the chair, who previews and sends it",
    State.KEPT_BACK: "",
    State.SENT: "whoever has it, who acknowledges it or says what is not accurate",
    State.REPLACED: "",
    State.WITHDRAWN: "",
}
READABLE = frozenset({State.SENT, State.REPLACED})
"""Whoever it was sent to may read it."""


class Reached(TextChoices):
    """How a copy came to one of the family, who has no account: checked for each of them, never taken for granted."""

    HANDED = "handed", "Handed over"
    POSTED = "posted", "Posted to an address that was checked to be safe"
    READ = "read", "Read to them"
    INTERPRETED = "interpreted", "Read to them with an interpreter"


class PdfState(TextChoices):
    NONE = "none", "Not made"
    WAITING = "waiting", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"


class Breach(TextChoices):
    """What the question at a withdrawal was answered with (domain.md T50)."""

    NO = "no", "No: nothing personal was seen by anybody who should not"
    YES = "yes", "Yes: tell information governance today"
    NOT_KNOWN = "not_known", "Not known yet: it is being found out"


class Answer(TextChoices):
    AMENDED = "amended", "The minutes are amended"
    KEPT = "kept", "The minutes stand, and the objection is kept beside them"
