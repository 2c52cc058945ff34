"""What a harmed child needs, and the support that was offered, answered and ended. On that child's record alone (P3.7)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy_meetings.support.states import Kind, OfferedTo, State


class SupportNeed(models.Model):
    """One need of one child, as somebody says it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="support_needs")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    what = models.TextField()
    said_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    met_on = models.DateField(null=True, blank=True)
    met_how = models.TextField(blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="strategy_meetings_need_numbered"),
            models.CheckConstraint(
                condition=Q(met_on=None, met_at=None, met_by=None)
                | Q(met_on__isnull=False, met_at__isnull=False, met_by__isnull=False),
                name="strategy_meetings_need_met_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"need {self.number} of {self.case_id}"


class SupportOffer(models.Model):
    """One support: what, by whom, to whom, on which day; its answer and its end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="support_offers")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    need = models.ForeignKey(SupportNeed, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    service = models.CharField(max_length=200, help_text="the person or service that gives it")
    what = models.TextField(blank=True)
    offered_to = models.CharField(max_length=10, choices=OfferedTo.choices)
    offered_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="strategy_meetings_support_numbered"),
            models.CheckConstraint(
                condition=Q(state__in=[State.WAITING, State.ENDED]) | Q(answered_at__isnull=False),
                name="strategy_meetings_support_answered_when_it_says_so",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ENDED, ended_on__isnull=False, ended_at__isnull=False, ended_by__isnull=False)
                | (~Q(state=State.ENDED) & Q(ended_on=None, ended_at=None, ended_by=None)),
                name="strategy_meetings_support_ended_when_it_says_so",
            ),
        ]

    def __str__(self) -> str:
        return f"support {self.number} of {self.case_id}"
