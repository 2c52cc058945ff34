"""The forms of the Youth Offending Service. They check shape only; rules about states are in `policies`."""

from typing import Any

from hsb.ui.forms import BaseForm, Choice, LongTextField, RadioField, SelectField
from referrals.models import ScreeningOutcome
from referrals.yos.pathways import pathways

OUTCOMES = (
    Choice(ScreeningOutcome.ACCEPTED, "Accept", hint="An officer is allocated next."),
    Choice(ScreeningOutcome.DECLINED, "Decline, with an alternative"),
    Choice(ScreeningOutcome.MORE_ASKED, "Ask for more before deciding", hint="The clock stops until the answer comes."),
)


class ScreeningForm(BaseForm):
    """Accept, decline with an alternative, or ask for more."""

    outcome = RadioField(
        label="What should happen?",
        choices=OUTCOMES,
        small=True,
        reveals={ScreeningOutcome.DECLINED: ["pathway", "alternative"], ScreeningOutcome.MORE_ASKED: ["question"]},
        error_messages={"required": "Choose whether to accept, decline or ask for more"},
    )
    pathway = SelectField(
        label="Which way is offered instead?", choices=(), help_text="Needed for a child under 12.", required=False
    )
    alternative = LongTextField(
        label="What is offered instead?",
        help_text="For example advice to the school, an assessment for under-twelves, or work by another service.",
        rows=2,
        error_messages={"required": "Say what is offered instead: nobody is declined without an alternative"},
    )
    question = LongTextField(
        label="What do you need to know, and from whom?",
        rows=2,
        error_messages={"required": "Say what you need to know, and from whom"},
    )
    reasons = LongTextField(
        label="Why?",
        help_text="What weighed most. The family may read this one day.",
        rows=4,
        error_messages={"required": "Say why: what weighed most"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pathway"].choices = [  # type: ignore[attr-defined]
            ("", "Another way, said below"),
            *((way.code, way.label) for way in pathways()),
        ]


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
