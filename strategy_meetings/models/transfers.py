"""Transfers between authorities, in and out: accepted by whoever receives the child, not ended by sending (domain.md §5.5)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy_meetings.transfers.states import State, Way


class Transfer(models.Model):
    """One move of one child between this authority and another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="transfers")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    way = models.CharField(max_length=3, choices=Way.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    authority = models.CharField(max_length=200, help_text="the other one")
    contact = models.CharField(max_length=300, help_text="who there, and how they are reached")
    moved_on = models.DateField()
    told_on = models.DateField(help_text="when they told us, or we told them")
    on_plan = models.BooleanField(help_text="whether the child is on a child protection plan there, or here")
    what_runs = models.TextField(help_text="what goes with the child: plan, enquiry, court, safety")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_there = models.CharField(
        max_length=200, blank=True, help_text="who answered for whoever receives the child"
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="strategy_meetings_transfer_numbered"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[State.WAITING, State.DECLINED]),
                name="strategy_meetings_transfer_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, answered_at=None, answered_by=None)
                | (~Q(state=State.WAITING) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="strategy_meetings_transfer_answered_when_it_says_so",
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.number} of {self.case_id}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has accepted it yet."""
        return self.state in (State.WAITING, State.DECLINED)

    @property
    def is_in(self) -> bool:
        return self.way == Way.IN
