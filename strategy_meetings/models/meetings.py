"""Meetings about children: strategy, planning, risk panel (domain.md §1, policy P5.2 to P5.6).

**The contract.** One `Meeting` is one occasion; it is shared by every child it was about, and so it holds nothing about any of
them: kind, time, chair, state (and the counter and key of its calendar entry). Everything else hangs on one child and has that
child's `case`, so that both walls hide it from whoever is only on another child's record:

- `MeetingChild`: this child is a child of the meeting. Title, place, video link, agenda, minute-taker, how the outcome reads,
  next date or why none.
- `Invitation`: one person (or outside address) called for this child, why, what they answered, their report; or a required
  agency left out, with the reason.
- `Attendance`: who took part for this child, in which agency's name; or why not.
- `Information`: what one agency said about this child, fact or opinion, police-restricted or not.
- `PartWritten`: one part of `meetings/parts.py` for this child: an answer of the part's choices and the words.
- `Decision` (with dissent), `Action` (with the task behind it), `Contingency` (if, then, who).
- `Told`: what whom was or is to be told by whom, what not yet, and when it was done.
- `NotDiscussed`: what may not be discussed with this child, who said so, until what (P6.2).
- `Writing`: who has which box open.

Minutes are made from one child's rows only. `meetings/hooks.py` has `ON_APPROVED` (called inside the chair's approval) and
`meetings/ending.py: issue` is what moves an approved meeting to *issued* and records `strategy.record_sent` for each child.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hsb.agencies.models import Agency, AgencyKind
from hsb.agencies.permissions import Role
from hsb.guards import called_too
from strategy_meetings.meetings.states import MeetingState

_USER = settings.AUTH_USER_MODEL
_CASE = "cases.Case"


def both(table: str, verb: str) -> models.CheckConstraint:
    """Answer the constraint that an instant and the person who made it so stand together."""
    return models.CheckConstraint(
        condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
        | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
        name=f"strategy_meetings_{table}_both_{verb}_at_and_by",
    )


class Meeting(models.Model):
    """One occasion on which people meet about one or more children. Holds nothing about any child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30, help_text="a key of meetings/kinds.toml")
    state = models.CharField(max_length=20, choices=MeetingState.choices, default=MeetingState.CALLED)
    starts_at = models.DateTimeField(help_text="called for; once it has begun, when it began")
    planned_minutes = models.PositiveSmallIntegerField(default=60)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    chair = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="meetings_chaired")
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="followed_by", null=True, blank=True, help_text="reconvened from"
    )
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    children_count = models.PositiveSmallIntegerField(
        default=1, help_text="so that who sees fewer knows no more than that"
    )
    amendment = models.PositiveSmallIntegerField(default=0, help_text="how often its minutes were amended")
    sequence = models.PositiveIntegerField(default=0, help_text="of its calendar entry: higher with every change")
    version = models.PositiveIntegerField(default=1)

    row_policy = (
        "EXISTS (SELECT 1 FROM strategy_meetings_meetingchild mc WHERE mc.meeting_id = strategy_meetings_meeting.id)"
    )
    row_insert_policy = "true"

    class Meta:
        constraints = [
            *(both("meeting", verb) for verb in ("ended", "approved", "issued", "called_off")),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("starts_at")),
                name="strategy_meetings_meeting_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["chair", "state", "starts_at"], name="meetings_of_chair"),
            models.Index(fields=["state", "starts_at"], name="meetings_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def was_recorded_afterwards(self) -> bool:
        """Whether nobody called it: it was held first and written down then."""
        return self.called_at > self.starts_at


class MeetingChild(models.Model):
    """This child is a child of the meeting. What a meeting is called, where it is and what is on it stand here, once a child."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="children")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(help_text="the order of the children on the page")
    title = models.CharField(max_length=200)
    how = models.CharField(
        max_length=10,
        choices=[("telephone", "By telephone"), ("video", "By video"), ("in_person", "In person")],
        default="video",
    )
    place = models.CharField(max_length=300, blank=True)
    video_link = models.CharField(max_length=500, blank=True)
    agenda = models.TextField(blank=True)
    minute_taker = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True, help_text="the outcome its event was recorded with")
    safety_plan = models.CharField(
        max_length=300,
        blank=True,
        help_text="which safety plan was in force when the chair approved the record, in words",
    )
    next_on = models.DateField(null=True, blank=True)
    no_next_because = models.TextField(blank=True)
    reason = models.TextField(
        blank=True, help_text="why it was called, held on the telephone, called off or without quorum"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    row_policy = called_too("strategy_meetings_meetingchild")

    class Meta:
        verbose_name_plural = "meeting children"
        constraints = [models.UniqueConstraint(fields=["meeting", "case"], name="strategy_meetings_child_once")]
        indexes = [models.Index(fields=["case"], name="meetings_of_case")]

    def __str__(self) -> str:
        return f"{self.meeting_id} about {self.case_id}"


class InvitationState(models.TextChoices):
    INVITED = "invited", "No answer yet"
    COMING = "coming", "Coming"
    APOLOGIES = "apologies", "Apologies"
    REMOVED = "removed", "No longer invited"
    LEFT_OUT = "left_out", "Left out, with a reason"


class Invitation(models.Model):
    """Somebody is called to the meeting for this child; or an agency that should be is left out, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="meeting_invitations")
    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="meeting_invitations", null=True, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    agency_kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    role = models.CharField(max_length=30, choices=Role.choices, blank=True)
    name = models.CharField(
        max_length=200, blank=True, help_text="as they are called, also of somebody without an account"
    )
    email = models.EmailField(blank=True, help_text="of somebody without an account")
    required = models.BooleanField(default=False)
    because = models.CharField(max_length=300, help_text="why they are asked, as the case says")
    state = models.CharField(max_length=12, choices=InvitationState.choices, default=InvitationState.INVITED)
    left_out_reason = models.TextField(blank=True)
    answer = models.TextField(blank=True, help_text="what they wrote with their answer")
    delegate_for = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    report = models.TextField(blank=True)
    report_at = models.DateTimeField(null=True, blank=True)
    shared_on = models.DateField(null=True, blank=True, help_text="when the family was shown the report")
    shared_how = models.TextField(blank=True, help_text="how, or why the family is not shown it")
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    row_policy = called_too("strategy_meetings_invitation")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "case", "user"], condition=~Q(state="removed"), name="strategy_meetings_invited_once"
            )
        ]
        indexes = [models.Index(fields=["user", "state"], name="meetings_of_invited")]

    def __str__(self) -> str:
        return f"invitation to {self.meeting_id} for {self.case_id}"


