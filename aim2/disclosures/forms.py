"""The forms of what leaves an assessment. They check shape only."""

from collections.abc import Sequence
from typing import Any

from aim2.disclosures.kinds import Gateway, Kind
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, SelectField, TextField


class PrepareForm(BaseForm):
    """What is to be drawn up, and for whom."""

    kind = RadioField(
        label="What is drawn up?", choices=Kind.choices, error_messages={"required": "Choose what is drawn up"}
    )
    to = TextField(
        label="To whom it goes",
        help_text="The person or body, as the document names them.",
        error_messages={"required": "Say to whom it goes"},
    )
    person = SelectField(
        label="Which parent or carer", help_text="Only for a parent’s summary.", required=False, empty_label="Nobody"
    )
    hearing_on = DateField(label="Hearing on", help_text="Only for the court.", required=False)

    def __init__(self, *args: Any, parents: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Nobody"), *parents]


class ReasonsForm(BaseForm):
    """By what right it leaves, and why this much."""

    gateway = SelectField(label="Gateway", help_text="Consent to take part is none of them.", required=False)
    why = LongTextField(label="Why this much and no more", rows=3, required=False)
    own_words = LongTextField(label="A sentence of your own, if one is needed", rows=2, required=False)

    def __init__(self, *args: Any, gateways: Sequence[Gateway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gateway"].choices = [("", "Choose"), *[(one.value, one.label) for one in gateways]]


class CommentForm(BaseForm):
    """Why the manager returns it."""

    because = LongTextField(
        label="What has to change?", rows=3, error_messages={"required": "Say what has to change before it may leave"}
    )
