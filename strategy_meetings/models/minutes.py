"""Copies of the minutes: each of one child's part, for one recipient, with what was said about its accuracy afterwards.

What a copy says is stored with it when it is sent, and its bytes when they are made: nothing that changes later changes it. What
was withheld from a copy, and why, stands here and never on the copy.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from hsb.guards import called_too
from strategy_meetings.minutes.audiences import Audience
from strategy_meetings.minutes.states import Answer, Breach, PdfState, Reached, State
from strategy_meetings.models.meetings import Meeting, both

_USER = settings.AUTH_USER_MODEL
_MINE = "{column} = (SELECT nullif(current_setting('app.user', true), ''))::bigint"


def _or_mine(table: str, column: str) -> str:
    """Answer the rule of rows that belong to a child's record, and to the one person they were sent to or who wrote them."""
    return f"({called_too(table)} OR {_MINE.format(column=f'{table}.{column}')})"


class MinutesCopy(models.Model):
    """One copy: whose, of which child's part, for which audience, in which edition; sent, opened, acknowledged, withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="copies")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="minutes_copies")
    edition = models.PositiveSmallIntegerField(default=0, help_text="how often the minutes had been amended")
    number = models.PositiveSmallIntegerField(help_text="of all copies of this child’s part")
    state = models.CharField(max_length=12, choices=State.choices, default=State.PREPARED)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    recipient = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="minutes", null=True, blank=True)
    recipient_name = models.CharField(max_length=200)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    agency_kind = models.CharField(max_length=20)
    left_out = models.JSONField(default=list, help_text="keys of the rows withheld")
    left_out_why = models.TextField(blank=True)
    added = models.JSONField(default=list, help_text="keys of parts given besides what bears on the agency’s task")
    kept_back_why = models.TextField(blank=True)
    contents = models.JSONField(default=dict, help_text="what it says, as it was composed when it was sent")
    digest = models.CharField(max_length=64, blank=True, help_text="of the contents")
    pdf_state = models.CharField(max_length=10, choices=PdfState.choices, default=PdfState.NONE)
    pdf_note = models.CharField(max_length=300, blank=True)
    pdf = models.BinaryField(null=True, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True, help_text="of the bytes")
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="by its recipient, the first time")
    acknowledged_at = models.DateTimeField(null=True, blank=True, help_text="by its recipient")
    reached_how = models.CharField(
        max_length=12,
        choices=Reached.choices,
        blank=True,
        help_text="how one of the family, who has no account, got it",
    )
    reached_on = models.DateField(null=True, blank=True)
    reached_detail = models.CharField(
        max_length=300, blank=True, help_text="who handed it over, checked the address or read it; never the address"
    )
    reached_at = models.DateTimeField(null=True, blank=True, help_text="when that was recorded")
    reached_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    breach = models.CharField(max_length=10, choices=Breach.choices, blank=True)

    row_policy = _or_mine("strategy_meetings_minutescopy", "recipient_id")

    class Meta:
        verbose_name_plural = "copies of minutes"
        constraints = [
            both("minutescopy", "sent"),
            both("minutescopy", "reached"),
            both("minutescopy", "withdrawn"),
            models.UniqueConstraint(
                fields=["meeting", "case", "number"], name="strategy_meetings_minutescopy_numbered"
            ),
            models.UniqueConstraint(
                fields=["meeting", "case", "edition", "recipient"],
                condition=Q(recipient__isnull=False),
                name="strategy_meetings_minutescopy_one_each",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | ~Q(digest=""), name="strategy_meetings_minutescopy_sent_says_something"
            ),
        ]
        indexes = [models.Index(fields=["recipient", "-sent_at"], name="minutes_of_recipient")]

    def __str__(self) -> str:
        return f"copy {self.number} of {self.meeting_id}"

    @property
    def version(self) -> str:
        """Answer the version as it stands on the copy: 1.0, and 1.n after n amendments."""
        return f"1.{self.edition}"


class MinutesAmendment(models.Model):
    """One row of the record reads otherwise from an edition on, and why. The row itself stays as it was approved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="amendments")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="minutes_amendments")
    edition = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60, help_text="of the row")
    text = models.TextField(help_text="as it reads now")
    reasons = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    append_only = True
    row_policy = called_too("strategy_meetings_minutesamendment")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "case", "edition", "key"], name="strategy_meetings_minutesamendment_once"
            )
        ]

    def __str__(self) -> str:
        return f"amendment {self.edition} of {self.meeting_id}"


class MinutesObjection(models.Model):
    """Whoever has a copy says what in it is not accurate; the chair amends it, or it is kept beside the minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="objections")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="minutes_objections")
    copy = models.ForeignKey(MinutesCopy, on_delete=models.PROTECT, related_name="objections")
    text = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answer_words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    row_policy = _or_mine("strategy_meetings_minutesobjection", "raised_by_id")

    class Meta:
        constraints = [both("minutesobjection", "answered")]

    def __str__(self) -> str:
        return f"objection to copy {self.copy_id}"
