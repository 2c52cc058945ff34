"""What MASH makes of a referral, one row for each child's record: checks asked of agencies, the decision, what the referrer is told."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from referrals.models.submitted import Referral


def _pair(table: str, verb: str) -> models.CheckConstraint:
    """Answer the constraint that an instant and the person who made it so stand together."""
    return models.CheckConstraint(
        condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
        | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
        name=f"referrals_{table}_both_{verb}_at_and_by",
    )


class Outcome(models.TextChoices):
    """What MASH decides for one child. The words are what the decider chooses from; `FEEDBACK` says what the referrer is told."""

    NO_FURTHER_ACTION = "no_further_action", "No further action, advice only"
    EARLY_HELP = "early_help", "Early help"
    ASSESSMENT = "assessment", "Child and family assessment (child in need)"
    STRATEGY_MEETING = "strategy_meeting", "Strategy meeting"
    SECTION_47 = "section_47", "Section 47 enquiry"


class DecisionState(models.TextChoices):
    DRAFT = "draft", "Being written"
    PROPOSED = "proposed", "Waiting for approval"
    RETURNED = "returned", "Returned with a comment"
    APPROVED = "approved", "Approved"


class Planning(models.TextChoices):
    """The answer to “a planning meeting, then?” where no strategy meeting is held (P5.4)."""

    HOLD = "hold", "Yes, hold a planning meeting"
    DECLINE = "decline", "No"


class MashDecision(models.Model):
    """The decision for one child on one referral: written by one person, approved by another (P5.2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="mash_decisions")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="mash_decisions")
    occasion = models.UUIDField(null=True, blank=True, help_text="the children decided on together")
    state = models.CharField(max_length=10, choices=DecisionState.choices, default=DecisionState.DRAFT)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    reasons = models.TextField(blank=True)
    planning = models.CharField(max_length=10, choices=Planning.choices, blank=True)
    planning_declined_reason = models.TextField(blank=True)
    message_to_referrer = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_comment = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "referral"], name="referrals_mashdecision_once"),
            *(_pair("mashdecision", verb) for verb in ("proposed", "returned", "approved")),
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("proposed_by")), name="referrals_mashdecision_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.outcome or 'no outcome yet'} on {self.case_id}"


class Feedback(models.Model):
    """What the referrer was told, word for word, for one child. Says nothing of matches or of what else is on record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="feedback")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="feedback")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text="the referrer it is for"
    )
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True
    # The referrer is told of every child in the referral, and is on no harmed child's record.
    row_policy = "({case_rule} OR submitted_by_id = (SELECT nullif(current_setting('app.user', true), ''))::bigint)"

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [models.UniqueConstraint(fields=["case", "referral"], name="referrals_feedback_once")]

    def __str__(self) -> str:
        return f"feedback on {self.referral_id}"


class AgencyCheck(models.Model):
    """One question to one agency about one child, with the day it is needed by."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="agency_checks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices, help_text="who at the agency answers")
    question = models.TextField()
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_reason = models.TextField(blank=True)

    class Meta:
        constraints = [_pair("agencycheck", "closed")]
        indexes = [models.Index(fields=["case", "asked_at"], name="referrals_checks_of_case")]

    def __str__(self) -> str:
        return f"check of {self.agency_id} on {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class AgencyCheckReply(models.Model):
    """An agency's answer. Never changed: what comes later is another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="agency_check_replies")
    agency_check = models.ForeignKey(AgencyCheck, on_delete=models.PROTECT, related_name="replies")
    key = models.CharField(max_length=64, help_text="one for each press of the button, so that two presses reply once")
    known = models.CharField(max_length=10, choices=[("yes", "Known to us"), ("no", "Not known to us")])
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        verbose_name_plural = "agency check replies"
        constraints = [models.UniqueConstraint(fields=["agency_check", "key"], name="referrals_checkreply_once")]

    def __str__(self) -> str:
        return f"reply to {self.agency_check_id}"


class Merge(models.Model):
    """MASH found that a new record is of a child known already. Kept so that it can be undone exactly."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="merges", help_text="the new record")
    known_case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="merged_records")
    suggestion = models.ForeignKey("cases.MatchSuggestion", on_delete=models.PROTECT, related_name="merges")
    carried = models.JSONField(default=list, help_text="ids of the involvements that joining the records opened")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            _pair("merge", "undone"),
            models.UniqueConstraint(fields=["case"], condition=Q(undone_at=None), name="referrals_merge_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} joined to {self.known_case_id}"
