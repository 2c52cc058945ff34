"""The forms of specialist opinions. They check shape only."""

from typing import Any

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, FileField, LongTextField, NameField, SelectField, refuse


class AskForm(BaseForm):
    """Whom, what, by when."""

    person = SelectField(
        label="Somebody on this record", help_text="They are told at once.", required=False, empty_label="Nobody here"
    )
    asked_of = NameField(
        label="Or somebody outside",
        help_text="The person and their service. You pass the question on; the answer comes back to you.",
        required=False,
    )
    question = LongTextField(
        label="What do you need an opinion on?",
        help_text="About this child only. Never another child’s name.",
        rows=4,
        error_messages={"required": "Write what you need an opinion on"},
    )
    due_on = DateField(
        label="By which day?", error_messages={"required": "Enter the day by which the opinion is needed"}
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("person") and not given.get("asked_of"):
            self.add_error("asked_of", refuse("Choose somebody on this record, or name a person or service outside"))
        return given


class ChaseForm(BaseForm):
    """It was chased."""

    note = LongTextField(
        label="How did you chase it, and what were you told?",
        rows=3,
        error_messages={"required": "Write how you chased it, and what you were told"},
    )


class ReceiveForm(BaseForm):
    """The opinion has come."""

    file = FileField(label="The opinion", error_messages={"required": "Choose the file with the opinion"})
    received_on = DateField(
        label="It came on",
        what="the day it came",
        not_after=clock.today,
        error_messages={"required": "Enter the day it came"},
    )
    in_short = LongTextField(
        label="What it says, in two or three sentences",
        rows=4,
        error_messages={"required": "Say in two or three sentences what the opinion is"},
    )


class EndForm(BaseForm):
    """It has not come, or is no longer needed."""

    reason = LongTextField(label="Why?", rows=3, error_messages={"required": "Give the reason"})
