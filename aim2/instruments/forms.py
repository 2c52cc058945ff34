"""The forms of the partnership's instruments. They check shape only."""

from hsb.ui.forms import BaseForm, CheckboxField, FileField, LongTextField, TextField


class LoadForm(BaseForm):
    """A pack from the holder of a licence."""

    file = FileField(
        label="The pack, a JSON file",
        help_text="Its wording is kept sealed, and stands on the pages of those who rate and in the signed report alone.",
        max_megabytes=1,
        accept=(".json",),
        error_messages={"required": "Choose the file of the pack"},
    )
    holder = TextField(label="Who holds the licence", max_length=200, required=False)
    accepted = CheckboxField(
        label="I have read the terms of the licence and accept them for this partnership",
        help_text="Your name stands beside the pack.",
        required=False,
    )


class WithdrawForm(BaseForm):
    """Its holder takes a pack back."""

    because = LongTextField(
        label="Why, and on whose word?",
        rows=3,
        error_messages={"required": "Say why it is withdrawn, and on whose word"},
    )
