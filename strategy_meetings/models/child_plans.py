"""Plans for a child: the protection plan a conference makes, and the child in need plan. Its items are the conference’s actions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy_meetings.child_plans.states import EndReason, PlanKind, PlanState
from strategy_meetings.models.meetings import Meeting, both

_USER = settings.AUTH_USER_MODEL


class ChildPlan(models.Model):
    """One plan for one child. One is open at a time, of whichever kind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="child_plans")
    kind = models.CharField(max_length=12, choices=PlanKind.choices)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.OPEN)
    started_on = models.DateField()
    category = models.CharField(max_length=20, blank=True, help_text="a key of meetings/parts.py CATEGORIES")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="plans_begun", null=True, blank=True, help_text="that began it"
    )
    lead = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    what_for = models.TextField(blank=True, help_text="of a child in need plan: what it is to reach")
    review_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    end_words = models.TextField(blank=True)
    core_group_said = models.TextField(blank=True, help_text="what the core group said when it was asked about ending")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            both("childplan", "ended"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=PlanState.OPEN), name="strategy_meetings_childplan_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | ~Q(end_reason=""), name="strategy_meetings_childplan_ends_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} plan of {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state == PlanState.OPEN
