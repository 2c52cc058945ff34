"""The life of a meeting, on one page."""

from django.db.models import TextChoices


class MeetingState(TextChoices):
    CALLED = "called", "Called"
    HELD_NOW = "held_now", "Being held"
    ENDED = "ended", "Held, record not complete"
    DRAFT = "draft", "Waiting for the chair’s approval"
    APPROVED = "approved", "Approved, to be sent"
    ISSUED = "issued", "Minutes sent"
    AMENDED = "amended", "Minutes amended"
    NOT_QUORATE = "not_quorate", "Not quorate"
    CALLED_OFF = "called_off", "Called off"


S = MeetingState
TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    S.CALLED: frozenset({S.HELD_NOW, S.CALLED_OFF}),
    S.HELD_NOW: frozenset({S.ENDED, S.DRAFT, S.NOT_QUORATE, S.CALLED_OFF}),
    # What is written after the end decides between these two: DRAFT when nothing compulsory is missing any more.
    S.ENDED: frozenset({S.DRAFT}),
    S.DRAFT: frozenset({S.ENDED, S.APPROVED}),
    S.APPROVED: frozenset({S.ISSUED}),
    S.ISSUED: frozenset({S.AMENDED}),
    S.AMENDED: frozenset({S.AMENDED}),
    S.NOT_QUORATE: frozenset(),
    S.CALLED_OFF: frozenset(),
}
OWNER: dict[MeetingState, str] = {
    S.CALLED: "the chair, who holds it, and everybody invited, who answer",
    S.HELD_NOW: "the chair and the minute-taker",
    S.ENDED: "the chair and the minute-taker, who write what is missing",
    S.DRAFT: "the chair, who approves",
    S.APPROVED: "the chair, who sends the minutes",
    S.ISSUED: "everybody who has a copy, who acknowledge or object",
    S.AMENDED: "everybody who has a copy, who acknowledge or object",
    S.NOT_QUORATE: "the chair, who calls another",
    S.CALLED_OFF: "",
}
COMING = frozenset({S.CALLED, S.HELD_NOW})
"""Nobody has ended it yet."""
WRITTEN_ON = frozenset({S.HELD_NOW, S.ENDED, S.DRAFT})
"""Its record may be written by the chair and the minute-taker, and is read by nobody else."""
HELD = frozenset({S.ENDED, S.DRAFT, S.APPROVED, S.ISSUED, S.AMENDED})
"""It took place, quorate: its clocks ran from its start."""
DECIDED = frozenset({S.APPROVED, S.ISSUED, S.AMENDED})
"""The chair has approved its record: nothing in it changes but by an amendment."""
