"""What is not casework but must be provable: looks, refusals, sign-ins, disclosures, administration.

Rows are inserted unchained (a chain head would lock every page view) and sealed in batches by one sealer (design.md §2).
"""

from django.db import models

from hsb.audit.events import AuditKind


class AuditEvent(models.Model):
    """One thing somebody did. Append-only: a database trigger refuses change and deletion."""

    append_only = True
    kind = models.CharField(max_length=40, choices=AuditKind.choices)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(
        null=True, blank=True, help_text="accounts.User, by id: the log never hangs on live data"
    )
    case_ref = models.UUIDField(null=True, blank=True, help_text="cases.Case, by id")
    what = models.CharField(max_length=100, blank=True)
    facts = models.JSONField(default=dict)
    # PostgreSQL fills this by trigger with the writing transaction's id, so that the sealer knows what is complete.
    written_in = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["case_ref", "-at"], name="audit_by_case"),
            models.Index(fields=["by_id", "-at"], name="audit_by_person"),
            models.Index(fields=["written_in", "id"], name="audit_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"


class AuditSeal(models.Model):
    """A digest over the entries since the seal before, and over that seal's digest. Append-only."""

    append_only = True
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    upto_transaction = models.BigIntegerField()
    entries = models.IntegerField()
    digest = models.CharField(max_length=64, unique=True)
    previous = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal {self.pk} over {self.entries} entries"
