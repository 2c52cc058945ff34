"""The forms of looked-after status. They check shape only."""

from collections.abc import Sequence
from typing import Any

from aim2.looked_after.terms import RECORDED, Ending
from hsb import clock
from hsb.ui.forms import BaseForm, DateField, RadioField, SelectField, TextField


class StartForm(BaseForm):
    """Legal basis and day."""

    basis = RadioField(
        label="On which legal basis?",
        choices=RECORDED,
        error_messages={"required": "Choose the legal basis"},
    )
    since = DateField(label="Since", what="the day the child became looked after", not_after=clock.today)
    detail = TextField(
        label="Which court, or who agreed",
        help_text="Of an order: court and date. Under section 20: who with parental responsibility agreed.",
        max_length=300,
        error_messages={"required": "Say which court, or who agreed"},
    )


class EndForm(BaseForm):
    """The end of one basis."""

    until = DateField(label="Ended on", what="the day it ended", not_after=clock.today)
    ending = RadioField(
        label="How did it end?",
        choices=[(one.value, one.label) for one in Ending if one not in (Ending.REMAND_OVER, Ending.DETENTION)],
        error_messages={"required": "Choose how it ended"},
    )


class ReviewerForm(BaseForm):
    """Who reviews."""

    user = SelectField(
        label="Independent reviewing officer", error_messages={"required": "Choose the reviewing officer"}
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", "Choose"), *people]
