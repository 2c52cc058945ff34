"""Why a later date was agreed beside a due date, as a list that can be counted."""

from django.db.models import TextChoices


class ExtensionReason(TextChoices):
    """What the time is needed for. The first is the policy's own: about two in five need more time (P2.2)."""

    LEARNING_NEEDS = (
        "learning_needs",
        "Learning difficulties or communication needs: the work takes longer (policy 2.2)",
    )
    SUITABLE_TOOL = "suitable_tool", "The usual tool does not suit this child, and another has to be found"
    FAMILY = "family", "The family asked for more time"
    CHILD_UNWELL = "child_unwell", "The child is unwell or in crisis"
    INFORMATION = "information", "Information another agency owes is needed first"
    SPECIALIST = "specialist", "An interpreter, intermediary or specialist is needed first"
    OTHER = "other", "Another reason"
