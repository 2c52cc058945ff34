"""The intervention plan of one child: goals, sessions, reviews and how it ended."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from aim2.models.assessments import Assessment, by_whom, together
from aim2.plans.states import Attendance, Basis, From, Outcome, PlanState, Strand


class InterventionPlan(models.Model):
    """One plan of work with a young person. It begins with its first session, not with its signature."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="intervention_plans")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="intervention_plans")
    proviso = models.TextField(blank=True, help_text="what the work must not touch while a matter is open")
    restorative = models.BooleanField(null=True, help_text="the victim worker's answer, yes or no and nothing else")
    restorative_at = models.DateTimeField(null=True, blank=True)
    restorative_by = by_whom()
    opened_at = models.DateTimeField()
    opened_by = by_whom(null=False)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = by_whom()
    started_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = by_whom()
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    summary = models.TextField(blank=True, help_text="what was reached, what remains, who watches over what")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *(together("plan", verb) for verb in ("restorative", "agreed", "ended")),
            models.UniqueConstraint(fields=["case", "number"], name="aim2_plan_numbered"),
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state=PlanState.ENDED), name="aim2_plan_one_open"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"intervention plan {self.number} of {self.case_id}"


class Goal(models.Model):
    """What is to be reached, in which strand, how it is done and how one will know."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(InterventionPlan, on_delete=models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField()
    strand = models.CharField(max_length=14, choices=Strand.choices)
    comes_from = models.CharField(max_length=20, choices=From.choices)
    goal = models.TextField()
    measure = models.TextField()
    method = models.TextField(blank=True)
    practitioner = models.CharField(max_length=200, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    reached_by = by_whom()
    at = models.DateTimeField()
    by = by_whom(null=False)

    class Meta:
        constraints = [
            together("goal", "reached"),
            models.UniqueConstraint(fields=["plan", "number"], name="aim2_goal_numbered"),
        ]

    def __str__(self) -> str:
        return f"goal {self.number} of {self.plan_id}"


class PlanSession(models.Model):
    """One session of the work, held or missed, and how it went."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(InterventionPlan, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    strand = models.CharField(max_length=14, choices=Strand.choices)
    attendance = models.CharField(max_length=12, choices=Attendance.choices)
    engagement = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    at = models.DateTimeField()
    by = by_whom(null=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="aim2_plansession_numbered")]

    def __str__(self) -> str:
        return f"session {self.number} of {self.plan_id}"


class PlanReview(models.Model):
    """The plan was looked at again: what came of it, and whether what can change was rated again or why not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(InterventionPlan, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    result = models.TextField()
    rated_again = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    not_rated_because = models.TextField(blank=True)
    at = models.DateTimeField()
    by = by_whom(null=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rated_again__isnull=False) | ~Q(not_rated_because=""), name="aim2_review_rates_or_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.plan_id}"
