"""What follows from a changed calendar or standard: what changed, how far the recount is, and what it has yet to tell."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarChange(models.Model):
    """A day became a day off, or a working day again. Kept for ever: *Why this date?* explains a moved date by it."""

    append_only = True
    web_verbs = "select insert"
    day = models.DateField()
    name = models.CharField(max_length=100)
    is_working = models.BooleanField(help_text="what the day became")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "timeliness"

    def __str__(self) -> str:
        return f"{self.day} became {'a working day' if self.is_working else 'a day off'}"


class Recount(models.Model):
    """One recount of the clocks, from the change that asked for it until every moved date is told (`chronology/recounting.py`).

    It goes through the cases in the order of their ids; `reached` is the last one done, so that it can be killed anywhere.
    """

    class Stage(models.TextChoices):
        COUNTING = "counting", "Waiting to begin"
        DATES = "dates", "Putting due dates right"
        TELLING = "telling", "Writing the moves into the chronologies"
        DONE = "done", "Done"

    web_verbs = "select insert"
    because = models.CharField(max_length=300, help_text="what changed, as a sentence for the chronologies")
    standard_codes = models.CharField(
        max_length=300, blank=True, help_text="the standards that changed, with blanks between; empty: the calendar"
    )
    first_day = models.DateField()
    last_day = models.DateField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.COUNTING)
    cases = models.PositiveIntegerField(default=0, help_text="to be gone through")
    done = models.PositiveIntegerField(default=0)
    moved_cases = models.PositiveIntegerField(default=0, help_text="whose chronologies are to be told")
    told = models.PositiveIntegerField(default=0)
    reached = models.UUIDField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "timeliness"
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="done", finished_at__isnull=False) | (~Q(stage="done") & Q(finished_at__isnull=True)),
                name="timeliness_recount_finished_when_it_says_so",
            )
        ]

    def __str__(self) -> str:
        return f"recount {self.pk}: {self.stage}"


class ClockMove(models.Model):
    """The due date of a running clock moved, and the case's chronology does not say so yet. Gone once it does."""

    web_verbs = "select insert"
    # Rows of minutes, copied from rows whose keys are checked: checking them again was most of what a million of them cost.
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    recount = models.ForeignKey(
        Recount, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    standard_code = models.CharField(max_length=10)
    root_event = models.BigIntegerField()
    title = models.CharField(max_length=200)
    was = models.DateField(null=True, blank=True)
    now = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "timeliness"
        constraints = [
            models.UniqueConstraint(
                fields=["recount", "case", "standard_code", "root_event"], name="timeliness_clockmove_once_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard_code} on {self.case_id}: {self.was} to {self.now}"
