"""The form of giving a case to somebody."""

from hsb.ui.forms import BaseForm, LongTextField, RadioField


class AllocateForm(BaseForm):
    """A case given to a social worker."""

    worker = RadioField(label="Who holds this case?", error_messages={"required": "Choose who holds this case"})
    reason = LongTextField(
        label="Why does it change hands?",
        help_text="Only when somebody holds it now: their access ends.",
        rows=2,
        required=False,
    )
    despite = LongTextField(
        label="Why the same worker for both children?",
        help_text="Only when you choose somebody who works with the other child of this matter. Each child has a worker of their own"
        " where possible.",
        rows=2,
        required=False,
    )
