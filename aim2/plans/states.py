"""The life of an intervention plan, and the few lists it chooses from."""

from django.db.models import TextChoices


class PlanState(TextChoices):
    DRAFT = "draft", "Being written"
    AGREED = "agreed", "Agreed, to begin"
    RUNNING = "running", "Running"
    ENDED = "ended", "Ended"


TRANSITIONS: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.AGREED, PlanState.ENDED}),
    PlanState.AGREED: frozenset({PlanState.RUNNING, PlanState.ENDED}),
    PlanState.RUNNING: frozenset({PlanState.ENDED}),
    PlanState.ENDED: frozenset(),
}
OWNER: dict[PlanState, str] = {
    PlanState.DRAFT: "the YOS officer who writes it, then the YOS manager who agrees it",
    PlanState.AGREED: "the YOS officer, who holds the first session",
    PlanState.RUNNING: "the YOS officer, who reviews it in time",
    PlanState.ENDED: "",
}


class Basis(TextChoices):
    """On what a plan is built; before AIM2 there may be help already (P6.2)."""

    AIM2 = "aim2", "The AIM2 assessment"
    CSWS = "csws", "The child and family assessment, before AIM2"
    AGREEMENT = "agreement", "The agreement on work before trial"
    ALTERNATIVE = "alternative", "An alternative tool"


class Strand(TextChoices):
    YOUNG_PERSON = "young_person", "The young person"
    PARENTS = "parents", "Parents and carers"
    SCHOOL = "school", "School"
    HEALTH = "health", "Health"


class From(TextChoices):
    """The domain a goal comes from, or what stands for it before there is an AIM2."""

    BEHAVIOURS = "behaviours", "Harmful behaviours"
    DEVELOPMENTAL = "developmental", "Developmental"
    FAMILY = "family", "Family"
    ENVIRONMENT = "environment", "Environment"
    CSWS = "csws", "The child and family assessment"
    AGREEMENT = "agreement", "The agreement on work before trial"
    ALTERNATIVE = "alternative", "An alternative tool"


class Attendance(TextChoices):
    CAME = "came", "Came"
    LATE = "late", "Came late, or left early"
    CANCELLED = "cancelled", "Did not come, and said so"
    MISSED = "missed", "Did not come"
    BY_US = "by_us", "We cancelled it"


HELD = frozenset({Attendance.CAME, Attendance.LATE})


class Outcome(TextChoices):
    COMPLETED = "completed", "Completed"
    PARTLY = "partly", "Partly completed"
    DISENGAGED = "disengaged", "The family no longer took part"
    TRANSFERRED = "transferred", "Handed over to another service"
    TURNED_18 = "turned_18", "Turned 18"
    CUSTODY = "custody", "Went on in custody"
