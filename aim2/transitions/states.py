"""The life of a transition plan and of a hand-over."""

from django.db.models import TextChoices


class TransitionState(TextChoices):
    OPEN = "open", "Being prepared"
    SENT = "sent", "Sent, not yet accepted"
    ACCEPTED = "accepted", "Accepted by the other service"
    FINISHED = "finished", "Finished here"


S = TransitionState
TRANSITIONS: dict[TransitionState, frozenset[TransitionState]] = {
    S.OPEN: frozenset({S.SENT, S.FINISHED}),
    S.SENT: frozenset({S.OPEN, S.ACCEPTED, S.FINISHED}),
    S.ACCEPTED: frozenset(),
    S.FINISHED: frozenset(),
}
OWNER: dict[TransitionState, str] = {
    S.OPEN: "the YOS officer, who prepares the hand-over",
    S.SENT: "the YOS manager, until the other service has accepted",
    S.ACCEPTED: "",
    S.FINISHED: "",
}
RUNNING = frozenset({S.OPEN, S.SENT})


class To(TextChoices):
    PROBATION = "probation", "Probation"
    ADULT_SOCIAL_CARE = "adult_social_care", "Adult social care"
    LEAVING_CARE = "leaving_care", "Leaving care"
    ADULT_HEALTH = "adult_health", "Adult mental health"
    NOBODY = "nobody", "Nobody: the work is finished before 18"