class Attendance(models.Model):
    """Who took part for this child, or sent apologies or nothing, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    case = models.ForeignKey(_CASE, on_delete=models.PROTECT, related_name="meeting_attendance")
    user = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    agency_kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    name = models.CharField(max_length=200)
    role_words = models.CharField(max_length=200, blank=True)
    took_part = models.BooleanField(default=False)
    direct_contact = models.BooleanField(
        default=True,
        help_text="their agency is in direct contact with this child; asked where the quorum counts only those",
    )
    is_chair = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True, help_text="where later than the start")
    absent_because = models.TextField(blank=True)
    conflict = models.TextField(blank=True, help_text="an interest they declared, or empty")
    version = models.PositiveIntegerField(default=1)

    row_policy = called_too("strategy_meetings_attendance")

    class Meta:
        verbose_name_plural = "attendance"
        indexes = [models.Index(fields=["meeting", "case"], name="meetings_attendance")]

    def __str__(self) -> str:
        return f"{self.agency_kind} at {self.meeting_id}"


class Writing(models.Model):
    """Somebody has a box of the record open: shown to the other who writes, for half a minute after it was last heard of."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="writing")
    case = models.ForeignKey(_CASE, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(_USER, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=40)
    at = models.DateTimeField()

    row_policy = called_too("strategy_meetings_writing")

    class Meta:
        verbose_name_plural = "writing"
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="strategy_meetings_writing_one_each")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.part}"
