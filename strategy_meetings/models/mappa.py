"""MAPPA, as far as we keep it (P5.9): who is eligible and why, category, level, dates, who of ours went, our own actions.

The referral form and the minutes are the Responsible Authority's: no field here holds what they say.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy_meetings.mappa.states import Basis, Held, Source, State


class MappaEligibility(models.Model):
    """What police or YOS recorded of a caution, conviction or sentence, and whether it makes the young person eligible. The newest
    holds."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="mappa_eligibilities")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this young person")
    basis = models.CharField(max_length=12, choices=Basis.choices)
    what = models.TextField(help_text="the offence and what was imposed")
    decided_on = models.DateField(help_text="the day of the caution, conviction or sentence")
    source = models.CharField(max_length=8, choices=Source.choices)
    source_detail = models.CharField(max_length=200, help_text="who there, or which record")
    must_notify = models.BooleanField(help_text="subject to notification as a sexual offender")
    custody_months = models.PositiveSmallIntegerField(default=0, help_text="length of a custodial sentence; 0: none")
    specified = models.BooleanField(default=False, help_text="a specified violent or sexual offence")
    otherwise_dangerous = models.BooleanField(default=False)
    terrorist = models.BooleanField(default=False)
    category = models.PositiveSmallIntegerField(default=0, help_text="1 to 4; 0: not eligible")
    reason = models.TextField(help_text="why eligible in that category, or why not")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="strategy_meetings_mappaeligibility_numbered"),
            models.CheckConstraint(
                condition=Q(category__lte=4), name="strategy_meetings_mappaeligibility_four_categories"
            ),
        ]

    def __str__(self) -> str:
        return f"MAPPA eligibility {self.number} of {self.case_id}"

    @property
    def is_eligible(self) -> bool:
        return self.category > 0


class MappaReferral(models.Model):
    """One referral to the MAPPA coordinator: when it was sent, what they replied, at which level it is managed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="mappa_referrals")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this young person")
    eligibility = models.ForeignKey(MappaEligibility, on_delete=models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    category = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(help_text="1 to 3: asked for, then as replied")
    sent_on = models.DateField()
    sent_at = models.DateTimeField(help_text="when the sending was recorded")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    replied_on = models.DateField(null=True, blank=True)
    reply = models.TextField(blank=True, help_text="in a sentence, in our words")
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="strategy_meetings_mappareferral_numbered"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[State.SENT, State.ACCEPTED]),
                name="strategy_meetings_mappareferral_one_open",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3, category__gte=1, category__lte=4),
                name="strategy_meetings_mappareferral_level_and_category",
            ),
        ]

    def __str__(self) -> str:
        return f"MAPPA referral {self.number} of {self.case_id}"

    @property
    def is_open(self) -> bool:
        return self.state in (State.SENT, State.ACCEPTED)

    @property
    def is_managed(self) -> bool:
        """Whether it is managed at level 2 or 3, so that children's services must be at the table."""
        return self.state == State.ACCEPTED and self.level >= 2


class MappaMeeting(models.Model):
    """The date of one MAPPA meeting and who of ours went. What was said there is in the Responsible Authority's minutes alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="mappa_meetings")
    referral = models.ForeignKey(MappaReferral, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … of this referral")
    level = models.PositiveSmallIntegerField()
    held_on = models.DateField(help_text="the day it is to be, or was, held")
    state = models.CharField(max_length=10, choices=Held.choices, default=Held.TO_COME)
    csws_goes = models.CharField(max_length=200, blank=True, help_text="who of children's services attends")
    who_went = models.TextField(blank=True, help_text="who of our agencies was there")
    told = models.TextField(blank=True, help_text="what the young person and family are told, and by whom")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="strategy_meetings_mappameeting_numbered"),
        ]

    def __str__(self) -> str:
        return f"MAPPA meeting {self.number} of {self.case_id}"


class MappaAction(models.Model):
    """Something one of ours does after a MAPPA meeting: a row here, a task behind it."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="mappa_actions")
    referral = models.ForeignKey(MappaReferral, on_delete=models.PROTECT, related_name="actions")
    task = models.OneToOneField("tasks.Task", on_delete=models.PROTECT, related_name="mappa_action")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"MAPPA action on {self.case_id}"
