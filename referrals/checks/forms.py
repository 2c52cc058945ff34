"""Forms of agency checks."""

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, SelectField


class CheckForm(BaseForm):
    """A question to an agency."""

    agency = SelectField(label="Which agency?", what="the agency to ask")
    question = LongTextField(
        label="What do you need to know?",
        help_text="The agency sees your question and the header of this case, nothing else. Name nobody but this child.",
        rows=4,
        error_messages={"required": "Write what you need to know"},
    )
    due_on = DateField(
        label="By when?",
        what="the day the answer is needed",
        help_text="The next working day, unless you choose another.",
        not_before=clock.today,
        error_messages={"required": "Enter the day the answer is needed"},
    )


class ReplyForm(BaseForm):
    """An agency's answer."""

    known = RadioField(
        label="Is the child known to your agency?",
        choices=[("yes", "Yes"), ("no", "No")],
        inline=True,
        error_messages={"required": "Say whether the child is known to your agency"},
    )
    text = LongTextField(
        label="Your reply",
        help_text="What bears on the safety and needs of this child. Say what is fact and what is opinion. You can send another later,"
        " but not change this one.",
        rows=7,
        error_messages={"required": "Write your reply. If you know nothing of the child, say so"},
    )


class CloseCheckForm(BaseForm):
    """A check is closed."""

    reason = LongTextField(
        label="Why is it closed?", help_text="Needed where the agency has not replied.", rows=2, required=False
    )
