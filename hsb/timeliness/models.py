"""What is kept of time: versions of standards, the calendar, the clocks as last folded, and what was broken.

`Deadline` is a stored answer, not a source: `refold` writes it from the chronology and `deadlines rebuild --check` proves it.
`Breach` is a fact: once recorded it stays, and a correction that cures it adds a withdrawal. `DelayReason` is what people said
of one; saying it again adds a row.

Over 300 lines: the tables of time are read together, constraints and all.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.facts import RUNNING, State
from hsb.timeliness.models_recounts import CalendarChange as CalendarChange
from hsb.timeliness.models_recounts import ClockMove as ClockMove
from hsb.timeliness.models_recounts import Recount as Recount

# Plain words, so that migrations need nothing of ours.
_RUNNING = sorted(state.value for state in RUNNING)
_MET = [State.MET.value, State.MET_LATE.value]
_CANCELLED = State.CANCELLED.value


class StandardVersion(models.Model):
    """One version of one standard, as shipped (no partnership) or as a partnership adopted it. Never edited: replaced."""

    append_only = True
    web_verbs = "select insert"
    partnership = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    payload = models.TextField(help_text="the row as JSON, as `standards.parse` reads it")
    effective_from = models.DateField()
    adopted = models.BooleanField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "code", "version"], name="timeliness_standardversion_once_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"


class NonWorkingDay(models.Model):
    """A bank holiday from the well-kept list, or a day an administrator added (proclaimed after the release)."""

    class Source(models.TextChoices):
        LIST = "list", "From the list of bank holidays"
        ADMINISTRATOR = "administrator", "Added by an administrator"

    day = models.DateField(unique=True)
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=20, choices=Source.choices)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"


class CalendarDay(models.Model):
    """Every day of the known calendar with the number of working days up to it, so that SQL counts by subtracting."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    working_day_number = models.IntegerField()
    ends_at = models.DateTimeField(help_text="the first instant after the day, in London")

    class Meta:
        ordering = ["day"]
        indexes = [
            # From a number back to its day: how SQL adds working days (`recounts.py`).
            models.Index(fields=["working_day_number"], name="timeliness_day_of_number", condition=Q(is_working=True)),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.working_day_number}"


# Somebody is held to the date: the standard is adopted, and the clock does not stand still in time.
_HELD = Q(adopted=True) & ~Q(state=State.PAUSED.value, late_at=None)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> "DeadlineQuerySet":
        """Answer the clocks nobody has met or cancelled."""
        return self.filter(state__in=_RUNNING)

    def for_everybody(self) -> "DeadlineQuerySet":
        """Answer the clocks of which everybody on the case may learn that they run."""
        return self.filter(private=False)

    def overdue(self, today: date) -> "DeadlineQuerySet":
        """Answer those that are late: by an adopted standard, and not standing still before they were."""
        return self.filter(_HELD, judged_on__lt=today)

    def due_within(self, first: date, last: date) -> "DeadlineQuerySet":
        """Answer those that fall due on a day from `first` to `last`."""
        return self.filter(_HELD, judged_on__gte=first, judged_on__lte=last)

    def not_due_by(self, day: date) -> "DeadlineQuerySet":
        """Answer those that are neither late nor due by a day: later ones, suggestions, and what stands still or has no date."""
        return self.filter(Q(judged_on=None) | Q(judged_on__gt=day) | ~_HELD)

    def with_owners(self) -> "DeadlineQuerySet":
        """Answer them with the person or the agency they name, for pages that say whose move it is."""
        return self.select_related("owner_person", "owner_agency")

    def most_pressing_first(self) -> "DeadlineQuerySet":
        """Answer them by the day they are held to; what has no such day comes last."""
        return self.order_by(F("judged_on").asc(nulls_last=True), "started_on", "id")


