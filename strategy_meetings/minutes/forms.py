"""The forms of minutes and their copies. They check shape only; every rule is in `policies`."""

from typing import Any

from hsb import clock
from hsb.ui.forms import (
    BaseForm,
    CheckboxesField,
    CheckboxField,
    DateField,
    LongTextField,
    NameField,
    RadioField,
    SelectField,
    TextField,
    refuse,
)
from strategy_meetings.minutes.audiences import Audience
from strategy_meetings.minutes.states import Answer, Breach, Reached


class CopyForm(BaseForm):
    """What one copy says, and whether it is sent."""

    audience = RadioField(
        label="What does this copy hold?",
        choices=Audience.choices,
        error_messages={"required": "Choose what this copy holds"},
    )
    added = CheckboxesField(
        label="Also give, because it bears on their work", help_text="Only for an agency’s part.", required=False
    )
    left_out = CheckboxesField(label="Leave out", required=False)
    left_out_why = LongTextField(
        label="Why it is left out",
        help_text="Stays on our record. The copy does not say that something is missing.",
        rows=2,
        required=False,
    )
    kept_back = CheckboxField(label="Do not send this copy", required=False)
    kept_back_why = LongTextField(label="Why it is not sent", rows=2, required=False)


class AddForm(BaseForm):
    """One more copy."""

    person = SelectField(label="Who gets it?", required=False, empty_label="Somebody without an account")
    name = NameField(
        label="Or somebody without an account",
        help_text="They are invited first: a copy is read behind sign-in only.",
        required=False,
    )
    audience = RadioField(
        label="What does it hold?",
        choices=Audience.choices,
        error_messages={"required": "Choose what the copy holds"},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("person") and not given.get("name"):
            self.add_error("name", refuse("Choose somebody, or name them"))
        return given


class ReachedForm(BaseForm):
    """How one of the family got their copy."""

    how = RadioField(
        label="How did they get it?", choices=Reached.choices, error_messages={"required": "Choose how they got it"}
    )
    detail = TextField(
        label="Who saw to it?",
        help_text="Who handed it over, checked the address or read it, and any interpreter. Leave the address out.",
        max_length=300,
        error_messages={"required": "Say who saw to it"},
    )
    on = DateField(
        label="On which day?",
        what="the day they got it",
        not_after=clock.today,
        error_messages={"required": "Enter the day they got it"},
    )


class ObjectForm(BaseForm):
    """What is not accurate."""

    text = LongTextField(
        label="What is not accurate, and how was it?",
        help_text="About this child only. The chair reads it, and it is answered.",
        rows=5,
        error_messages={"required": "Write what is not accurate, and how it was"},
    )


class AmendForm(BaseForm):
    """One row reads otherwise."""

    key = SelectField(label="What is amended?", error_messages={"required": "Choose what is amended"})
    text = LongTextField(
        label="How does it read from now on?",
        rows=5,
        error_messages={"required": "Write how it reads from now on"},
    )
    words = LongTextField(
        label="Why?",
        help_text="The reasons stand on the amended minutes.",
        rows=3,
        error_messages={"required": "Give the reasons for the amendment"},
    )


class AnswerForm(BaseForm):
    """The chair answers an objection."""

    answer = RadioField(
        label="What follows from it?",
        choices=Answer.choices,
        error_messages={"required": "Choose whether the minutes are amended or stand"},
    )
    words = LongTextField(label="Why?", rows=3, error_messages={"required": "Give the reasons for your answer"})
    key = SelectField(label="If they are amended: what?", required=False)
    text = LongTextField(label="How does it read from now on?", rows=5, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == Answer.AMENDED:
            if not given.get("key"):
                self.add_error("key", refuse("Choose what is amended"))
            if not given.get("text"):
                self.add_error("text", refuse("Write how it reads from now on"))
        return given


class WithdrawForm(BaseForm):
    """A copy is withdrawn."""

    why = LongTextField(
        label="Why is it withdrawn?", rows=3, error_messages={"required": "Say why the copy is withdrawn"}
    )
    breach = RadioField(
        label="Has somebody seen it who should not have: is it a data breach?",
        help_text="A breach that puts people at risk is reported to the ICO within 72 hours of knowing of it.",
        choices=Breach.choices,
        error_messages={"required": "Say whether it is a data breach, or that it is being found out"},
    )
