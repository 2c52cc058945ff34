"""The rows of an AIM2 assessment. Every one belongs to one child's record.

Over 300 lines: one assessment is read with all its rows at once, and each is a short table.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from aim2.assessments.parts import Band, Kind
from aim2.assessments.states import FINAL, OPEN, State


class Tool(models.TextChoices):
    """By which framework the narrative is written."""

    AIM2 = "aim2", "AIM2"
    UNDER_12 = "under_12", "AIM for younger children"
    ALTERNATIVE = "alternative", "An alternative tool"


class Supervision(models.TextChoices):
    """The level recommended: a professional judgement with its reason, worked out by nobody and nothing."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


def by_whom(null: bool = True) -> "models.ForeignKey[models.Model, models.Model]":
    """Answer a foreign key to whoever did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=null, blank=null
    )


def together(table: str, verb: str) -> models.CheckConstraint:
    """Answer the constraint that an instant and the person who made it so stand together."""
    return models.CheckConstraint(
        condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
        | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
        name=f"aim2_{table}_both_{verb}_at_and_by",
    )


class Assessment(models.Model):
    """One version of the assessment of one child. Opening it starts nothing: the first session does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="aim2_assessments")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WRITING)
    tool = models.CharField(max_length=12, choices=Tool.choices, default=Tool.AIM2)
    tool_name = models.CharField(max_length=120, blank=True, help_text="of an alternative tool, as it is called")
    narrative_only = models.BooleanField(default=False, help_text="no rating, no total, no band, no level")
    unrated = models.BooleanField(default=False, help_text="whoever opened it said: a narrative, whatever the tool")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="aim2_leads")
    co_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="aim2_co_works", null=True, blank=True
    )
    alone_because = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    opened_by = by_whom(null=False)
    started_on = models.DateField(null=True, blank=True, help_text="the day of the first session")
    edition = models.CharField(max_length=200, blank=True, help_text="of the licensed manual the totals come from")
    level = models.CharField(max_length=10, choices=Supervision.choices, blank=True)
    level_reason = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = by_whom()
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = by_whom()
    return_comment = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = by_whom()
    accredited_until = models.DateField(
        null=True, blank=True, help_text="of the lead, as it stood on the day of signing"
    )
    part_locked = models.TextField(blank=True, help_text="what was locked when it was signed, and until when")
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = by_whom()
    shared_on = models.DateField(null=True, blank=True)
    shared_with = models.TextField(blank=True)
    not_shared_because = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = by_whom()
    ended_because = models.TextField(blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = by_whom()
    kept_because = models.TextField(blank=True, help_text="why the dynamic part was not rated again")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            *(together("assessment", verb) for verb in ("agreed", "returned", "signed", "shared", "ended", "kept")),
            models.UniqueConstraint(fields=["case", "number"], name="aim2_assessment_numbered"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(OPEN)), name="aim2_assessment_one_open"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(FINAL)), name="aim2_assessment_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | (~Q(signed_by=F("lead")) & (Q(co_worker=None) | ~Q(signed_by=F("co_worker")))),
                name="aim2_assessment_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(co_worker=None) | ~Q(co_worker=F("lead")), name="aim2_assessment_two_people"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_tool_display()} {self.number} of {self.case_id}"

    @property
    def called(self) -> str:
        """What this assessment is called on pages and in PDFs."""
        return self.tool_name if self.tool == Tool.ALTERNATIVE and self.tool_name else str(self.get_tool_display())


