"""The forms with which a manager gives work to somebody else. They check shape only."""

from hsb.accounts.models import User
from hsb.ui.forms import BaseForm, CheckboxesField, Choice, LongTextField, RadioField


class GiveCasesForm(BaseForm):
    """Several cases to one person."""

    cases = CheckboxesField(
        label="Which cases?",
        small=True,
        help_text="Their waiting tasks on these cases go with them. Whoever held a case can no longer open it.",
        error_messages={"required": "Choose at least one case"},
    )
    to = RadioField(label="To whom?", error_messages={"required": "Choose who holds them from now on"})
    reason = LongTextField(
        label="Why do they change hands?",
        help_text="It stands in the chronology of each case. Nobody’s name.",
        rows=3,
        error_messages={"required": "Say why they change hands"},
    )


class GiveTasksForm(BaseForm):
    """Several tasks to one person."""

    tasks = CheckboxesField(label="Which tasks?", small=True, error_messages={"required": "Choose at least one task"})
    to = RadioField(label="To whom?", error_messages={"required": "Choose who has them from now on"})
    reason = LongTextField(label="Why, or what they need to know", rows=3, required=False)


def load_choice(person: User, cases: int, away: str) -> Choice:
    """Answer somebody as a choice, with what they hold and whether they are away."""
    held = f"{cases} {'case' if cases == 1 else 'cases'} now"
    return Choice(str(person.pk), person.full_name, hint=". ".join(filter(None, (held, away))))
