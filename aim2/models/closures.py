"""The end of one strand of one child's record, as it was proposed and decided."""

import uuid

from django.db import models

from aim2.closures.states import Reason, State
from aim2.models.assessments import by_whom, together
from hsb.cases.states import Strand


class Closure(models.Model):
    """Why a strand closes, what was achieved, what remains, who watches what, and where each open action goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="closures")
    strand = models.CharField(max_length=20, choices=Strand.choices)
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … within the case")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    achieved = models.TextField()
    remaining_risk = models.TextField()
    watched_by = models.TextField(help_text="who watches what from now on")
    safety_plan = models.TextField(help_text="what becomes of the safety plan, and who keeps it")
    family_told = models.TextField(help_text="who was told, when and how; or why not")
    rehomed = models.JSONField(default=dict, help_text="each open action and where it goes")
    proposed_at = models.DateTimeField()
    proposed_by = by_whom(null=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = by_whom()
    returned_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            together("closure", "decided"),
            models.UniqueConstraint(fields=["case", "number"], name="aim2_closure_numbered"),
            models.UniqueConstraint(
                fields=["case", "strand"], condition=models.Q(state="proposed"), name="aim2_closure_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"closure {self.number} of {self.case_id}"

    @property
    def waits(self) -> bool:
        return self.state == State.PROPOSED
