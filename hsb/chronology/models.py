"""The chronology: what happened on each case, append-only, each line chained to the one before it (design.md §2)."""

from django.conf import settings
from django.db import models


class CaseEvent(models.Model):
    """One thing that happened on exactly one case. It is its own audit entry and the only history of states."""

    append_only = True
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … within the case, in the order recorded")
    code = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    facts = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=300, blank=True, help_text="name and agency as they were then")
    agency = models.CharField(max_length=40, blank=True)
    acting_for = models.CharField(
        max_length=300, blank=True, help_text="the absent colleague whose part it was, as they were called then"
    )
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by")
    occasion = models.UUIDField(null=True, blank=True)
    words_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="chronology_caseevent_numbered")]
        indexes = [
            models.Index(fields=["case", "-occurred_at", "-id"], name="chronology_newest_first"),
            models.Index(fields=["code", "occurred_at"], name="chronology_by_code"),
            models.Index(fields=["-recorded_at", "-id"], name="chronology_newest_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.code} on {self.case_id}"


class CaseEventWords(models.Model):
    """The words and personal facts of an event, with the salt of their digest. Only retention may destroy it."""

    append_only = True
    event = models.OneToOneField(CaseEvent, on_delete=models.PROTECT, primary_key=True, related_name="spoken")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    words = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name_plural = "case event words"

    def __str__(self) -> str:
        return f"words of event {self.event_id}"
