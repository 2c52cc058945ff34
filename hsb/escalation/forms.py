"""The forms of a disagreement. They check shape only."""

from typing import Any

from hsb import clock
from hsb.escalation.models import About, HearBy, Outcome
from hsb.ui.forms import (
    BaseForm,
    CheckboxField,
    Choice,
    DateField,
    LongTextField,
    NameField,
    RadioField,
    TextField,
    YesNoField,
    refuse,
)

OWN, FAMILY, SOMEBODY_ELSE = "own", "family", "somebody_else"


class RaiseForm(BaseForm):
    """What it is about, what is wanted, and for whom it is raised."""

    about = RadioField(
        label="What is the disagreement about?",
        choices=About.choices,
        error_messages={"required": "Choose what the disagreement is about"},
    )
    words = LongTextField(
        label="What do you disagree with, and why?",
        help_text="What was decided or not done, by whom, and what it means for this child. Never another child’s name.",
        rows=6,
        error_messages={"required": "Say what you disagree with, and why"},
    )
    wanted = LongTextField(
        label="What outcome do you want?",
        help_text="What would settle it.",
        rows=3,
        error_messages={"required": "Say what outcome you want"},
    )
    arose_on = DateField(
        label="When did it arise?",
        help_text="The day you first disagreed.",
        what="the day it arose",
        not_after=clock.today,
        error_messages={"required": "Enter the day it arose"},
    )
    whose = RadioField(
        label="Whose disagreement is it?",
        choices=[
            Choice(OWN, "Mine, or my agency’s"),
            Choice(FAMILY, "A parent’s or the child’s: I raise it for them"),
        ],
        reveals={FAMILY: ("person", "hear_by", "address_withheld", "interpreter", "checked")},
        error_messages={"required": "Choose whose disagreement it is"},
    )
    person = RadioField(
        label="Who is it raised for?",
        reveals={SOMEBODY_ELSE: ("given_name", "family_name", "relationship")},
        error_messages={"required": "Choose who it is raised for"},
    )
    given_name = NameField(label="First name", width=20, error_messages={"required": "Enter their first name"})
    family_name = NameField(label="Last name", width=20, error_messages={"required": "Enter their last name"})
    relationship = TextField(
        label="What are they to the child?",
        help_text="For example: grandmother, foster carer.",
        max_length=200,
        width=20,
        error_messages={"required": "Say what they are to the child"},
    )
    hear_by = RadioField(
        label="How do they want to hear the outcome?",
        choices=HearBy.choices,
        error_messages={"required": "Choose how they want to hear the outcome"},
    )
    address_withheld = YesNoField(
        label="Must their address not be disclosed to somebody?",
        yes="Yes, it must stay secret",
        error_messages={"required": "Say whether their address must stay secret"},
    )
    interpreter = TextField(
        label="Language and interpreter, if they need one",
        help_text="For example: Polish, interpreter needed. Leave empty if English is fine.",
        max_length=100,
        required=False,
        width=20,
    )
    checked = CheckboxField(
        label="I have checked on this record, and with them, that they may be contacted in this way",
        error_messages={"required": "Check that they may be contacted in this way, and tick the box"},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("whose") == FAMILY and given.get("hear_by") == HearBy.POST and given.get("address_withheld"):
            sentence = "Nothing can be posted to an address that must stay secret: choose a letter a worker hands over"
            self.add_error("hear_by", refuse(sentence))
        return given


class AnswerForm(BaseForm):
    """One agency's answer, where nobody else is still asked."""

    text = LongTextField(
        label="What is your answer?",
        help_text="What you decided or changed, and why. Whoever raised it reads this. Never another child’s name.",
        rows=6,
        error_messages={"required": "Write your answer"},
    )


class AnswerWithOthersForm(AnswerForm):
    """The answer where another agency is asked too: for one's own, or for all."""

    jointly = RadioField(
        label="Whose answer is this?",
        choices=[
            Choice("own", "My agency’s"),
            Choice("joint", "A joint answer: everybody asked has agreed it with me"),
        ],
        error_messages={"required": "Choose whose answer this is"},
    )


class CloseForm(BaseForm):
    """The board's answer and outcome, which end the matter."""

    outcome = RadioField(
        label="What is the outcome?",
        choices=Outcome.choices,
        error_messages={"required": "Choose the outcome"},
    )
    text = LongTextField(
        label="What does the board say?",
        help_text="What you found, and what has to be done by whom. Everybody in this disagreement reads it.",
        rows=8,
        error_messages={"required": "Write what the board says"},
    )


class FurtherForm(BaseForm):
    """Why the answer does not settle it."""

    reason = LongTextField(
        label="Why is it not resolved?",
        help_text="What the answer leaves open. The next level reads this first.",
        rows=4,
        error_messages={"required": "Say why it is not resolved"},
    )


class ResolveForm(BaseForm):
    """What was agreed."""

    how = LongTextField(label="What was agreed?", rows=4, error_messages={"required": "Say what was agreed"})


class WithdrawForm(BaseForm):
    """Why it is not pursued."""

    reason = LongTextField(
        label="Why do you withdraw it?", rows=3, error_messages={"required": "Say why you withdraw it"}
    )


_RING = TextField(
    label="Whom can they talk to about it?",
    help_text="A name and a phone number, as it should stand in the letter.",
    max_length=200,
    error_messages={"required": "Enter a name and a phone number they can ring"},
)


class AcknowledgementForm(BaseForm):
    """The words of the letter that says we have it."""

    then = LongTextField(
        label="What happens now?",
        help_text="Plain words, as you would say it to them. No other child’s name.",
        rows=4,
        error_messages={"required": "Say what happens now"},
    )
    ring = _RING


class OutcomeForm(BaseForm):
    """The words of the letter that says how it ended."""

    said = LongTextField(
        label="What was decided, and why?",
        help_text="Plain words, as you would say it to them. No other child’s name.",
        rows=6,
        error_messages={"required": "Say what was decided, and why"},
    )
    then = LongTextField(label="What happens now?", rows=3, error_messages={"required": "Say what happens now"})
    ring = _RING