class Deadline(models.Model):
    """One clock of one case, as the last fold left it. Its key: case, standard, root event of the trigger's corrections."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="deadlines")
    standard_code = models.CharField(max_length=10)
    standard_version = models.PositiveIntegerField()
    # An id of chronology.CaseEvent, which is above us: no foreign key.
    root_event = models.BigIntegerField()
    key = models.CharField(max_length=100, blank=True)
    strand = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    action = models.CharField(max_length=200)
    basis = models.CharField(max_length=20)
    adopted = models.BooleanField()
    owner_kind = models.CharField(max_length=20, blank=True)
    owner_role = models.CharField(max_length=30, blank=True)
    owner_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="the one person whose move it is, where it is one person's",
    )
    owner_agency = models.ForeignKey(
        "agencies.Agency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="the one agency whose move it is, where others of its kind may be on the case",
    )
    approval_role = models.CharField(
        max_length=30, blank=True, default="", help_text="whose approval is all that is left; empty: it waits for none"
    )
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="who finished what waits for approval, and so does not approve it",
    )
    private = models.BooleanField(default=False, help_text="only those whose move it is learn that it runs")
    started_at = models.DateTimeField()
    started_on = models.DateField()
    anchored_on = models.DateField(
        null=True, blank=True, help_text="the day it is counted from, where that is not the one it started on"
    )
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    extended_to = models.DateField(null=True, blank=True)
    judged_on = models.DateField(null=True, blank=True, help_text="the due date, or the extension where one counts")
    late_at = models.DateTimeField(null=True, blank=True, help_text="the first instant at which it is late")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    met_at = models.DateTimeField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    met_event = models.BigIntegerField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_event = models.BigIntegerField(null=True, blank=True)
    paused_spans = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    provisional = models.CharField(max_length=300, blank=True)
    # Not of the fold: set with the breach, so that the sweep's index holds only what nobody has noticed yet.
    broken_on = models.DateField(null=True, blank=True, help_text="the day it fell due, where a breach of it stands")
    # Not of the fold either: where the chasing stands. A clock that cannot be late (paused, ended, not adopted) has none.
    next_chase_on = models.DateField(null=True, blank=True, help_text="the day its next reminder is due")

    objects = DeadlineQuerySet.as_manager()

    narrow_parts_too = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "standard_code", "root_event"], name="timeliness_deadline_one_per_trigger"
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=False, state__in=_MET) | (Q(met_at__isnull=True) & ~Q(state__in=_MET)),
                name="timeliness_deadline_met_when_it_says_so",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=False, state=_CANCELLED)
                | (Q(cancelled_at__isnull=True) & ~Q(state=_CANCELLED)),
                name="timeliness_deadline_cancelled_when_it_says_so",
            ),
        ]
        indexes = [
            # The sweep reads this one and nothing else; its conditions are in the sweep's WHERE clause.
            models.Index(
                fields=["late_at", "id"],
                name="timeliness_unnoticed",
                condition=Q(state__in=_RUNNING, late_at__isnull=False, broken_on__isnull=True),
            ),
            models.Index(
                fields=["next_chase_on", "id"],
                name="timeliness_to_chase",
                condition=Q(next_chase_on__isnull=False),
            ),
            models.Index(
                fields=["owner_kind", "judged_on"],
                name="timeliness_due_for_owner",
                condition=Q(state__in=_RUNNING),
            ),
            models.Index(
                fields=["owner_person", "judged_on"],
                name="timeliness_due_for_person",
                condition=Q(state__in=_RUNNING, owner_person__isnull=False),
            ),
            # What runs on the cases of one page, and the work of one person: both on every page.
            models.Index(
                fields=["case", "judged_on"],
                name="timeliness_running_on_case",
                condition=Q(state__in=_RUNNING),
            ),
            models.Index(
                fields=["approval_role", "judged_on"],
                name="timeliness_to_approve",
                condition=Q(state__in=_RUNNING) & ~Q(approval_role=""),
            ),
            # Whom to ask why: what was broken, ended clocks too.
            models.Index(
                fields=["owner_kind", "broken_on"],
                name="timeliness_broken_for_owner",
                condition=Q(broken_on__isnull=False),
            ),
            models.Index(
                fields=["owner_person", "broken_on"],
                name="timeliness_broken_for_person",
                condition=Q(broken_on__isnull=False, owner_person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard_code} on {self.case_id}"

    @property
    def is_running(self) -> bool:
        return self.state in _RUNNING


class Breach(models.Model):
    """A clock ran out unmet, dated the day it fell due; or the withdrawal of that, after a correction.

    A breach stands while it has no withdrawal of the same turn. Broken again after a withdrawal, it takes the next turn.
    """

    class Kind(models.TextChoices):
        BREACH = "breach", "Ran out"
        WITHDRAWAL = "withdrawal", "Withdrawn after a correction"

    append_only = True
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="breaches")
    standard_code = models.CharField(max_length=10)
    standard_version = models.PositiveIntegerField()
    root_event = models.BigIntegerField()
    fell_due_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    turn = models.PositiveSmallIntegerField(default=1)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "breaches"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "standard_code", "root_event", "fell_due_on", "turn", "kind"],
                name="timeliness_breach_recorded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard_code} {self.kind} of {self.fell_due_on}"


class DelayReason(models.Model):
    """Why one standard was missed, as its owner or their manager said it. The newest for a breach counts; older ones stay."""

    append_only = True
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="delay_reasons")
    standard_code = models.CharField(max_length=10)
    root_event = models.BigIntegerField()
    fell_due_on = models.DateField()
    reason = models.CharField(max_length=20, choices=Reason.choices)
    text = models.TextField(blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["case", "standard_code", "root_event", "fell_due_on"], name="timeliness_reason_of_breach"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard_code} of {self.fell_due_on}: {self.reason}"
