"""The life of a safety plan, on one page."""

from django.db.models import TextChoices


class PlanState(TextChoices):
    DRAFT = "draft", "Being written"
    AGREED = "agreed", "In force"
    SUPERSEDED = "superseded", "Replaced by a later one"


TRANSITIONS: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.AGREED}),
    PlanState.AGREED: frozenset({PlanState.SUPERSEDED}),
    PlanState.SUPERSEDED: frozenset(),
}
OWNER: dict[PlanState, str] = {
    PlanState.DRAFT: "whoever writes it: the school, the social worker or the YOS officer",
    PlanState.AGREED: "the school and the allocated workers, who review it by its date",
    PlanState.SUPERSEDED: "",
}
