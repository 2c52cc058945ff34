"""The forms of custody. They check shape only."""

from collections.abc import Sequence
from typing import Any

from aim2.custody.terms import RiskKind
from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, SelectField, TextField

Choices = Sequence[tuple[str, str]]


class StayForm(BaseForm):
    """Where they are, since when, and who works with them there."""

    agency = SelectField(label="Establishment", error_messages={"required": "Choose the establishment"})
    worker = SelectField(
        label="Who works with them there",
        help_text="Everybody who holds the role there sees the record; whoever is named here can lead or co-work AIM2.",
        required=False,
    )
    since = DateField(label="There since", what="the day they came there", not_after=clock.today)

    def __init__(self, *args: Any, agencies: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "Choose"), *agencies]
        self.fields["worker"].choices = [("", "Nobody by name yet"), *workers]


class MoveForm(StayForm):
    """The same, and who goes on with the assessment where it was led from the establishment that is left."""

    lead = SelectField(label="Who leads the assessment now", required=False)
    co_worker = SelectField(label="Who co-works", required=False)

    def __init__(self, *args: Any, people: Choices, runs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not runs:
            del self.fields["lead"], self.fields["co_worker"]
            return
        self.fields["lead"].choices = [("", "As before"), *people]
        self.fields["co_worker"].choices = [("", "As before, or nobody"), *people]


class HandOverForm(BaseForm):
    """Who goes on with the running assessment."""

    lead = SelectField(label="Who leads", error_messages={"required": "Choose who leads"})
    co_worker = SelectField(label="Who co-works", required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "Choose"), *people]
        self.fields["co_worker"].choices = [("", "Nobody"), *people]


class SentForm(BaseForm):
    """To whom the signed assessment went."""

    to = TextField(label="To whom did it go?", max_length=200, error_messages={"required": "Say to whom it went"})


class DatesForm(BaseForm):
    """The establishment's own dates."""

    first_review_on = DateField(
        label="First review meeting on",
        help_text="AIM2 is begun by the working day before it. If the review moves, enter its new day.",
        required=False,
    )
    release_on = DateField(label="Release expected", required=False)


class RiskForm(BaseForm):
    """What the establishment must know."""

    kind = RadioField(
        label="About what?", choices=RiskKind.choices, error_messages={"required": "Choose what it is about"}
    )
    text = LongTextField(
        label="What they must know, and do",
        help_text="Nobody but the young person by name. Names that are known here are taken out when it is saved.",
        rows=4,
        error_messages={"required": "Write what the establishment must know"},
    )


class DetentionPlanForm(BaseForm):
    """The detention placement plan: day, author, document."""

    dated = DateField(label="Dated", what="the day of the plan", not_after=clock.today)
    author = TextField(label="Who wrote it", max_length=200, error_messages={"required": "Say who wrote it"})
    document = SelectField(label="Document on this record", required=False)
    where = TextField(label="Or where it is kept", max_length=300, required=False)

    def __init__(self, *args: Any, documents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].choices = [("", "None"), *documents]
