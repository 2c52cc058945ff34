"""The forms of an intervention plan. They check shape only."""

from collections.abc import Sequence
from typing import Any

from aim2.plans.states import Attendance, Basis, From, Outcome, Strand
from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, SelectField, TextField, YesNoField

Choices = Sequence[tuple[str, str]]


class OpenForm(BaseForm):
    """On what the plan is built, and who leads it."""

    basis = RadioField(
        label="On what is it built?",
        choices=Basis.choices,
        error_messages={"required": "Choose on what the plan is built"},
    )
    lead = SelectField(label="Who leads the work", error_messages={"required": "Choose who leads the work"})
    proviso = LongTextField(
        label="What the work must not touch",
        help_text="While a matter is open: what the agreement says. It stands on every page of the plan.",
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, leads: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "Choose"), *leads]


class GoalForm(BaseForm):
    """One goal."""

    strand = RadioField(
        label="Whose work is it?",
        choices=Strand.choices,
        inline=True,
        error_messages={"required": "Choose whose work it is"},
    )
    comes_from = SelectField(
        label="Comes from", choices=From.choices, error_messages={"required": "Choose where the goal comes from"}
    )
    goal = LongTextField(label="Goal", rows=2, error_messages={"required": "Write the goal"})
    measure = LongTextField(
        label="How one will know that it is reached",
        rows=2,
        error_messages={"required": "Say how one will know that it is reached"},
    )
    method = LongTextField(label="How it is done", rows=2, required=False)
    practitioner = TextField(label="Who does it with them", required=False)


class SessionForm(BaseForm):
    """One session of the work."""

    on = DateField(label="Date", what="the date of the session", not_after=clock.today)
    strand = RadioField(
        label="With whom?", choices=Strand.choices, inline=True, error_messages={"required": "Choose with whom it was"}
    )
    attendance = RadioField(
        label="Did they come?", choices=Attendance.choices, error_messages={"required": "Say whether they came"}
    )
    engagement = LongTextField(label="How they took part", rows=2, required=False)
    notes = LongTextField(
        label="What was worked on",
        help_text="Nobody by name. May be disclosed while a matter is open.",
        rows=4,
        required=False,
    )


class ReviewForm(BaseForm):
    """The plan was looked at again."""

    held_on = DateField(label="Held on", what="the day it was held", not_after=clock.today)
    result = LongTextField(label="What came of it", rows=4, error_messages={"required": "Say what came of the review"})
    rated_again = SelectField(
        label="Version in which what can change was rated again", required=False, empty_label="It was not rated again"
    )
    because = LongTextField(label="If it was not rated again, why", rows=2, required=False)

    def __init__(self, *args: Any, versions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rated_again"].choices = [("", "It was not rated again"), *versions]


class RestorativeForm(BaseForm):
    """The victim worker's answer, and nothing else."""

    yes = YesNoField(
        label="The victim worker’s answer on restorative work",
        help_text="Yes or no. Nothing of the person they work with stands on this record.",
        error_messages={"required": "Choose the victim worker’s answer"},
    )


class EndForm(BaseForm):
    """How the work ended."""

    outcome = RadioField(
        label="How did it end?", choices=Outcome.choices, error_messages={"required": "Choose how it ended"}
    )
    summary = LongTextField(
        label="Closure summary",
        help_text="What was reached, what remains, who watches over what.",
        rows=6,
        error_messages={"required": "Write the closure summary"},
    )
