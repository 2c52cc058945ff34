"""What is written down at a meeting, row by row of one child: see the contract in `models/meetings.py`."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from hsb.agencies.models import Agency, AgencyKind
from hsb.guards import called_too
from strategy_meetings.models.meetings import Meeting, both

_USER = settings.AUTH_USER_MODEL
_CASE = "cases.Case"


class Information(models.Model):
    """What one agency said about this child, word for word as it was taken down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="information")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="meeting_information")
    number = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    agency_kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    said_by = models.CharField(max_length=200, blank=True)
    is_opinion = models.BooleanField(default=False)
    police_restricted = models.BooleanField(default=False, help_text="the family must not be told")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    row_policy = called_too("strategy_meetings_information")

    class Meta:
        verbose_name_plural = "information"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case", "number"], name="strategy_meetings_information_numbered")
        ]

    def __str__(self) -> str:
        return f"{self.agency_kind} at {self.meeting_id}"


class PartWritten(models.Model):
    """One part of the record about this child: an answer, where the part has choices, and the words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="parts")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="meeting_parts")
    part = models.CharField(max_length=40, help_text="a key of meetings/parts.py")
    answer = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    row_policy = called_too("strategy_meetings_partwritten")

    class Meta:
        verbose_name_plural = "parts written"
        constraints = [models.UniqueConstraint(fields=["meeting", "case", "part"], name="strategy_meetings_part_once")]

    def __str__(self) -> str:
        return f"{self.part} of {self.meeting_id}"


class Decision(models.Model):
    """One decision about this child, with whoever disagreed and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="meeting_decisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    dissent_by = models.CharField(max_length=300, blank=True)
    dissent = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    row_policy = called_too("strategy_meetings_decision")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case", "number"], name="strategy_meetings_decision_numbered")
        ]

    def __str__(self) -> str:
        return f"decision {self.number} of {self.meeting_id}"


class Action(models.Model):
    """Who does what for this child by when. The task behind it is set when the meeting ends; the outside is followed up here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="meeting_actions")
    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    owner = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    owner_name = models.CharField(max_length=300, help_text="as it reads in the minutes, also of somebody outside")
    due_on = models.DateField()
    need = models.TextField(blank=True, help_text="of an item of a plan: what the child needs")
    known_by = models.TextField(blank=True, help_text="of an item of a plan: how we shall know")
    progress = models.TextField(blank=True, help_text="of an item a core group or review went through: how it stands")
    task = models.ForeignKey("tasks.Task", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    row_policy = called_too("strategy_meetings_action")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case", "number"], name="strategy_meetings_action_numbered")
        ]

    def __str__(self) -> str:
        return f"action {self.number} of {self.meeting_id}"


class Contingency(models.Model):
    """If this happens, then that is done, by whom (P5.5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="contingencies")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="meeting_contingencies")
    number = models.PositiveSmallIntegerField()
    if_this = models.TextField()
    then = models.TextField()
    who = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    row_policy = called_too("strategy_meetings_contingency")

    class Meta:
        verbose_name_plural = "contingencies"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case", "number"], name="strategy_meetings_contingency_numbered")
        ]

    def __str__(self) -> str:
        return f"contingency {self.number} of {self.meeting_id}"


class Told(models.Model):
    """What the child or the family is told by whom and when, and what not yet. A line of work until it is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="told")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="meeting_told")
    number = models.PositiveSmallIntegerField()
    whom = models.CharField(max_length=200)
    what = models.TextField()
    not_yet = models.TextField(blank=True)
    by_whom = models.CharField(max_length=200)
    by_user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    row_policy = called_too("strategy_meetings_told")

    class Meta:
        verbose_name_plural = "told"
        constraints = [
            both("told", "done"),
            models.UniqueConstraint(fields=["meeting", "case", "number"], name="strategy_meetings_told_numbered"),
        ]

    def __str__(self) -> str:
        return f"told {self.number} of {self.meeting_id}"


class NotDiscussed(models.Model):
    """What may not be discussed with this child, who of police and CPS said so, and until what (P6.2). In force until lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="not_discussed")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="not_discussed")
    what = models.TextField()
    police_said = models.CharField(max_length=200, blank=True)
    cps_said = models.CharField(max_length=200, blank=True)
    until_what = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lifted_because = models.TextField(blank=True)

    row_policy = called_too("strategy_meetings_notdiscussed")

    class Meta:
        verbose_name_plural = "not discussed"
        constraints = [both("notdiscussed", "lifted")]
        indexes = [models.Index(fields=["case"], condition=Q(lifted_at=None), name="meetings_not_discussed_now")]

    def __str__(self) -> str:
        return f"not discussed on {self.case_id}"
