"""The life of a need of a harmed child and of a support that was offered for it, and what support there is: tables."""

from django.db.models import TextChoices


class State(TextChoices):
    WAITING = "waiting", "Waiting for an answer"
    TAKEN_UP = "taken_up", "Taken up"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "Ended"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.TAKEN_UP, State.DECLINED, State.ENDED}),
    State.TAKEN_UP: frozenset({State.DECLINED, State.ENDED}),
    # Nobody has to take up help, and anybody may change their mind.
    State.DECLINED: frozenset({State.TAKEN_UP}),
    State.ENDED: frozenset(),  # what begins again is offered again
}
OWNER: dict[State, str] = {
    State.WAITING: "the child and family; whoever offered it asks them",
    State.TAKEN_UP: "the service that gives it",
    State.DECLINED: "the child’s worker, who offers it again when the time is right",
    State.ENDED: "",
}


class Kind(TextChoices):
    VICTIM_WORKER = "victim_worker", "Victim worker or independent adviser (ISVA)"
    ASSAULT_CENTRE = "assault_centre", "Sexual assault referral centre (SARC)"
    THERAPY = "therapy", "Therapy or counselling"
    HEALTH = "health", "Health: GP, school nurse, CAMHS"
    SCHOOL = "school", "Support at school"
    FAMILY = "family", "Support for the family"
    COURT = "court", "Support through police and court"
    OTHER = "other", "Something else"


class OfferedTo(TextChoices):
    CHILD = "child", "The child"
    FAMILY = "family", "The family"
    BOTH = "both", "The child and the family"
    PERSON = "person", "The person, who is an adult"


ASKED: dict[OfferedTo, str] = {
    OfferedTo.CHILD: "the child",
    OfferedTo.FAMILY: "the family",
    OfferedTo.BOTH: "the child and the family",
    OfferedTo.PERSON: "the person",
}
"""Who gives the answer, as a sentence names them."""
