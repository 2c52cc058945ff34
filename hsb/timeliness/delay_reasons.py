"""Why a date was missed, as a list that can be counted. In the words of those who give the reason."""

from django.db.models import TextChoices


class Reason(TextChoices):
    """What held something up. `OTHER` says nothing by itself, so it needs words."""

    CONSENT = "consent", "Waiting for consent"
    INVESTIGATION = "investigation", "Investigation not finished"
    COURT = "court", "Waiting for the court or the Crown Prosecution Service"
    NO_TRAINED_WORKER = "no_trained_worker", "No AIM-trained worker free"
    NO_WORKER = "no_worker", "No worker free, or the worker was away"
    INFORMATION = "information", "Information not sent by another agency"
    PEOPLE_MISSING = "people_missing", "People needed for a meeting could not attend"
    FAMILY = "family", "Family could not attend"
    NOT_REACHED = "not_reached", "Family could not be reached"
    CHILD_UNWELL = "child_unwell", "Child unwell or in crisis"
    LEARNING_NEEDS = "learning_needs", "More time needed for the child’s learning or communication"
    INTERPRETER = "interpreter", "Interpreter or other support not to be had in time"
    MOVED = "moved", "Child moved home, school or placement"
    RECORDED_LATE = "recorded_late", "Done in time, recorded late"
    OTHER = "other", "Another reason"


NEEDS_WORDS = frozenset({Reason.OTHER})
