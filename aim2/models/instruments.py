"""Instrument packs as they were loaded, and what was rated with them. Nothing of it is ever changed: what is new is a new row."""

import uuid

from django.db import models
from django.db.models import Q

from aim2.models.assessments import Assessment, by_whom


class InstrumentPack(models.Model):
    """One version of one instrument, sealed. It is never edited: another wording is another version."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped", "Shipped with the product"
        LICENSED = "licensed", "Loaded by the holder of a licence"
        INVENTED = "invented", "Invented for a demonstration"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    edition = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    demonstration = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    holder = models.CharField(max_length=200, blank=True, help_text="of the licence")
    sha256 = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    accepted_at = models.DateTimeField(null=True, blank=True, help_text="when the terms of the licence were accepted")
    accepted_by = by_whom()
    loaded_at = models.DateTimeField()
    loaded_by = by_whom()

    append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "edition", "version"], name="aim2_pack_version_once"),
            models.CheckConstraint(
                condition=~Q(origin="licensed") & Q(accepted_at=None)
                | Q(origin="licensed", accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(holder=""),
                name="aim2_pack_licence_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.edition} {self.version}"


class PackWithdrawal(models.Model):
    """A pack is rated with no longer: its holder took it back. What was rated stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.OneToOneField(InstrumentPack, on_delete=models.PROTECT, related_name="withdrawal")
    because = models.TextField()
    at = models.DateTimeField()
    by = by_whom(null=False)

    append_only = True

    def __str__(self) -> str:
        return f"withdrawal of {self.pack_id}"


class RatedWith(models.Model):
    """With which version of which pack an assessment is rated. It stays on it; another one is a row of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="rated_with")
    number = models.PositiveSmallIntegerField()
    pack = models.ForeignKey(InstrumentPack, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = by_whom(null=False)

    append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="aim2_rated_with_numbered")]

    def __str__(self) -> str:
        return f"{self.assessment_id} rated with {self.pack_id}"


def said_with_value() -> Q:
    """Answer the condition that a value stands where something was rated, and nowhere else."""
    return Q(said="rated", value__isnull=False) | ~Q(said="rated") & Q(value=None)


class Rating(models.Model):
    """What one person says of one item, with what it rests on. The last of them counts; the earlier ones stay."""

    class Said(models.TextChoices):
        RATED = "rated", "Rated"
        UNKNOWN = "unknown", "Not known"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        OPEN = "open", "Not rated yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    chosen = models.ForeignKey(RatedWith, on_delete=models.PROTECT, related_name="ratings")
    item = models.CharField(max_length=20)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of this person, for this item")
    said = models.CharField(max_length=15, choices=Said.choices)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.TextField(blank=True)
    evidence = models.JSONField(default=list, help_text="sentences of this child's own record, as they stood that day")
    at = models.DateTimeField()
    by = by_whom(null=False)

    append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chosen", "item", "by", "number"], name="aim2_rating_numbered"),
            models.CheckConstraint(condition=said_with_value(), name="aim2_rating_value_if_rated"),
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.chosen_id}"


class Resolution(models.Model):
    """The rating the two settled on, with the reason; theirs stay beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    chosen = models.ForeignKey(RatedWith, on_delete=models.PROTECT, related_name="resolutions")
    item = models.CharField(max_length=20)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … for this item")
    said = models.CharField(max_length=15, choices=Rating.Said.choices)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    because = models.TextField()
    carried = models.BooleanField(default=False, help_text="history, as the version before had it")
    at = models.DateTimeField()
    by = by_whom(null=False)

    append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chosen", "item", "number"], name="aim2_resolution_numbered"),
            models.CheckConstraint(
                condition=said_with_value() & ~Q(because="") & ~Q(said="open"), name="aim2_resolution_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} settled, {self.chosen_id}"
