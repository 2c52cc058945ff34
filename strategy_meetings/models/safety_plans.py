"""Safety plans: one page per child, agreed the same day, never about the other child by name (domain.md §6.6).

What school and family hold are versions drawn from the same rows: there is one truth, and who has which copy of it is recorded.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy_meetings.safety_plans.states import PlanState, Setting, Signer, Version


class SafetyPlan(models.Model):
    """One version of a child's safety plan. Written as a draft, agreed once, then only followed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="safety_plans")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    what_is_known = models.TextField(blank=True)
    at_school = models.TextField(blank=True)
    journeys = models.TextField(blank=True)
    in_the_community = models.TextField(blank=True)
    at_home = models.TextField(blank=True)
    online = models.TextField(blank=True)
    trusted_adults = models.TextField(blank=True)
    supports = models.TextField(blank=True)
    if_this_happens = models.TextField(blank=True)
    childs_views = models.TextField(blank=True)
    parents_views = models.TextField(blank=True)
    who_has_it = models.TextField(blank=True)
    stop_when = models.TextField(blank=True, help_text="what has to be so for the plan to end")
    owner_agency = models.ForeignKey(
        "agencies.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="who keeps the plan: looks at it again, hands out copies",
    )
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


class SafetyPlanLine(models.Model):
    """One risk and what is done about it: in which setting, with whom, when; the control and who sees to it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="safety_plan_lines")
    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … of this version")
    setting = models.CharField(max_length=12, choices=Setting.choices)
    people = models.CharField(max_length=300, help_text="who is there: never another child's name")
    time = models.CharField(max_length=200)
    control = models.TextField()
    owner = models.CharField(max_length=200, help_text="who sees to it")
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="strategy_meetings_safetyplanline_numbered"),
        ]

    def __str__(self) -> str:
        return f"line {self.number} of a safety plan for {self.case_id}"


class SafetyPlanSignature(models.Model):
    """The child or a parent signed the plan in force, or why they have not. The newest of each holds."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="safety_plan_signatures")
    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="signatures")
    who = models.CharField(max_length=12, choices=Signer.choices)
    signed_on = models.DateField(null=True, blank=True)
    why_not = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on__isnull=False, why_not="") | (Q(signed_on=None) & ~Q(why_not="")),
                name="strategy_meetings_safetyplansignature_signed_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_who_display()} on a safety plan for {self.case_id}"


class SafetyPlanCopy(models.Model):
    """Somebody was given a copy of one version of the plan."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="safety_plan_copies")
    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="copies")
    which = models.CharField(max_length=8, choices=Version.choices)
    to_whom = models.CharField(max_length=200)
    how = models.CharField(max_length=200)
    given_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "safety plan copies"

    def __str__(self) -> str:
        return f"copy of a safety plan for {self.case_id}"
