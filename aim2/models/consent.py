"""Consent, one row an answer, and what a manager decides after a refusal. Nothing is changed: a later answer stands beside it.

What is still being written is no answer: it waits in a draft of whoever writes it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from aim2.consent.terms import Giver, Interpreter, Method, Purpose, Reply, Responsibility


class Consent(models.Model):
    """Somebody was told, asked, and answered, for one purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    share_with = models.CharField(max_length=200, blank=True, help_text="with whom, where it is consent to share")
    contact_how = models.CharField(max_length=200, blank=True, help_text="how, where it is consent to be reached")
    giver = models.CharField(max_length=15, choices=Giver.choices)
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="consents")
    called = models.CharField(max_length=200, help_text="“the young person”, “mother”: never a name")
    responsibility = models.CharField(max_length=20, choices=Responsibility.choices, blank=True)
    order_detail = models.CharField(max_length=200, blank=True, help_text="court and date of the care order")
    parents_consulted = models.TextField(blank=True)
    told = models.JSONField(default=list, help_text="the codes of what was explained")
    explanation = models.CharField(max_length=100)
    age = models.PositiveSmallIntegerField(null=True, blank=True, help_text="the young person's, on the day")
    able = models.BooleanField(null=True, help_text="the young person was found able to decide")
    reasoning = models.TextField(blank=True)
    parent_told = models.TextField(blank=True, help_text="where their own is enough: told, or why it is not safe")
    method = models.CharField(max_length=10, choices=Method.choices)
    interpreter = models.CharField(max_length=10, choices=Interpreter.choices)
    interpreter_who = models.CharField(max_length=200, blank=True)
    reply = models.CharField(max_length=10, choices=Reply.choices)
    reasons = models.TextField(blank=True)
    answered_on = models.DateField()
    next_offer_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(giver=Giver.PARENT, person__isnull=False) | ~Q(giver=Giver.PARENT) & Q(person=None),
                name="aim2_consent_a_parent_is_a_person_on_the_case",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.SHARE) | ~Q(share_with=""), name="aim2_consent_share_says_with_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.called} {self.reply} on {self.answered_on}"


class RefusalDecision(models.Model):
    """What is done instead after consent was refused or withdrawn (P6.1): nothing is rated, and the need stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="refusal_decisions")
    safety_plan = models.TextField()
    other_help = models.TextField()
    social_care = models.TextField()
    next_offer_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    def __str__(self) -> str:
        return f"after a refusal on {self.case_id}"


class ConsentDraft(models.Model):
    """What somebody is typing into a form of consent, kept until they record it. It is theirs: nobody else is shown it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=36, help_text="whose answer: a parent's id, “young_person” …; or “instead”")
    typed = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "who", "saved_by"], name="aim2_consent_draft_one_a_person")
        ]

    def __str__(self) -> str:
        return f"draft of {self.who} on {self.case_id}"
