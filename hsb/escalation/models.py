"""A disagreement about one child's case: what it is about, the levels it went through, who was asked there and what they said."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q

from hsb.escalation.states import OPEN, State


class About(models.TextChoices):
    THRESHOLD = "threshold", "The threshold decision"
    DELAY = "delay", "Delay"
    AIM = "aim", "The AIM assessment or what it found"
    INFORMATION = "information", "Information that was not shared"
    PLAN = "plan", "The plan"
    OTHER = "other", "Something else"


class HearBy(models.TextChoices):
    POST = "post", "A letter by post"
    HANDED = "handed", "A letter a worker hands over"
    READ = "read", "A letter a worker hands over and goes through with them"


class Outcome(models.TextChoices):
    UPHELD = "upheld", "Upheld"
    PARTLY = "partly", "Upheld in part"
    NOT_UPHELD = "not_upheld", "Not upheld"


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def open(self) -> "EscalationQuerySet":
        """Neither resolved, withdrawn nor closed."""
        return self.filter(state__in=OPEN)

    def of_case(self, case_id: uuid.UUID) -> "EscalationQuerySet":
        """The case's disagreements, those still open first, then the newest."""
        return self.filter(case_id=case_id).order_by(F("ended_at").desc(nulls_first=True), "-number")

    def next_number(self, case_id: uuid.UUID) -> int:
        """Answer the number after the highest on the case; the caller holds the case's lock."""
        highest: int | None = self.filter(case_id=case_id).aggregate(highest=Max("number"))["highest"]
        return (highest or 0) + 1


class Escalation(models.Model):
    """One disagreement. Its words are written once; its level and state move, and the steps and questions say how."""

    narrow_parts_too = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="escalations")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    level = models.PositiveSmallIntegerField(default=1)
    about = models.CharField(max_length=12, choices=About.choices)
    words = models.TextField()
    wanted = models.TextField()
    arose_on = models.DateField()
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="escalations")
    # Raised for a parent or the child, who hears the outcome by letter.
    on_behalf_of = models.ForeignKey(
        "cases.Person", on_delete=models.PROTECT, related_name="escalations", null=True, blank=True
    )
    hear_by = models.CharField(max_length=10, choices=HearBy.choices, blank=True)
    address_withheld = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="escalation_escalation_numbered"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, state__in=sorted(OPEN))
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(state__in=sorted(OPEN))),
                name="escalation_escalation_both_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf_of=None, hear_by="") | (Q(on_behalf_of__isnull=False) & ~Q(hear_by="")),
                name="escalation_escalation_says_how_they_hear",
            ),
            models.CheckConstraint(
                condition=~Q(hear_by=HearBy.POST, address_withheld=True),
                name="escalation_escalation_no_post_to_a_withheld_address",
            ),
        ]

    def __str__(self) -> str:
        return f"disagreement {self.number} on {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def event_facts(self) -> dict[str, Any]:
        """What every event about it carries: which it is, and who raised it and so hears."""
        return {"escalation": str(self.pk), "number": self.number, "raised_by": self.raised_by_id}

    @property
    def is_on_behalf(self) -> bool:
        return self.on_behalf_of_id is not None


class Step(models.Model):
    """It went to a level: who took it there, when, and why the level before had not settled it."""

    append_only = True
    narrow_parts_too = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="steps")
    level = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["escalation", "level"], name="escalation_step_once_a_level")]

    def __str__(self) -> str:
        return f"level {self.level} of {self.escalation_id}"


class Question(models.Model):
    """One agency is asked at one level, where it names contacts each of them: the first to answer answers for all of them.

    Answered once, for the agency or jointly with the others; or passed without an answer.
    """

    narrow_parts_too = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="questions")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="questions")
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, help_text="of the agency asked")
    agency = models.ForeignKey(
        "agencies.Agency",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="empty where several of the kind are asked as one",
    )
    role = models.CharField(max_length=30)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answer = models.TextField(blank=True)
    jointly = models.BooleanField(default=False)
    passed_over = models.BooleanField(default=False, help_text="it ended or went on before they answered")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "level", "kind"],
                condition=Q(person=None),
                name="escalation_question_once_a_level",
            ),
            models.UniqueConstraint(
                fields=["escalation", "level", "kind", "person"], name="escalation_question_once_a_contact"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="escalation_question_both_answered_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} asked about {self.escalation_id}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and not self.passed_over


class LetterKind(models.TextChoices):
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    OUTCOME = "outcome", "Outcome"


class Letter(models.Model):
    """A letter to the parent or child a disagreement was raised for, as it was made: the document holds the bytes and their digest."""

    append_only = True
    narrow_parts_too = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=15, choices=LetterKind.choices)
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="letter")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} of {self.escalation_id}"
