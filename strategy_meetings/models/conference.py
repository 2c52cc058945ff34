"""Child protection conferences: what a conference has besides what every meeting has. Every row hangs on one child.

- `ConferenceChild`: the opening statement as it was fixed when the conference was called, that it was read out, the meeting the
  conference stands for, key worker, core group and review.
- `FamilyMember`: a parent, carer, advocate or the child: invited by letter, or not invited and why; whether they took part.
- `AgencyView`: what one agency says for this child: a plan or none.
- `WithoutFamily`: a part without the family: when, who was there, why; its words are for the restricted annex alone.
- `CoreGroupMember`: who is in the core group.
- `ConferenceLetter`: a letter to one of the family as it was sent, with its PDF.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from hsb.agencies.models import Agency, AgencyKind
from hsb.guards import called_too
from strategy_meetings.conference.states import Attending, Hand, LetterKind, View
from strategy_meetings.minutes.states import PdfState
from strategy_meetings.models.meetings import Meeting

_USER = settings.AUTH_USER_MODEL
_CASE = "cases.Case"


class ConferenceChild(models.Model):
    """What a conference or core group says once about this child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="conference_children")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="conferences")
    opening = models.TextField(
        blank=True, help_text="the opening statement, as it was fixed when the conference was called"
    )
    opening_read_at = models.DateTimeField(null=True, blank=True)
    incorporates = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="the meeting it stands for",
    )
    day_reason = models.TextField(blank=True, help_text="why it is on a day that is no working day")
    family_absent_because = models.TextField(blank=True, help_text="why no parent and not the child took part")
    key_worker = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    core_group_at = models.DateTimeField(null=True, blank=True)
    review_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    row_policy = called_too("strategy_meetings_conferencechild")

    class Meta:
        verbose_name_plural = "conference children"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="strategy_meetings_conferencechild_once")
        ]

    def __str__(self) -> str:
        return f"conference {self.meeting_id} about {self.case_id}"


class FamilyMember(models.Model):
    """One of the family, or an advocate: invited to the conference about this child, or not invited and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="family")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="conference_family")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=200)
    relationship = models.CharField(max_length=200, blank=True)
    is_child = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=Attending.choices, default=Attending.INVITED)
    by_hand = models.CharField(
        max_length=10, choices=Hand.choices, default=Hand.POST, help_text="how letters reach them"
    )
    handed_by = models.CharField(max_length=200, blank=True, help_text="who hands the letters over")
    interpreter = models.CharField(max_length=200, blank=True)
    helped_by = models.TextField(blank=True, help_text="what helps them to take part: an advocate, pictures, a break")
    excluded_because = models.TextField(blank=True)
    excluded_part = models.CharField(max_length=10, blank=True, help_text="whole or part")
    took_part = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    absent_because = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    row_policy = called_too("strategy_meetings_familymember")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case", "number"], name="strategy_meetings_family_numbered")
        ]

    def __str__(self) -> str:
        return f"family {self.number} of {self.meeting_id}"

    @property
    def is_kept_out(self) -> bool:
        """Kept away from the whole of it, for a reason: they are told the decision and nothing that would lead them to anybody."""
        return self.state == Attending.EXCLUDED and self.excluded_part != "part"


class AgencyView(models.Model):
    """What one agency says for this child: a protection plan or none, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="views")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="conference_views")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    agency_kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    view = models.CharField(max_length=12, choices=View.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    row_policy = called_too("strategy_meetings_agencyview")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "case", "agency_kind", "agency"],
                nulls_distinct=False,
                name="strategy_meetings_view_once",
            )
        ]

    def __str__(self) -> str:
        return f"view of {self.agency_kind} at {self.meeting_id}"


class WithoutFamily(models.Model):
    """A part of the conference without the family. Its words are read by those who have the restricted annex."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="without_family")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="conference_without_family")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    who = models.TextField(help_text="who was in the room")
    why = models.TextField(help_text="why; the family is told that")
    text = models.TextField(help_text="what was said: restricted")
    at = models.DateTimeField()
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    row_policy = called_too("strategy_meetings_withoutfamily")

    class Meta:
        verbose_name_plural = "parts without the family"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case", "number"], name="strategy_meetings_without_numbered")
        ]

    def __str__(self) -> str:
        return f"part without the family {self.number} of {self.meeting_id}"


class CoreGroupMember(models.Model):
    """Somebody in the core group: a practitioner, or one of the family."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="core_group")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="core_group_members")
    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    family = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=200)

    row_policy = called_too("strategy_meetings_coregroupmember")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case", "name"], name="strategy_meetings_coregroup_once")
        ]

    def __str__(self) -> str:
        return f"core group of {self.meeting_id}"


class ConferenceLetter(models.Model):
    """A letter to one of the family, as it was sent: what it says is stored with it, and its bytes when they are made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="letters")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="conference_letters")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    family = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="letters")
    recipient_name = models.CharField(max_length=200)
    address = models.TextField(blank=True, help_text="empty where it is handed over")
    contents = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    pdf_state = models.CharField(max_length=10, choices=PdfState.choices, default=PdfState.WAITING)
    pdf_note = models.CharField(max_length=300, blank=True)
    pdf = models.BinaryField(null=True, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    row_policy = called_too("strategy_meetings_conferenceletter")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case", "number"], name="strategy_meetings_letter_numbered"),
            models.CheckConstraint(condition=~Q(digest=""), name="strategy_meetings_letter_says_something"),
        ]

    def __str__(self) -> str:
        return f"letter {self.number} of {self.meeting_id}"
