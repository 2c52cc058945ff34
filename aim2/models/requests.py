"""Police asking for AIM2, who is accredited, who leads, and whether the tool suits."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from aim2.requests.states import Admission, NarrativeReason, RequestState, Suits
from hsb.agencies.models import Agency


class Aim2Request(models.Model):
    """The police ask for AIM2 while they hold a young person on bail (P6.3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="aim2_requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True)
    admission = models.CharField(max_length=10, choices=Admission.choices)
    asks = models.TextField()
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["open", "more_asked"]), name="aim2_request_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"request for AIM2 on {self.case_id}"


class Aim2RequestStep(models.Model):
    """One answer to a request, or to what was asked about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="aim2_request_steps")
    request = models.ForeignKey(Aim2Request, on_delete=models.PROTECT, related_name="steps")
    to = models.CharField(max_length=10, choices=RequestState.choices)
    text = models.TextField()
    alternative = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(to="declined") | ~Q(alternative=""), name="aim2_request_declined_offers_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.to} of {self.request_id}"


class Accreditation(models.Model):
    """Somebody may lead an assessment by one instrument, until a day. Recorded by a manager, never by themselves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="accreditations")
    instrument = models.CharField(max_length=40, default="AIM2")
    edition = models.CharField(max_length=40)
    accredited_on = models.DateField()
    expires_on = models.DateField(help_text="the last day on which it holds")
    certificate = models.CharField(max_length=200, help_text="its number, and that it was seen")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("accredited_on")), name="aim2_accreditation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(user=F("recorded_by")), name="aim2_accreditation_not_recorded_by_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.edition} of {self.user_id}"


class Aim2Allocation(models.Model):
    """Who leads the assessment, and who works it with them. A later one takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="aim2_allocations")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leads_aim2")
    co_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="co_works_aim2", null=True, blank=True
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(co_worker=None) | ~Q(co_worker=F("lead")), name="aim2_allocation_two_people"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} leads on {self.case_id}"


class ToolJudgement(models.Model):
    """Whether AIM2 suits how this young person learns, and what is used instead where it does not (P2.2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="tool_judgements")
    suits = models.CharField(max_length=15, choices=Suits.choices)
    learning_disability = models.BooleanField()
    reasons = models.TextField()
    changes = models.TextField(blank=True)
    alternative = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(suits="no") | ~Q(alternative=""), name="aim2_tooljudgement_unsuitable_names_another"
            )
        ]

    def __str__(self) -> str:
        return f"suits {self.suits} on {self.case_id}"


class NarrativeOverride(models.Model):
    """A manager lets work begin as a narrative only: no rating, total, band or level in any output."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="narrative_overrides")
    why = models.CharField(max_length=20, choices=NarrativeReason.choices)
    reasons = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "why"], name="aim2_narrativeoverride_once_each")]

    def __str__(self) -> str:
        return f"narrative only: {self.why} on {self.case_id}"
