"""From the end of an enquiry to the family's answer: the decision to engage, the offer, and what each of them says over time."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from referrals.models.mash import _pair


class EndedKind(models.TextChoices):
    S47 = "s47", "Section 47 enquiry"
    CRIMINAL = "criminal", "Criminal investigation"


class InvestigationEnd(models.Model):
    """An enquiry or investigation has ended (P5.10): from this day the wait for a referral to YOS is measured."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="investigation_ends")
    kind = models.CharField(max_length=10, choices=EndedKind.choices)
    ended_on = models.DateField()
    outcome = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "ended_on"], name="referrals_investigationend_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} ended on {self.case_id}"


class DecisionToEngage(models.Model):
    """Whether the agencies engage this child and family in the work, and why. A later one stands beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="decisions_to_engage")
    engage = models.BooleanField()
    reasons = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        verbose_name_plural = "decisions to engage"

    def __str__(self) -> str:
        return f"engage: {self.engage} on {self.case_id}"


class OfferTo(models.TextChoices):
    BOTH = "both", "The young person and a parent or carer, together"
    YOUNG_PERSON = "young_person", "The young person"
    PARENT = "parent", "A parent or carer"


class OfferResponse(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    THINKING = "thinking", "Wants time to think"
    REFUSED = "refused", "Refused"
    NO_ANSWER = "no_answer", "No answer yet"


class Offer(models.Model):
    """Help was offered: by whom, when, to whom, in which words, and what they answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="offers")
    made_by_name = models.CharField(max_length=200)
    made_on = models.DateField()
    made_to = models.CharField(max_length=20, choices=OfferTo.choices)
    framing = models.TextField()
    response = models.CharField(max_length=10, choices=OfferResponse.choices)
    response_words = models.TextField(blank=True)
    responded_on = models.DateField(null=True, blank=True)
    what_next = models.TextField(
        blank=True, help_text="after a refusal: when it is offered again, or what is done instead"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [_pair("offer", "answered")]

    def __str__(self) -> str:
        return f"offer on {self.case_id}"

    @property
    def awaits_answer(self) -> bool:
        return self.response in (OfferResponse.THINKING, OfferResponse.NO_ANSWER)


class Whose(models.TextChoices):
    YOUNG_PERSON = "young_person", "The young person"
    PARENT = "parent", "A parent or carer"


class StanceKind(models.TextChoices):
    ACCEPTS = "accepts", "Accepts what happened"
    PARTLY = "partly", "Accepts part of it"
    DENIES = "denies", "Denies it"
    UNSURE = "unsure", "Unsure, or changes"
    NOT_KNOWN = "not_known", "Not known"


class Stance(models.Model):
    """How the young person, or one parent, stood on one day (P6.1). Never changed: the next day's is another row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="stances")
    whose = models.CharField(max_length=15, choices=Whose.choices)
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="stances")
    called = models.CharField(max_length=200, help_text="“the young person”, “mother”: never a name")
    stance = models.CharField(max_length=10, choices=StanceKind.choices)
    on = models.DateField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(whose=Whose.PARENT) | Q(person=None), name="referrals_stance_person_is_a_parent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.called} {self.stance} on {self.on}"
