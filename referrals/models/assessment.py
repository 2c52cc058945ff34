"""The child and family assessment: sections that carry the referral forward, a finding, and a manager's authorisation."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from referrals.models.mash import _pair
from referrals.models.submitted import Referral


class AssessmentState(models.TextChoices):
    WRITING = "writing", "Being written"
    SUBMITTED = "submitted", "Waiting for authorisation"
    RETURNED = "returned", "Returned with a comment"
    AUTHORISED = "authorised", "Authorised"


class OwnHarm(models.TextChoices):
    """Whether the young person may have been harmed too (P3.1, P5.7)."""

    KNOWN = "known", "Yes, it is known"
    SUSPECTED = "suspected", "It is suspected"
    NONE_KNOWN = "none_known", "No, nothing is known or suspected"


class Conference(models.TextChoices):
    CONVENE = "convene", "Yes, convene a child protection conference"
    NO = "no", "No"


class Finding(models.TextChoices):
    ABUSIVE = "abusive", "Yes, abusive behaviour is identified"
    NOT_ABUSIVE = "not_abusive", "No, abusive behaviour is not identified"


class Basis(models.TextChoices):
    """On what a finding rests: an admission is not needed on the child protection route."""

    PROBABILITIES = "probabilities", "The balance of probabilities, from everything known"
    ADMISSION = "admission", "The young person’s own account"
    COURT = "court", "A finding of a court"
    IMAGES = "images", "Images, messages or a witness"


class Recommendation(models.TextChoices):
    CHILD_IN_NEED = "child_in_need", "Child in need plan"
    STRATEGY_MEETING = "strategy_meeting", "Strategy meeting"
    SECTION_47 = "section_47", "Section 47 enquiry"
    EARLY_HELP = "early_help", "Early help"
    CLOSE = "close", "No further work by children’s social care"


class CfAssessment(models.Model):
    """One child and family assessment of one child, with its judgements. Its texts are in `AssessmentSection`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="cf_assessments")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="cf_assessments", null=True)
    state = models.CharField(max_length=12, choices=AssessmentState.choices, default=AssessmentState.WRITING)
    own_harm = models.CharField(max_length=12, choices=OwnHarm.choices, blank=True)
    own_harm_detail = models.TextField(blank=True)
    conference = models.CharField(max_length=10, choices=Conference.choices, blank=True)
    conference_reasons = models.TextField(blank=True)
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    finding_basis = models.CharField(max_length=15, choices=Basis.choices, blank=True)
    finding_reasons = models.TextField(blank=True)
    recommendation = models.CharField(max_length=20, choices=Recommendation.choices, blank=True)
    left_out = models.TextField(blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_comment = models.TextField(blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the manager decided when authorising, and why where it is not what the findings lead to.
    decision = models.CharField(max_length=20, choices=Recommendation.choices, blank=True)
    decision_reasons = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *(_pair("cfassessment", verb) for verb in ("saved", "submitted", "returned", "authorised")),
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state=AssessmentState.AUTHORISED), name="referrals_cfassessment_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(authorised_by=F("submitted_by")), name="referrals_cfassessment_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} on {self.case_id}"

    @property
    def is_open(self) -> bool:
        """Whether its words may still be changed."""
        return self.state in (AssessmentState.WRITING, AssessmentState.RETURNED)


class AssessmentSection(models.Model):
    """One part of an assessment as last saved. Until it is saved, the page shows what the referral said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="assessment_sections")
    assessment = models.ForeignKey(CfAssessment, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "key"], name="referrals_assessmentsection_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.assessment_id}"
