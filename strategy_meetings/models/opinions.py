"""Specialist opinions: asked of a named person or service, by a day, chased until they come (P5.6)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy_meetings.opinions.states import State


def _pair(verb: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
        | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
        name=f"strategy_meetings_specialistopinion_both_{verb}_at_and_by",
    )


class SpecialistOpinion(models.Model):
    """One opinion asked for about one child. Its answer is a document of that child, kept with the assessment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="specialist_opinions")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    asked_of = models.CharField(max_length=200, help_text="the person or service, as they are called")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions_asked_of",
        help_text="somebody here, on this child's record; else it is asked outside",
    )
    question = models.TextField()
    due_on = models.DateField()
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="of who asked"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions_asked_for")
    chased = models.PositiveSmallIntegerField(default=0, help_text="how often")
    chased_at = models.DateTimeField(null=True, blank=True)
    chased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_short = models.TextField(blank=True, help_text="what it says, in two or three sentences")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    assessment = models.ForeignKey(
        "referrals.CfAssessment", on_delete=models.PROTECT, null=True, blank=True, related_name="opinions"
    )
    received_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, help_text="why it did not come, or is no longer needed")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *(_pair(verb) for verb in ("chased", "ended")),
            models.UniqueConstraint(fields=["case", "number"], name="strategy_meetings_specialistopinion_numbered"),
            models.CheckConstraint(
                condition=~Q(state=State.RECEIVED) | Q(document__isnull=False, received_on__isnull=False),
                name="strategy_meetings_specialistopinion_received_is_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"opinion {self.number} on {self.case_id}"

    @property
    def is_open(self) -> bool:
        """Whether it is still waited for."""
        return self.state == State.ASKED
