"""What stands in criminal proceedings, as rows that lists and pages read. All rewritten from the entries with every entry.

The truth is the chronology: `manage.py proceedings rebuild --check` must find nothing different.
"""

import uuid

from django.db import models


class NumberedAllegation(models.Model):
    """The number that follows an allegation everywhere, and what the referral claimed of it, kept beside what police say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="numbered_allegations")
    allegation = models.OneToOneField("referrals.Allegation", on_delete=models.PROTECT, related_name="numbered")
    number = models.PositiveSmallIntegerField()
    claimed = models.JSONField(
        default=dict, help_text="the columns as the referral had them; empty where police added it"
    )
    harmed = models.JSONField(default=list, help_text="ids of the records of those it is said to have harmed")
    with_cps_since = models.DateField(null=True, blank=True, help_text="papers sent for a decision, and none made")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="aim2_numberedallegation_numbered")]

    def __str__(self) -> str:
        return f"allegation {self.number} on {self.case_id}"


class Bail(models.Model):
    """One bail, by police or a court. Its legal limit is the due date of the clock with this key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="bails")
    allegations = models.JSONField(default=list)
    by_court = models.BooleanField(default=False)
    started_on = models.DateField()
    arrested_on = models.DateField(null=True, blank=True)
    return_on = models.DateField(null=True, blank=True)
    period = models.PositiveSmallIntegerField(default=1)
    with_cps_since = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    conditions = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case"], condition=models.Q(ended_on=None), name="aim2_bails_in_force")]

    def __str__(self) -> str:
        return f"bail on {self.case_id}"


class Hearing(models.Model):
    """One hearing in court."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="hearings")
    allegations = models.JSONField(default=list)
    hearing_on = models.DateField()
    time = models.CharField(max_length=5, blank=True)
    purpose = models.CharField(max_length=20)
    court = models.CharField(max_length=200, blank=True)
    held_on = models.DateField(null=True, blank=True)
    vacated = models.BooleanField(default=False)
    result = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["hearing_on", "case"], name="aim2_hearings_by_day")]

    def __str__(self) -> str:
        return f"hearing on {self.case_id}"


class CourtOrder(models.Model):
    """What binds for a time: a sentence that runs, a prevention or restraining order, a licence, or the duty to notify."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="court_orders")
    allegations = models.JSONField(default=list)
    kind = models.CharField(max_length=30)
    is_sentence = models.BooleanField(default=False)
    aim_required = models.BooleanField(default=False)
    made_on = models.DateField()
    from_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    court = models.CharField(max_length=200, blank=True)
    terms = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case"], condition=models.Q(ended_on=None), name="aim2_orders_in_force")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.case_id}"


class ReportAsked(models.Model):
    """A pre-sentence report a court asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reports_asked")
    hearing = models.UUIDField()
    hearing_on = models.DateField()
    asked_on = models.DateField()
    lodged_on = models.DateField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)
    choice = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"report on {self.case_id}"


class HoldStanding(models.Model):
    """The hold in force on a young person's record: its row is there while AIM2 is held, and gone with it."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="aim_hold", primary_key=True)
    since = models.DateField()
    because = models.CharField(max_length=300)
    ends_by = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"hold on {self.case_id}"


class OutcomeToTell(models.Model):
    """An outcome that social care must know (P6.5), until they have said that they do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="outcomes_to_tell")
    kind = models.CharField(max_length=20)
    what = models.TextField()
    to_role = models.CharField(max_length=30)
    reached_on = models.DateField()
    told_at = models.DateTimeField(null=True, blank=True)
    known_at = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["case"], condition=models.Q(known_at=None, withdrawn=False), name="aim2_outcomes_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.case_id}"


class HeardOf(models.Model):
    """What somebody was told and police or YOS have not confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="heard_of")
    allegations = models.JSONField(default=list)
    what = models.TextField()
    told_by = models.CharField(max_length=200)
    confirmed_by = models.CharField(max_length=10)
    heard_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_so = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case"], condition=models.Q(answered_at=None), name="aim2_heard_waiting")]

    def __str__(self) -> str:
        return f"heard on {self.case_id}"
