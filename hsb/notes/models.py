"""A note while it is written: its writer's alone, saved as it is typed, never an event. What is written stands in the chronology."""

import uuid

from django.conf import settings
from django.db import models


class NoteDraft(models.Model):
    """What somebody has typed on one child's record and not yet added. Added or moved on, nothing is left in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="note_drafts")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    row_policy = "({case_rule} AND owner_id = (SELECT nullif(current_setting('app.user', true), ''))::bigint)"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "owner"], name="notes_notedraft_one_each")]

    def __str__(self) -> str:
        return f"note being written on {self.case_id}"
