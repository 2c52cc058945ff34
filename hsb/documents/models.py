"""Files people added to a case, or to a referral they are still writing."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Max, Q

from hsb.agencies.permissions import RecordClass
from hsb.documents.states import State
from hsb.guards import CASE_RULE, MATTER_RULE


class DocumentKind(models.TextChoices):
    ATTACHMENT = "attachment", "Attachment to a referral"
    RECORD = "record", "Record from an agency"
    REPORT = "report", "Report"
    LETTER = "letter", "Letter"
    PICTURE = "picture", "Picture or screenshot"
    OTHER = "other", "Other"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions about documents. Whether a case is theirs to see, the caller has asked the door."""

    def of_case(self, case_id: uuid.UUID) -> DocumentQuerySet:
        """The case's documents by number, which is the order they came in."""
        return self.filter(case_id=case_id).order_by("number")

    def of_draft(self, draft_id: uuid.UUID, owner_id: int) -> DocumentQuerySet:
        """What this person added to a referral they have not sent."""
        return self.filter(case=None, draft_id=draft_id, uploaded_by_id=owner_id).order_by("number", "pk")

    def next_number(self) -> int:
        """Answer the number after the highest; the caller holds the lock of the case they are on."""
        highest: int | None = self.aggregate(highest=Max("number"))["highest"]
        return (highest or 0) + 1

    def waiting(self) -> DocumentQuerySet:
        """Still to be looked at by the scanner."""
        return self.filter(state=State.QUARANTINED)


class Document(models.Model):
    """One file. Its name is for showing only; what leaves is named by reference and number, and what is stored by its key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="documents", null=True, blank=True)
    draft_id = models.UUIDField(null=True, blank=True, db_index=True, help_text="the unsent referral it was added to")
    also_about = models.JSONField(
        default=list, help_text="other children's cases it may show: only for those who may see every one of them"
    )
    number = models.PositiveIntegerField(help_text="on its case, or on its draft until that is sent")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=DocumentKind.choices, default=DocumentKind.ATTACHMENT)
    record_class = models.CharField(max_length=20, default=RecordClass.DOCUMENTS.value)
    original_name = models.CharField(max_length=150)
    stored_name = models.CharField(max_length=60, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=15, choices=[(s.value, s.label) for s in State], default=State.QUARANTINED.value
    )
    state_note = models.CharField(max_length=300, blank=True, help_text="why refused, or that nothing looked at it")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents")
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    # A draft's documents belong to whoever wrote it; once sent, the case decides, and every other child's case it may show.
    # Letters about a disagreement are also for those who are on the case for it only.
    row_policy = (
        f"(({CASE_RULE.format(column='documents_document.case_id')}"
        " AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(documents_document.also_about) child(id)"
        f" WHERE {CASE_RULE.format(column='child.id::uuid')} IS NOT TRUE))"
        f" OR (documents_document.record_class = '{RecordClass.ESCALATION}'"
        f" AND {MATTER_RULE.format(column='documents_document.case_id')})"
        " OR (documents_document.case_id IS NULL AND documents_document.uploaded_by_id"
        " = (SELECT nullif(current_setting('app.user', true), ''))::bigint))"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(draft_id__isnull=False), name="documents_document_has_a_home"
            ),
            models.UniqueConstraint(fields=["case", "number"], name="documents_document_one_of_each_number"),
        ]
        indexes = [
            models.Index(fields=["uploaded_at"], condition=Q(state=State.QUARANTINED.value), name="documents_waiting"),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"
