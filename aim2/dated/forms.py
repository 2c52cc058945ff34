"""The form of a step of which only the day is recorded."""

from collections.abc import Sequence
from typing import Any

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, SelectField


class StepForm(BaseForm):
    """The day, and the one thing more that some steps ask."""

    on = DateField(label="On", what="the day", not_after=clock.today)

    def __init__(self, *args: Any, asks: str, reviews: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks == "review":
            self.fields["review"] = SelectField(
                label="Which review?",
                choices=[("", "Choose"), *reviews],
                error_messages={"required": "Choose the review"},
            )
