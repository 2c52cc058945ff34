"""Forms of matching."""

from hsb.ui.forms import BaseForm, Choice, LongTextField, RadioField


class MatchForm(BaseForm):
    """Two records compared."""

    answer = RadioField(
        label="Is this the same child?",
        choices=[
            Choice("same", "Yes, the same child", hint="The new record is joined to the known one. It can be undone."),
            Choice("different", "No, a different child", hint="The records stay apart."),
        ],
        error_messages={"required": "Say whether this is the same child"},
    )
    reason = LongTextField(
        label="What told you?",
        help_text="Which details agree or differ, and whom you asked.",
        rows=3,
        error_messages={"required": "Say what told you: which details agree or differ"},
    )


class SeparateForm(BaseForm):
    """Joined records are separated."""

    reason = LongTextField(
        label="Why are these two children after all?",
        rows=3,
        error_messages={"required": "Say why these are two children after all"},
    )
