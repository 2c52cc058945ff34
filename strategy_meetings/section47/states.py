"""The life of a section 47 enquiry, on one page: who has the next move, and what its outcome leads to."""

from django.db.models import TextChoices


class State(TextChoices):
    UNDER_WAY = "under_way", "Under way"
    PROPOSED = "proposed", "Waiting for a manager"
    RETURNED = "returned", "Returned with a comment"
    ENDED = "ended", "Ended"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.UNDER_WAY: frozenset({State.PROPOSED}),
    State.PROPOSED: frozenset({State.RETURNED, State.ENDED}),
    State.RETURNED: frozenset({State.PROPOSED}),
    State.ENDED: frozenset(),
}
OWNER: dict[State, str] = {
    State.UNDER_WAY: "the social worker who leads the enquiry",
    State.PROPOSED: "a manager of children's social work who did not propose the outcome",
    State.RETURNED: "the social worker who leads the enquiry",
    State.ENDED: "",
}


class Basis(TextChoices):
    """What began the enquiry: only these do."""

    MEETING = "meeting", "A strategy discussion or meeting"
    MASH = "mash", "The MASH decision"


class Kind(TextChoices):
    SINGLE = "single", "Single: children’s social care alone"
    JOINT = "joint", "Joint with the police"


class Medical(TextChoices):
    NOT_DECIDED = "", "Not decided yet"
    NONE = "none", "No medical is needed"
    PLANNED = "planned", "A medical is to be held"
    DONE = "done", "A medical was held"


class Interview(TextChoices):
    NOT_DECIDED = "", "Not decided yet"
    NONE = "none", "No recorded (ABE) interview is needed"
    PLANNED = "planned", "A recorded (ABE) interview is to be held"
    DONE = "done", "A recorded (ABE) interview was held"


class Outcome(TextChoices):
    NOT_SUBSTANTIATED = "not_substantiated", "Concerns not substantiated"
    NO_CONTINUING_RISK = "no_continuing_risk", "Substantiated, no continuing risk of significant harm"
    CONTINUING_RISK = "continuing_risk", "Substantiated, continuing risk of significant harm"


class Then(TextChoices):
    """Where the child's safeguarding goes when no conference follows."""

    ASSESSMENT = "assessment", "The child and family assessment goes on"
    CHILD_IN_NEED = "child_in_need", "Child in need plan"
    EARLY_HELP = "early_help", "Early help"
    CLOSED = "closed", "No further work by children’s social care"


# After which outcome which way is open. A continuing risk goes to a conference, and to a plan where there is none.
WAYS: dict[Outcome, frozenset[Then]] = {
    Outcome.NOT_SUBSTANTIATED: frozenset(Then),
    Outcome.NO_CONTINUING_RISK: frozenset({Then.ASSESSMENT, Then.CHILD_IN_NEED}),
    Outcome.CONTINUING_RISK: frozenset(),
}
