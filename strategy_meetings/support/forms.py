"""The forms of a harmed child's needs and support. They check shape only."""

from collections.abc import Sequence
from typing import Any

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, SelectField, TextField
from strategy_meetings.support.states import Kind, OfferedTo, State


class NeedForm(BaseForm):
    """What is needed, and who says so."""

    what = LongTextField(
        label="What is needed?",
        help_text="In their own words where you can. Never another child’s name.",
        rows=3,
        error_messages={"required": "Write what is needed"},
    )
    said_by = TextField(
        label="Who says so?",
        help_text="The child, a parent, the school.",
        max_length=200,
        error_messages={"required": "Say who says so"},
    )


class MetForm(BaseForm):
    """The need is met, or is there no longer."""

    on = DateField(
        label="Since which day?", what="the day", not_after=clock.today, error_messages={"required": "Enter the day"}
    )
    how = LongTextField(
        label="How was it met, or why is it not there any more?",
        rows=3,
        error_messages={"required": "Write how it was met, or why it is not there any more"},
    )


class OfferForm(BaseForm):
    """What is offered, by whom, to whom, when, for what."""

    kind = RadioField(
        label="What support is it?", choices=Kind.choices, error_messages={"required": "Choose what support it is"}
    )
    service = TextField(
        label="Who gives it?",
        help_text="The person or service.",
        max_length=200,
        error_messages={"required": "Say who gives the support: the person or service"},
    )
    what = LongTextField(label="What was offered, in plain words", rows=2, required=False)
    need = SelectField(label="For which need?", required=False, empty_label="For none of those recorded")
    offered_to = RadioField(
        label="To whom was it offered?",
        choices=OfferedTo.choices,
        error_messages={"required": "Choose to whom it was offered"},
    )
    offered_on = DateField(
        label="Offered on",
        what="the day it was offered",
        not_after=clock.today,
        error_messages={"required": "Enter the day it was offered"},
    )

    def __init__(self, *args: Any, needs: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        need: Any = self.fields["need"]
        need.choices = [("", "For none of those recorded"), *needs]


class AnswerForm(BaseForm):
    """It was taken up, or declined."""

    to = RadioField(
        label="What was the answer?",
        choices=[
            (str(State.TAKEN_UP), "Taken up"),
            (str(State.DECLINED), "Declined, for now: nobody has to, and it can be offered again"),
        ],
        error_messages={"required": "Choose what was answered"},
    )
    on = DateField(
        label="On which day?",
        what="the day of the answer",
        not_after=clock.today,
        error_messages={"required": "Enter the day of the answer"},
    )
    words = LongTextField(label="What they said", help_text="In their own words.", rows=3, required=False)


class EndForm(BaseForm):
    """The support has ended."""

    on = DateField(
        label="It ended on",
        what="the day it ended",
        not_after=clock.today,
        error_messages={"required": "Enter the day it ended"},
    )
    because = LongTextField(
        label="Why did it end, and what did it bring?",
        rows=3,
        error_messages={"required": "Write why it ended, and what it brought"},
    )
