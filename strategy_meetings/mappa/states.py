"""The life of a MAPPA referral as we keep it: category, level, dates. The form and the minutes are the Responsible Authority's."""

from django.db.models import TextChoices


class Basis(TextChoices):
    CAUTION = "caution", "Youth caution or youth conditional caution"
    CONVICTION = "conviction", "Conviction"
    SENTENCE = "sentence", "Sentence"


class Source(TextChoices):
    POLICE = "police", "Police"
    YOS = "yos", "Youth offending service"


class State(TextChoices):
    SENT = "sent", "Sent, waiting for the reply"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Not accepted"
    ENDED = "ended", "Ended"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.SENT: frozenset({State.ACCEPTED, State.DECLINED}),
    State.ACCEPTED: frozenset({State.ENDED}),
    State.DECLINED: frozenset(),
    State.ENDED: frozenset(),
}
OWNER: dict[State, str] = {
    State.SENT: "the MAPPA coordinator, who replies",
    State.ACCEPTED: "the Responsible Authority; ours see to their own attendance and actions",
    State.DECLINED: "",
    State.ENDED: "",
}


class Held(TextChoices):
    TO_COME = "to_come", "To come"
    HELD = "held", "Held"
    NOT_HELD = "not_held", "Not held"


HELD_TRANSITIONS: dict[Held, frozenset[Held]] = {
    Held.TO_COME: frozenset({Held.HELD, Held.NOT_HELD}),
    Held.HELD: frozenset(),
    Held.NOT_HELD: frozenset(),
}
HELD_OWNER: dict[Held, str] = {
    Held.TO_COME: "the Responsible Authority, which holds it",
    Held.HELD: "",
    Held.NOT_HELD: "",
}
