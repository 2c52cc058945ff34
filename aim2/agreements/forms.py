"""The forms of the agreement on work before trial. They check shape only."""

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, NameField, RadioField

PROVISO = "The child harmed and the incidents themselves are left out."


class AskForm(BaseForm):
    """Police and CPS are asked."""

    topics = LongTextField(
        label="Which topics may be worked on?",
        help_text="For example relationships, consent in general, safety online.",
        rows=3,
        error_messages={"required": "Write the topics that may be worked on"},
    )
    proviso = LongTextField(label="What is left out?", rows=2, error_messages={"required": "Write what is left out"})
    young_person_told = LongTextField(
        label="How was the young person told that notes may be disclosed?",
        rows=2,
        error_messages={"required": "Say how the young person was told that notes may be disclosed"},
    )
    review_on = DateField(
        label="Reviewed on", what="the day of the review", error_messages={"required": "Enter the day of the review"}
    )


class AnswerForm(BaseForm):
    """One party's yes."""

    party = RadioField(
        label="Who agreed?",
        choices=(("police", "The police"), ("cps", "The Crown Prosecution Service")),
        error_messages={"required": "Choose who agreed: the police or the Crown Prosecution Service"},
    )
    name = NameField(
        label="Who, by name?",
        help_text="The person who agreed, and their job.",
        error_messages={"required": "Write who agreed, by name"},
    )
    on = DateField(
        label="On which day?",
        what="the day they agreed",
        not_after=clock.today,
        error_messages={"required": "Enter the day they agreed"},
    )


class ReviewForm(BaseForm):
    """It was looked at again and stays."""

    found = LongTextField(label="What did the review find?", rows=3, required=False)
    review_on = DateField(
        label="Next review on",
        what="the day of the next review",
        error_messages={"required": "Enter the day of the next review"},
    )


class EndForm(BaseForm):
    """It ends."""

    why = LongTextField(label="Why does it end?", rows=2, error_messages={"required": "Say why it ends"})
