"""New incidents on a record that is open already: each asks the strategy decision again (domain.md §5.5)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy_meetings.incidents.states import State


class NewIncident(models.Model):
    """Something more that happened, told of one child, and what was decided about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="new_incidents")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    happened_on = models.DateField()
    what = models.TextField()
    told_by = models.CharField(max_length=200, help_text="who said so, and to whom")
    done_at_once = models.TextField(help_text="what was done at once to keep everybody safe")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField(blank=True, help_text="of the decision")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="strategy_meetings_newincident_numbered"),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, decided_at=None, decided_by=None)
                | (~Q(state=State.WAITING) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="strategy_meetings_newincident_decided_when_it_says_so",
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.number} on {self.case_id}"

    @property
    def waits(self) -> bool:
        """Whether the strategy decision is still to be made."""
        return self.state == State.WAITING
