"""Towards 18: the transition plan of one young person, and each hand-over that was sent."""

import uuid

from django.db import models
from django.db.models import Q

from aim2.disclosures.kinds import Gateway
from aim2.models.assessments import by_whom, together
from aim2.transitions.states import RUNNING, To, TransitionState


class TransitionPlan(models.Model):
    """What becomes of the work when the young person turns 18. It ends with an acceptance, not with a sending."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="transition_plans")
    state = models.CharField(max_length=10, choices=TransitionState.choices, default=TransitionState.OPEN)
    to = models.CharField(max_length=20, choices=To.choices)
    needs = models.TextField()
    goes_on = models.TextField(blank=True, help_text="what goes on there, orders and licence")
    own_view = models.TextField(blank=True, help_text="what the young person says")
    saved_at = models.DateTimeField()
    saved_by = by_whom(null=False)
    begun_at = models.DateTimeField()
    begun_by = by_whom(null=False)
    ended_on = models.DateField(null=True, blank=True)
    accepted_name = models.CharField(max_length=200, blank=True)
    ended_because = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = by_whom()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            together("transitionplan", "ended"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(RUNNING)), name="aim2_transitionplan_one_running"
            ),
        ]

    def __str__(self) -> str:
        return f"transition plan of {self.case_id}"


class HandOver(models.Model):
    """One pack that left for another service: to whom, by which gateway, why this much, and its words as they left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="hand_overs")
    plan = models.ForeignKey(TransitionPlan, on_delete=models.PROTECT, related_name="hand_overs")
    number = models.PositiveSmallIntegerField()
    service = models.CharField(max_length=200)
    person = models.CharField(max_length=200)
    gateway = models.CharField(max_length=20, choices=Gateway.choices)
    why = models.TextField(help_text="why this much and no more")
    content = models.JSONField(default=dict, help_text="what the pack says, as it left")
    sent_at = models.DateTimeField()
    sent_by = by_whom(null=False)
    refused_because = models.TextField(blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = by_whom()

    class Meta:
        constraints = [
            together("handover", "refused"),
            models.UniqueConstraint(fields=["case", "number"], name="aim2_handover_numbered"),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.number} of {self.case_id}"
