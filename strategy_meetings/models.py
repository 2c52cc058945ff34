"""Safety plans: one page per child, agreed the same day, never about the other child by name (domain.md §6.6)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy_meetings.states import PlanState


class SafetyPlan(models.Model):
    """One version of a child's safety plan. Written as a draft, agreed once, then only followed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="safety_plans")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    what_is_known = models.TextField(blank=True)
    at_school = models.TextField(blank=True)
    journeys = models.TextField(blank=True)
    at_home = models.TextField(blank=True)
    online = models.TextField(blank=True)
    trusted_adults = models.TextField(blank=True)
    supports = models.TextField(blank=True)
    if_this_happens = models.TextField(blank=True)
    childs_views = models.TextField(blank=True)
    parents_views = models.TextField(blank=True)
    who_has_it = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="strategy_meetings_safetyplan_numbered"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="draft"), name="strategy_meetings_safetyplan_one_draft"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="agreed"), name="strategy_meetings_safetyplan_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None) | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="strategy_meetings_safetyplan_both_agreed_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"safety plan {self.number} for {self.case_id}"
