"""Looked-after status of one child: one row for each legal basis, with its beginning and its end."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from aim2.looked_after.terms import Ending, LegalBasis
from aim2.models.assessments import by_whom, together


class LookedAfter(models.Model):
    """Looked after on one legal basis. Two may stand beside each other: a care order, and a remand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="looked_after_spells")
    basis = models.CharField(max_length=20, choices=LegalBasis.choices)
    since = models.DateField()
    detail = models.CharField(max_length=300, blank=True, help_text="court and date of an order, who agreed")
    recorded_at = models.DateTimeField()
    recorded_by = by_whom(null=False)
    until = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=14, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = by_whom()

    class Meta:
        constraints = [
            together("lookedafter", "ended"),
            models.UniqueConstraint(
                fields=["case", "basis"], condition=Q(ended_at=None), name="aim2_lookedafter_one_open_each"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="aim2_lookedafter_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()}, {self.case_id}"


class Reviewer(models.Model):
    """The independent reviewing officer of one child, from a day on; the newest row is the one there is now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = by_whom(null=False)

    def __str__(self) -> str:
        return f"reviewing officer of {self.case_id}"
