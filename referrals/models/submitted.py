"""What a referral leaves behind when it is sent: one original nobody can change, and for each child a copy without the other."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from hsb.agencies.models import Agency

_MINE = "submitted_by_id = (SELECT nullif(current_setting('app.user', true), ''))::bigint"


class Referral(models.Model):
    """One referral that was sent: who sent it, when, by which routes. Holds nothing about any child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="referrals", null=True)
    submitted_at = models.DateTimeField()
    danger_now = models.CharField(max_length=10, blank=True)
    child_protection_route = models.BooleanField(default=False)
    criminal_justice_route = models.BooleanField(default=False)
    children = models.PositiveSmallIntegerField(
        help_text="how many records it opened: the original needs access to all"
    )

    append_only = True
    row_policy = (
        f"({_MINE} OR EXISTS (SELECT 1 FROM referrals_referralcase rc WHERE rc.referral_id = referrals_referral.id))"
    )
    row_insert_policy = _MINE

    def __str__(self) -> str:
        return self.reference


class ReferralCase(models.Model):
    """A record the referral is about. `number` is the harmed person's number in the form, 0 for the young person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="referral_cases")
    number = models.PositiveSmallIntegerField(default=0)
    called = models.CharField(max_length=60, help_text="what the other child's readers may call this one")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True
    # The sender may add to what they sent, on every record it opened, without being on those records.
    row_policy = f"({{case_rule}} OR {_MINE})"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "number"], name="referrals_referralcase_once")]

    def __str__(self) -> str:
        return f"{self.referral_id} about {self.case_id}"


class ReferralOriginal(models.Model):
    """Every word as it was sent. Shown to its sender, and to those who may see every child in it; sealed at rest."""

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, primary_key=True, related_name="original")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    children = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)

    append_only = True
    row_policy = (
        f"({_MINE} OR (SELECT count(*) FROM referrals_referralcase rc"
        " WHERE rc.referral_id = referrals_referraloriginal.referral_id) = children)"
    )
    row_insert_policy = _MINE

    def __str__(self) -> str:
        return f"original of {self.referral_id}"


class ReferralPart(models.Model):
    """One section as one child's readers see it: the other child's name is replaced by what they may be called."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="referral_parts")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="parts")
    section = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    masked = models.BooleanField(default=False, help_text="a name was replaced somewhere in it")

    append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "referral", "section"], name="referrals_part_once")]

    def __str__(self) -> str:
        return f"{self.section} for {self.case_id}"


class FirstAccount(models.Model):
    """What was first said or seen, word for word (P5.1), as this child's readers may see it. Corrected only by addendum."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="first_accounts")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="first_accounts")
    words = models.TextField(blank=True)
    words_not_known_reason = models.TextField(blank=True)
    questions_asked = models.TextField(blank=True)
    demeanour = models.TextField(blank=True)
    how_known = models.CharField(max_length=20, blank=True)
    how_came = models.CharField(max_length=20, blank=True)
    directness = models.CharField(max_length=20, blank=True)
    hands = models.PositiveSmallIntegerField(null=True, blank=True)
    said_on = models.DateField(null=True, blank=True)
    said_time = models.TimeField(null=True, blank=True)
    said_where = models.TextField(blank=True)
    received_by_name = models.CharField(max_length=300, blank=True)
    received_by_job = models.CharField(max_length=300, blank=True)
    written_up_on = models.DateField(null=True, blank=True)
    masked = models.BooleanField(default=False)

    append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "referral"], name="referrals_firstaccount_once")]

    def __str__(self) -> str:
        return f"first account on {self.case_id}"


class Addendum(models.Model):
    """Something the referrer added after sending, dated, never changed. One row for each child's record, masked as parts are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="addenda")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="addenda")
    key = models.CharField(max_length=64, help_text="one for each press of the button, so that two presses add once")
    text = models.TextField()
    masked = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        verbose_name_plural = "addenda"
        constraints = [models.UniqueConstraint(fields=["case", "referral", "key"], name="referrals_addendum_once")]

    def __str__(self) -> str:
        return f"addendum to {self.referral_id}"


class Destination(models.TextChoices):
    MASH = "mash", "MASH"
    YOS = "yos", "YOS"


class Receipt(models.Model):
    """The referral stands in one inbox for one child: one for MASH on every record, one for YOS on the young person's (P6.4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="receipts")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="receipts")
    destination = models.CharField(max_length=10, choices=Destination.choices)
    received_at = models.DateTimeField()
    first_opened_at = models.DateTimeField(null=True, blank=True)
    first_opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="claims")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="decided: it left the inbox")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "referral", "destination"], name="referrals_receipt_once"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
                    | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
                    name=f"referrals_receipt_both_{verb}_at_and_by",
                )
                for verb in ("first_opened", "claimed", "acknowledged")
            ),
        ]
        indexes = [
            models.Index(
                fields=["destination", "received_at"], condition=Q(closed_at=None), name="referrals_receipt_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} at {self.destination}"


class Allegation(models.Model):
    """One offence alleged, with its own admission, status and dates (design.md §4: admission is per allegation)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="allegations")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="allegations", null=True)
    offence = models.TextField()
    alleged_on = models.DateField(null=True, blank=True)
    alleged_when = models.CharField(max_length=100, blank=True)
    crime_number = models.CharField(max_length=60, blank=True)
    officer_name = models.CharField(max_length=200, blank=True)
    officer_contact = models.CharField(max_length=200, blank=True)
    admission = models.CharField(max_length=20, blank=True)
    interviewed_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, blank=True)
    status_on = models.DateField(null=True, blank=True)
    bail_until = models.DateField(null=True, blank=True)
    bail_conditions = models.TextField(blank=True)
    court = models.CharField(max_length=200, blank=True)
    hearing_on = models.DateField(null=True, blank=True)
    order_detail = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"allegation on {self.case_id}"


class Rating(models.Model):
    """One judgement of the behaviour by Hackett's continuum or Brook's tool, with who judged it and why. Never overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="ratings")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="ratings", null=True)
    tool = models.CharField(
        max_length=10, choices=[("hackett", "Hackett continuum"), ("brook", "Brook Traffic Light Tool")]
    )
    edition = models.CharField(max_length=20, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=20)
    behaviour = models.TextField(blank=True)
    rationale = models.TextField(blank=True)
    judged_by = models.CharField(max_length=300, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    trained = models.CharField(max_length=10, blank=True)
    recorded_at = models.DateTimeField()

    append_only = True

    def __str__(self) -> str:
        return f"{self.tool}: {self.value}"
