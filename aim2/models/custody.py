"""In custody: each stay at an establishment, what is a risk there, and the detention placement plan."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from aim2.custody.terms import Left, RiskKind
from aim2.models.assessments import by_whom, together


class CustodyStay(models.Model):
    """The young person is at this establishment, whose workers have a part on the record for as long. One at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="custody_stays")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    since = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = by_whom(null=False)
    until = models.DateField(null=True, blank=True)
    left = models.CharField(max_length=10, choices=Left.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = by_whom()

    class Meta:
        constraints = [
            together("custodystay", "ended"),
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="aim2_custodystay_one_open"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="aim2_custodystay_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"stay of {self.case_id} since {self.since}"


class CustodyRisk(models.Model):
    """What the establishment must know to keep everybody safe. Kept without anybody's identity: names are masked before it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="custody_risks")
    kind = models.CharField(max_length=10, choices=RiskKind.choices)
    text = models.TextField()
    masked = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = by_whom(null=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = by_whom()

    class Meta:
        constraints = [together("custodyrisk", "ended")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.case_id}"


class DetentionPlan(models.Model):
    """The detention placement plan of a remand: its day, who wrote it, and where it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="detention_plans")
    dated = models.DateField()
    author = models.CharField(max_length=200)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    where = models.CharField(max_length=300, blank=True, help_text="where it is kept, when it is not a document here")
    at = models.DateTimeField()
    by = by_whom(null=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(where=""), name="aim2_detentionplan_is_somewhere"
            )
        ]

    def __str__(self) -> str:
        return f"detention placement plan of {self.case_id}"
