"""The forms of notes. They check shape only."""

from typing import Any

from hsb import clock
from hsb.notes.kinds import VISITS, Audience, Kind, Seen
from hsb.ui.forms import BaseForm, DateField, LongTextField, NumberField, RadioField, SelectField, TextField, TimeField

VISIT = "visit"
FIRST = (Kind.NOTE, Kind.CALL, Kind.EMAIL, Kind.LETTER)
_IN_ORDER = [one for one in Kind if one in VISITS]


class NoteForm(BaseForm):
    """One note: the words first; everything else has an answer already, or may be left out."""

    text = LongTextField(
        label="Write a note",
        help_text="It stands in the chronology under your name and cannot be changed afterwards. Use initials.",
        rows=4,
        error_messages={"required": "Write the note before you add it."},
    )
    kind = RadioField(
        label="What is it of?",
        choices=[*((str(one), one.label) for one in FIRST), (VISIT, "Visit")],
        required=False,
        small=True,
        reveals={VISIT: ("visit", "seen")},
    )
    visit = RadioField(
        label="Which visit?",
        choices=[(str(one), one.label) for one in _IN_ORDER],
        small=True,
        error_messages={"required": "Choose which visit it was"},
    )
    seen = RadioField(
        label="Was the child seen?",
        choices=Seen.choices,
        small=True,
        error_messages={"required": "Say whether the child was seen, and whether alone"},
    )
    on = DateField(label="When was it?", what="the day it was", not_after=clock.today, required=False)
    time = TimeField(label="At what time?", help_text="If it matters, for example 2:30pm", required=False)
    who = TextField(
        label="Who was there, or who was it with?", max_length=300, required=False, help_text="Not the child"
    )
    minutes = NumberField(label="How long did it take?", suffix="minutes", min_value=1, max_value=1440, required=False)
    childs_words = LongTextField(
        label="The child’s own words",
        help_text="As the child said them. Read only by the child’s workers and their manager, whatever you choose below.",
        rows=2,
        verbatim=True,
        required=False,
    )
    audience = SelectField(label="Who may read the note?", empty_label="The usual for what it is of", required=False)

    def __init__(
        self,
        *args: Any,
        may_keep_close: bool = True,
        may_write_words: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["audience"]
        chosen.choices = [("", "The usual for what it is of"), *Audience.choices]
        if not may_keep_close:
            del self.fields["audience"]
        if not may_write_words:
            del self.fields["childs_words"]

    def chosen_kind(self) -> Kind:
        """Answer what the note is of: a note where nobody said."""
        given = self.cleaned_data.get("kind") or str(Kind.NOTE)
        return Kind(self.cleaned_data["visit"] if given == VISIT else given)


class MoveForm(BaseForm):
    """To which record, and why."""

    to = TextField(
        label="Reference of the record it belongs to",
        help_text="You need to be on that record too.",
        max_length=20,
        width=20,
        error_messages={"required": "Enter the reference of the record it belongs to"},
    )
    reason = LongTextField(
        label="Why is it moved?",
        help_text="It stays on this record in the note’s place. Name nobody from the other record.",
        rows=3,
        error_messages={"required": "Say why the note is moved"},
    )
