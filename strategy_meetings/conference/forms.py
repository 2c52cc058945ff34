"""What is asked about a conference. Forms check the shape and never write."""

from collections.abc import Iterable
from typing import Any

from hsb import clock
from hsb.ui.forms import (
    BaseForm,
    CheckboxesField,
    CheckboxField,
    DateField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    TimeField,
)
from strategy_meetings.conference.states import Hand, View

Choices = Iterable[tuple[str, str]]


class _WithPerson(BaseForm):
    person = SelectField(label="Who", empty_label="Somebody who is not on the record", required=False)
    name = TextField(label="Or their name", required=False)
    relationship = TextField(label="What they are to the child", help_text="Mother, advocate.", required=False)

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Somebody who is not on the record"), *people]  # type: ignore[attr-defined]


class InviteFamilyForm(_WithPerson):
    """Who of the family is invited, and how the letter reaches them."""

    by_hand = RadioField(label="How their letters reach them", choices=Hand.choices, initial=Hand.POST)
    handed_by = TextField(label="Who hands it over", required=False)
    interpreter = TextField(label="Interpreter, if one is needed: language and from where", required=False)
    helped_by = LongTextField(
        label="What helps them to take part", help_text="An advocate, pictures, breaks, a lift.", rows=2, required=False
    )


class ExcludeForm(_WithPerson):
    """Who is not invited, and why."""

    part = RadioField(
        label="Not invited", choices=[("whole", "To any of it"), ("part", "To a part of it")], initial="whole"
    )
    reason = LongTextField(
        label="Why", rows=3, help_text="This stands in the letter to them, where it is safe to write one."
    )
    by_hand = RadioField(label="How the letter reaches them", choices=Hand.choices, initial=Hand.POST)
    handed_by = TextField(label="Who hands it over", required=False)


class TookPartForm(BaseForm):
    """Whether one of the family was there."""

    here = RadioField(label="Here", choices=[("yes", "Yes"), ("no", "No")], inline=True)
    absent_because = TextField(label="If not, why", required=False, max_length=1000)


class NobodyForm(BaseForm):
    """Why no parent and not the child is there."""

    because = LongTextField(label="Why no parent and not the child takes part", rows=2)


class ViewForm(BaseForm):
    """What one agency says for this child."""

    agency = SelectField(label="Agency", empty_label="")
    view = RadioField(label="For this child", choices=View.choices)
    text = LongTextField(label="Why", rows=2, required=False)

    def __init__(self, *args: Any, agencies: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = list(agencies)  # type: ignore[attr-defined]


class ItemForm(BaseForm):
    """One item of the plan."""

    need = LongTextField(label="What the child needs", rows=2)
    what_is_done = LongTextField(label="What will be done", rows=2)
    owner = SelectField(label="Who", empty_label="", required=False)
    owner_name = TextField(label="Or one of the family, or somebody else", required=False)
    due_on = DateField(label="By when")
    known_by = LongTextField(label="How we shall know", rows=2)

    def __init__(self, *args: Any, askable: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Somebody else, named below"), *askable]  # type: ignore[attr-defined]


class ProgressForm(BaseForm):
    """How one item stands."""

    progress = LongTextField(label="How it stands", rows=3)


class WithoutFamilyForm(BaseForm):
    """A part without the family."""

    began = TimeField(label="From")
    ended = TimeField(label="To")
    who = LongTextField(label="Who was in the room", rows=2)
    why = LongTextField(label="Why it was without the family", rows=2, help_text="The family is told this.")
    text = LongTextField(label="What was said", rows=4, help_text="For the restricted annex alone.")


class OutlineForm(BaseForm):
    """Key worker, core group and review."""

    key_worker = SelectField(label="Key worker")
    members = CheckboxesField(label="Core group", required=False)
    also = TextField(label="Somebody else in the core group", required=False)
    core_group_on = DateField(label="First core group", not_before=clock.today)
    core_group_begins = TimeField(label="Begins")
    review_on = DateField(label="Review conference", not_before=clock.today)
    review_begins = TimeField(label="Review begins")

    def __init__(self, *args: Any, workers: Choices = (), members: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key_worker"].choices = [("", "Choose"), *workers]  # type: ignore[attr-defined]
        self.fields["members"].choices = list(members)  # type: ignore[attr-defined]


class ShareForm(BaseForm):
    """When the family was shown a report."""

    shared_on = DateField(label="When the family was shown it", not_after=clock.today)
    how = LongTextField(label="How, or why they are not shown it", rows=2, required=False)


class AskForm(BaseForm):
    """Why a conference is needed."""

    reason = LongTextField(label="Why is a child protection conference needed?", rows=3)


class SureForm(BaseForm):
    """That each letter has been looked at."""

    sure = CheckboxField(label="I have read the letters", small=True)
