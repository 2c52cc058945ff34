"""The section 47 enquiry about one child: what began it, what was done, how it ended and who said so (domain.md §5.1)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from strategy_meetings.section47.states import Basis, Interview, Kind, Medical, Outcome, State, Then


def _pair(verb: str) -> models.CheckConstraint:
    """Answer the constraint that an instant and its person are set together."""
    return models.CheckConstraint(
        condition=Q(**{f"{verb}_at": None, f"{verb}_by": None})
        | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
        name=f"strategy_meetings_section47_both_{verb}_at_and_by",
    )


def _person() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class Section47(models.Model):
    """One enquiry. It ends once, by a manager's authorisation; a later one is another row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="section47s")
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … for this child")
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNDER_WAY)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    meeting = models.ForeignKey(
        "strategy_meetings.Meeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="began",
        help_text="the discussion that began it, where it was held here",
    )
    began_on = models.DateField(help_text="the day of the discussion or decision that began it")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="section47s_led"
    )
    joint_officer = models.CharField(max_length=200, blank=True, help_text="the police officer of a joint enquiry")
    seen_alone_on = models.DateField(null=True, blank=True)
    not_seen_reason = models.TextField(blank=True, help_text="why the child was not seen alone")
    medical = models.CharField(max_length=10, choices=Medical.choices, blank=True)
    medical_detail = models.TextField(blank=True)
    interview = models.CharField(max_length=10, choices=Interview.choices, blank=True)
    interview_detail = models.TextField(blank=True)
    enquiries = models.TextField(blank=True, help_text="who was spoken to and what was found")
    childs_views = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    reasons = models.TextField(blank=True)
    then = models.CharField(max_length=15, choices=Then.choices, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = _person()
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = _person()
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = _person()
    return_comment = models.TextField(blank=True)
    authorised_at = models.DateTimeField(null=True, blank=True)
    authorised_by = _person()
    no_conference_at = models.DateTimeField(null=True, blank=True)
    no_conference_by = _person()
    no_conference_reasons = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "section 47 enquiry"
        verbose_name_plural = "section 47 enquiries"
        constraints = [
            *(_pair(verb) for verb in ("saved", "proposed", "returned", "authorised", "no_conference")),
            models.UniqueConstraint(fields=["case", "number"], name="strategy_meetings_section47_numbered"),
            models.UniqueConstraint(
                fields=["case"], condition=~Q(state=State.ENDED), name="strategy_meetings_section47_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(authorised_by=F("proposed_by")), name="strategy_meetings_section47_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(no_conference_by=F("authorised_by")),
                name="strategy_meetings_section47_no_conference_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"section 47 enquiry {self.number} about {self.case_id}"

    @property
    def is_open(self) -> bool:
        """Whether its words may still be changed."""
        return self.state in (State.UNDER_WAY, State.RETURNED)

    @property
    def awaits_conference(self) -> bool:
        """Whether it ended with a continuing risk and nobody has decided against a conference."""
        return self.state == State.ENDED and self.outcome == Outcome.CONTINUING_RISK and self.no_conference_at is None
