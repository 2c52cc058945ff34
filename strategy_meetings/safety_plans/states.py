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


class Setting(TextChoices):
    """Where a risk lies."""

    HOME = "home", "At home or placement"
    SCHOOL = "school", "At school or college"
    JOURNEY = "journey", "On the way"
    COMMUNITY = "community", "In the community"
    ONLINE = "online", "Phones and online"


class Signer(TextChoices):
    """Who signs the plan, or is asked why not."""

    CHILD = "child", "The child"
    PARENT = "parent", "A parent or carer"


class Version(TextChoices):
    """What is drawn from the one plan, and for whom."""

    WHOLE = "whole", "The whole plan"
    SCHOOL = "school", "The school’s version"
    FAMILY = "family", "The family’s version"
