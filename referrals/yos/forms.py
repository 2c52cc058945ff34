"""The forms of the Youth Offending Service. They check shape only; rules about states are in `policies`."""

from typing import Any, ClassVar

from hsb.ui.forms import BaseForm, Choice, LongTextField, RadioField, refuse
from referrals.models import ScreeningOutcome

OUTCOMES = (
    Choice(ScreeningOutcome.ACCEPTED, "Accept", hint="An officer is allocated next."),
    Choice(ScreeningOutcome.DECLINED, "Decline, with an alternative", hint="Say what is offered instead."),
    Choice(ScreeningOutcome.MORE_ASKED, "Ask for more before deciding", hint="The clock stops until the answer comes."),
)


class ScreeningForm(BaseForm):
    """Accept, decline with an alternative, or ask for more."""

    outcome = RadioField(
        label="What should happen?",
        choices=OUTCOMES,
        small=True,
        error_messages={"required": "Choose whether to accept, decline or ask for more"},
    )
    reasons = LongTextField(
        label="Why?",
        help_text="What weighed most. The family may read this one day.",
        rows=4,
        error_messages={"required": "Say why: what weighed most"},
    )
    alternative = LongTextField(
        label="If you decline: what is offered instead?",
        help_text="For example advice to the school, an assessment for under-twelves, or work by another service.",
        rows=2,
        required=False,
    )
    question = LongTextField(
        label="If you ask for more: what do you need to know, and from whom?", rows=2, required=False
    )
    layout: ClassVar[Any] = ("outcome", "reasons", "alternative", "question")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("outcome") == ScreeningOutcome.DECLINED and not given.get("alternative"):
            self.add_error(
                "alternative", refuse("Say what is offered instead: nobody is declined without an alternative")
            )
        if given.get("outcome") == ScreeningOutcome.MORE_ASKED and not given.get("question"):
            self.add_error("question", refuse("Say what you need to know, and from whom"))
        return given


class AnswerForm(BaseForm):
    """The answer to what YOS asked."""

    text = LongTextField(
        label="Your answer",
        help_text="It stands in the chronology as you write it.",
        rows=4,
        error_messages={"required": "Write what you know, or that you do not know it"},
    )


class AllocateForm(BaseForm):
    """Which officer."""

    officer = RadioField(label="Who takes it?", choices=(), error_messages={"required": "Choose an officer"})
    reason = LongTextField(label="Why does it change hands?", rows=2, required=False)
