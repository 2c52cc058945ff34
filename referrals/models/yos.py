"""What the Youth Offending Service decided about a referral, with the criteria as they stood when it decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from referrals.models.submitted import Receipt


class ScreeningOutcome(models.TextChoices):
    ACCEPTED = "accepted", "Accept"
    DECLINED = "declined", "Decline, with an alternative"
    MORE_ASKED = "more_asked", "Ask for more before deciding"


class Screening(models.Model):
    """One decision on one receipt. A later one stands beside it; none is changed. `criteria` keeps what the screen said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="screenings")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="screenings")
    outcome = models.CharField(max_length=20, choices=ScreeningOutcome.choices)
    reasons = models.TextField()
    # A code of the partnership's profile (`settings.pathways`), where a named way was chosen.
    pathway = models.CharField(max_length=40, blank=True)
    alternative = models.TextField(blank=True, help_text="what is offered instead, when declined")
    question = models.TextField(blank=True, help_text="what is asked, when more is asked for")
    criteria = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="declined") | ~Q(alternative=""),
                name="referrals_screening_declined_offers_something",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="more_asked") | ~Q(question=""), name="referrals_screening_asked_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.case_id}"


class ScreeningAnswer(models.Model):
    """What came back when the service asked for more. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="screening_answers")
    screening = models.OneToOneField(Screening, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    def __str__(self) -> str:
        return f"answer to {self.screening_id}"
