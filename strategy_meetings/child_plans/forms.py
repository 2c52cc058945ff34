"""What is asked about a child’s plan. Forms check the shape and never write."""

from collections.abc import Iterable
from typing import Any

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, SelectField


class StartForm(BaseForm):
    """A child in need plan."""

    what_for = LongTextField(label="What the plan is to reach", rows=3)
    lead = SelectField(label="Who leads it")
    started_on = DateField(label="Began on", not_after=clock.today)
    review_on = DateField(label="Looked at again on", not_before=clock.today)

    def __init__(self, *args: Any, leads: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "Choose"), *leads]  # type: ignore[attr-defined]


class ReviewForm(BaseForm):
    """A child in need plan was looked at."""

    what = LongTextField(label="What has changed, and what goes on", rows=3)
    review_on = DateField(label="Looked at again on", not_before=clock.today)


class EndForm(BaseForm):
    """Why a plan ends."""

    reason = RadioField(label="Why it ends")
    words = LongTextField(label="How you know, and what happens to the child now", rows=3)
    core_group_said = LongTextField(label="What the core group said when you asked", rows=3, required=False)
    where = LongTextField(label="Who takes on what is still to be done", rows=2, required=False)

    def __init__(
        self, *args: Any, reasons: Iterable[tuple[str, str]], asks_core_group: bool, asks_where: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(reasons)  # type: ignore[attr-defined]
        if not asks_core_group:
            del self.fields["core_group_said"]
        if not asks_where:
            del self.fields["where"]
