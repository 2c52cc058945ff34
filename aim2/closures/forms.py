"""The forms of the end of a strand. They check shape only."""

from collections.abc import Sequence
from typing import Any

from aim2.closures.parting import NO_LONGER
from aim2.closures.states import REASONS
from hsb.cases.states import Strand
from hsb.tasks.models import Task
from hsb.ui.forms import BaseForm, LongTextField, RadioField, SelectField
from hsb.ui.words import day_month

_TASK = "task_"


class ClosureForm(BaseForm):
    """Everything a successor would ask; then one question for each action that is still open."""

    reason = RadioField(label="Why does the work close?", error_messages={"required": "Choose why the work closes"})
    achieved = LongTextField(label="What was achieved?", rows=4, error_messages={"required": "Write what was achieved"})
    remaining_risk = LongTextField(
        label="What remains a risk?",
        help_text="“None that we know of” is an answer.",
        rows=3,
        error_messages={"required": "Write what remains a risk"},
    )
    watched_by = LongTextField(
        label="Who watches what from now on?",
        help_text="By name or job: school, family, another service. And what they do when something happens.",
        rows=3,
        error_messages={"required": "Write who watches what from now on"},
    )
    safety_plan = LongTextField(
        label="What becomes of the safety plan, and who keeps it?",
        rows=2,
        error_messages={"required": "Write what becomes of the safety plan, and who keeps it"},
    )
    family_told = LongTextField(
        label="Who of the family was told, when and how?",
        help_text="Or why they were not.",
        rows=2,
        error_messages={"required": "Write who of the family was told, or why they were not"},
    )

    def __init__(
        self,
        *args: Any,
        strand: Strand,
        tasks: Sequence[Task] = (),
        homes: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choices = [(str(one), one.label) for one in REASONS[strand]]
        for task in tasks:
            self.fields[f"{_TASK}{task.pk}"] = SelectField(
                label=f"Still open: “{task.what}”",
                help_text=f"{task.asked_words}, by {day_month(task.due_on)}. Who takes it on?",
                choices=[*homes, (NO_LONGER, "Nobody: it is no longer needed")],
                error_messages={"required": f"Say who takes on “{task.what}”"},
            )

    @property
    def rehomed(self) -> dict[str, str]:
        """Answer where each open action goes, by its id."""
        given = self.cleaned_data
        return {name.removeprefix(_TASK): given[name] for name in given if name.startswith(_TASK)}


class ReturnForm(BaseForm):
    """Why the work goes on."""

    because = LongTextField(
        label="Why does the work go on, or what is missing?",
        rows=3,
        error_messages={"required": "Write why the work goes on, or what is missing"},
    )
