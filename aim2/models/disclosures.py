"""What left an assessment, to whom, by which gateway and why this much; and what became of the recommendations."""

import uuid

from django.db import models
from django.db.models import F, Q

from aim2.disclosures.kinds import Gateway, Kind, State, StepFor
from aim2.models.assessments import Assessment, by_whom, together


class Disclosure(models.Model):
    """One document drawn from one assessment for one reader. Once it has left, its words never change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="aim2_disclosures")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="disclosures")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    to = models.CharField(max_length=200)
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gateway = models.CharField(max_length=20, choices=Gateway.choices, blank=True)
    why = models.TextField(blank=True, help_text="why this much and no more")
    hearing_on = models.DateField(null=True, blank=True)
    interim = models.BooleanField(default=False)
    picks = models.JSONField(default=list, help_text="[{key, digest, text, heading, allegation, masked}]")
    own_words = models.TextField(blank=True)
    content = models.JSONField(default=dict, help_text="what the document says, as it left")
    sha256 = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField()
    saved_by = by_whom(null=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = by_whom()
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = by_whom()
    return_comment = models.TextField(blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = by_whom()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *(together("disclosure", verb) for verb in ("sent", "returned", "left")),
            models.UniqueConstraint(fields=["case", "number"], name="aim2_disclosure_numbered"),
            models.CheckConstraint(
                condition=~Q(state=State.LEFT) | (Q(left_at__isnull=False) & ~Q(gateway="") & ~Q(why="")),
                name="aim2_disclosure_leaves_with_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(sent_by=None) | Q(left_by=None) | ~Q(left_by=F("sent_by")),
                name="aim2_disclosure_countersigned_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number} of {self.case_id}"


class RecommendationStep(models.Model):
    """Recommendations that go into a plan of social care: the social worker adds them, the reviewing officer confirms."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="step")
    into = models.CharField(max_length=12, choices=StepFor.choices)
    asked_at = models.DateTimeField()
    asked_by = by_whom(null=False)
    added_at = models.DateTimeField(null=True, blank=True)
    added_by = by_whom()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = by_whom()

    class Meta:
        constraints = [
            *(together("step", verb) for verb in ("added", "confirmed")),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (Q(added_by__isnull=False) & ~Q(confirmed_by=F("added_by"))),
                name="aim2_step_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_into_display()}, {self.disclosure_id}"
