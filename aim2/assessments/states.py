"""The life of an assessment, on one page."""

from django.db.models import TextChoices


class State(TextChoices):
    WRITING = "writing", "Being written"
    RETURNED = "returned", "Returned with comments"
    AGREED = "agreed", "Waiting for quality assurance"
    SIGNED = "signed", "Signed off"
    SHARED = "shared", "Signed off, and the family answered for"
    SUPERSEDED = "superseded", "Replaced by a later version"
    ENDED = "ended", "Ended without a report"


S = State
TRANSITIONS: dict[State, frozenset[State]] = {
    S.WRITING: frozenset({S.AGREED, S.ENDED}),
    S.RETURNED: frozenset({S.AGREED, S.ENDED}),
    S.AGREED: frozenset({S.RETURNED, S.SIGNED, S.ENDED}),
    S.SIGNED: frozenset({S.SHARED, S.SUPERSEDED}),
    S.SHARED: frozenset({S.SUPERSEDED}),
    S.SUPERSEDED: frozenset(),
    S.ENDED: frozenset(),
}
OWNER: dict[State, str] = {
    S.WRITING: "the lead and the co-worker",
    S.RETURNED: "the lead, who answers the comments",
    S.AGREED: "the YOS manager or AIM supervisor",
    S.SIGNED: "the lead, who shares it with the family",
    S.SHARED: "whoever works to the plan",
    S.SUPERSEDED: "",
    S.ENDED: "",
}

OPEN = frozenset({S.WRITING, S.RETURNED, S.AGREED})
"""There is one of these on a case at most."""

WRITABLE = frozenset({S.WRITING, S.RETURNED})

FINAL = frozenset({S.SIGNED, S.SHARED})
"""One of these is in force at most."""