class AssessmentText(models.Model):
    """One text as its writer last saved it. A domain's text has one row for each of the two who write it, until they agree on
    common words (`writer` empty); a text of the whole has only common words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="texts")
    key = models.CharField(max_length=40)
    writer = by_whom()
    text = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = by_whom()
    kept_because = models.TextField(blank=True, help_text="why the two views stand side by side")
    saved_at = models.DateTimeField()
    saved_by = by_whom(null=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            together("text", "finished"),
            models.UniqueConstraint(
                fields=["assessment", "key", "writer"], condition=Q(writer__isnull=False), name="aim2_text_one_a_writer"
            ),
            models.UniqueConstraint(
                fields=["assessment", "key"], condition=Q(writer=None), name="aim2_text_one_in_common"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.assessment_id}"


class EarlierText(models.Model):
    """What a text said before it was saved again by somebody else, or after a while. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(AssessmentText, on_delete=models.PROTECT, related_name="earlier")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = by_whom(null=False)

    append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "version"], name="aim2_earlier_once")]

    def __str__(self) -> str:
        return f"version {self.version} of {self.of_id}"


class Evidence(models.Model):
    """A sentence of this child's own record, picked for one text, with where it comes from. Copied as it stood that day."""

    class Nature(models.TextChoices):
        FACT = "fact", "Fact"
        SAID = "said", "What was said"
        DECISION = "decision", "Decision"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    key = models.CharField(max_length=40)
    source = models.CharField(max_length=120, help_text="where in the record: “assessment:family”")
    title = models.CharField(max_length=200)
    words = models.TextField()
    who = models.CharField(max_length=200, blank=True)
    nature = models.CharField(max_length=10, choices=Nature.choices)
    at = models.DateTimeField()
    by = by_whom(null=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "key", "source", "by"], name="aim2_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} for {self.key}"


class Session(models.Model):
    """One meeting with the young person or a parent for the assessment. The first held is the day it started."""

    class Whom(models.TextChoices):
        YOUNG_PERSON = "young_person", "The young person"
        PARENT = "parent", "A parent or carer"
        BOTH = "both", "The young person and a parent or carer"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    whom = models.CharField(max_length=14, choices=Whom.choices)
    attended = models.BooleanField(default=True)
    how = models.TextField(blank=True, help_text="where, with which help, how they took part")
    notes = models.TextField(blank=True)
    at = models.DateTimeField()
    by = by_whom(null=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="aim2_session_numbered")]

    def __str__(self) -> str:
        return f"session {self.number} of {self.assessment_id}"


class Source(models.Model):
    """Who was seen, what was read, and what could not be had. A specialist opinion is asked, and came or did not."""

    class Kind(models.TextChoices):
        SEEN = "seen", "Seen or spoken to"
        READ = "read", "Read"
        NOT_AVAILABLE = "not_available", "Not available"
        OPINION_ASKED = "opinion_asked", "Specialist opinion, asked for"
        OPINION_CAME = "opinion_came", "Specialist opinion, come"
        OPINION_NOT_COME = "opinion_not_come", "Specialist opinion, asked and not come"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    what = models.CharField(max_length=300)
    on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    opinion = models.ForeignKey(
        "strategy_meetings.SpecialistOpinion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="where it was asked for here: with its clock, chased until it comes",
    )
    at = models.DateTimeField()
    by = by_whom(null=False)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.assessment_id}"


class TimelineEntry(models.Model):
    """One behaviour on the timeline, tied to an allegation or to none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="timeline")
    allegation = models.ForeignKey(
        "referrals.Allegation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    when = models.CharField(max_length=100)
    sorted_on = models.DateField(null=True, blank=True)
    what = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = by_whom(null=False)

    def __str__(self) -> str:
        return f"timeline of {self.assessment_id}"


class SubTotal(models.Model):
    """One of the four sub-totals as somebody entered it from the licensed manual; or why there is none. Never computed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="sub_totals")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    band = models.CharField(max_length=8, choices=Band.choices, blank=True)
    none_because = models.TextField(blank=True)
    edition = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()
    entered_by = by_whom(null=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind"], name="aim2_subtotal_once"),
            models.CheckConstraint(
                condition=(Q(total=None, band="") & ~Q(none_because=""))
                | (Q(total__isnull=False, none_because="") & ~Q(edition="") & ~Q(band="")),
                name="aim2_subtotal_number_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.assessment_id}"
