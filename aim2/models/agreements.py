"""The agreement of police and Crown Prosecution Service on work before a trial (P6.2)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


def _pair(verb: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{verb}_at": None, f"{verb}_by": None, f"{verb}_on": None, f"{verb}_name": ""})
        | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False, f"{verb}_on__isnull": False})
        & ~Q(**{f"{verb}_name": ""}),
        name=f"aim2_pretrialagreement_{verb}_person_and_date",
    )


class PreTrialAgreement(models.Model):
    """Which topics may be worked on before a trial. In force only with the police's and the CPS's yes, person and date each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="pre_trial_agreements")
    topics = models.TextField()
    proviso = models.TextField()
    review_on = models.DateField()
    young_person_told = models.TextField(help_text="how the young person was told that notes may be disclosed")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    police_name = models.CharField(max_length=200, blank=True)
    police_on = models.DateField(null=True, blank=True)
    police_at = models.DateTimeField(null=True, blank=True)
    police_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    cps_name = models.CharField(max_length=200, blank=True)
    cps_on = models.DateField(null=True, blank=True)
    cps_at = models.DateTimeField(null=True, blank=True)
    cps_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            _pair("police"),
            _pair("cps"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="aim2_pretrialagreement_both_ended_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="aim2_pretrialagreement_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement on {self.case_id}"

    @property
    def both_agreed(self) -> bool:
        return self.police_on is not None and self.cps_on is not None
