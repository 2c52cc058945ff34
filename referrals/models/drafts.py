"""What is being written before a referral is sent: its writer's alone, saved as it is typed, never an event."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from hsb.agencies.models import Agency

_MINE = "owner_id = (SELECT nullif(current_setting('app.user', true), ''))::bigint"


class Danger(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_SURE = "not_sure", "I am not sure"


class DraftQuerySet(models.QuerySet["Draft"]):
    def owned_by(self, user: Any) -> "DraftQuerySet":
        """A person's own drafts, those thrown away left out."""
        return self.filter(owner=user, discarded_at=None)

    def unsent(self) -> "DraftQuerySet":
        return self.filter(submitted_at=None)


class Draft(models.Model):
    """A referral being written. It becomes a `Referral` with the same id when it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="drafts", null=True)
    danger_now = models.CharField(max_length=10, choices=Danger.choices, blank=True)
    danger_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=20, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    row_policy = _MINE

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "-updated_at"], condition=models.Q(discarded_at=None), name="referrals_draft_mine"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(submitted_at=None, reference="")
                | (models.Q(submitted_at__isnull=False) & ~models.Q(reference="")),
                name="referrals_draft_sent_has_reference",
            )
        ]

    def __str__(self) -> str:
        return self.reference or f"draft {self.pk}"

    @property
    def stage(self) -> str:
        """Whether it is still being written, was sent or was thrown away."""
        if self.submitted_at:
            return "sent"
        return "discarded" if self.discarded_at else "writing"

    def typed(self) -> dict[str, dict[str, Any]]:
        """What was typed, section by section. One query; prefetch `sections` for lists."""
        return {section.key: section.answers for section in self.sections.all()}

    def forget_answers(self) -> None:
        """Nothing that was typed is left here: a sent referral has its sealed original, and what was thrown away is nobody's."""
        self.sections.update(answers={})


class DraftSection(models.Model):
    """What was typed into one section, right or wrong (hsb/writing/sections.py says in which shape).

    `version` counts the section's own questions; each repeated thing carries a version of its own, so that two windows writing
    about different incidents do not meet.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    window = models.CharField(
        max_length=40, blank=True, help_text="the page that saved last: its own saves never conflict"
    )
    state = models.CharField(max_length=20, default="not_started")
    saved_at = models.DateTimeField()

    row_policy = "EXISTS (SELECT 1 FROM referrals_draft d WHERE d.id = referrals_draftsection.draft_id)"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="referrals_draftsection_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.draft_id}"
