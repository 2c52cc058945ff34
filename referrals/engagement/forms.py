"""The forms between the end of an enquiry and the family's answer. They check shape only."""

from typing import Any

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, NameField, RadioField, YesNoField, refuse
from referrals.models import EndedKind, OfferResponse, OfferTo, StanceKind

_NEXT = "What happens next?"


class EndForm(BaseForm):
    """An enquiry or investigation has ended."""

    kind = RadioField(
        label="What has ended?",
        help_text="A section 47 enquiry ends on its own page, when a manager authorises its outcome.",
        choices=[(EndedKind.CRIMINAL, EndedKind.CRIMINAL.label)],
        error_messages={"required": "Choose what has ended"},
    )
    ended_on = DateField(
        label="On which day?",
        what="the day it ended",
        not_after=clock.today,
        error_messages={"required": "Enter the day it ended"},
    )
    outcome = LongTextField(
        label="How did it end?",
        help_text="The result in a sentence or two. Nobody’s name.",
        rows=3,
        error_messages={"required": "Say how it ended"},
    )


class DecideForm(BaseForm):
    """The decision to engage."""

    engage = YesNoField(
        label="Do the agencies engage this young person and family in the work?",
        yes="Yes, engage them",
        no="No, not for now",
        error_messages={"required": "Choose whether to engage them"},
    )
    reasons = LongTextField(label="Why?", rows=4, error_messages={"required": "Give the reasons for the decision"})


class _Answer(BaseForm):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("response") == OfferResponse.REFUSED and not given.get("what_next"):
            self.add_error("what_next", refuse("They refused: say when it is offered again, or what is done instead"))
        return given


class OfferForm(_Answer):
    """The offer, how it was put and what was answered."""

    made_by_name = NameField(
        label="Who made the offer?", required=False, help_text="You, unless you say otherwise.", width=20
    )
    made_on = DateField(
        label="When?",
        what="the day of the offer",
        not_after=clock.today,
        error_messages={"required": "Enter the day of the offer"},
    )
    made_to = RadioField(
        label="To whom?", choices=OfferTo.choices, error_messages={"required": "Choose to whom the offer was made"}
    )
    framing = LongTextField(
        label="How was it put?",
        help_text="As near to the words as you can: it helps whoever offers next.",
        rows=5,
        error_messages={"required": "Write how the offer was put"},
    )
    response = RadioField(
        label="What did they answer?",
        choices=OfferResponse.choices,
        error_messages={"required": "Choose what they answered"},
    )
    response_words = LongTextField(label="In their words", rows=3, required=False)
    what_next = LongTextField(
        label=_NEXT,
        help_text="Needed after a refusal: when it is offered again, or what keeps children safe instead. The case stays open.",
        rows=3,
        required=False,
    )


class AnswerForm(_Answer):
    """The family's answer to an offer that was open."""

    response = RadioField(
        label="What did they answer?",
        choices=[(OfferResponse.ACCEPTED, "Accepted"), (OfferResponse.REFUSED, "Refused")],
        error_messages={"required": "Choose whether they accepted or refused"},
    )
    responded_on = DateField(
        label="On which day?",
        what="the day of the answer",
        not_after=clock.today,
        error_messages={"required": "Enter the day of the answer"},
    )
    response_words = LongTextField(label="In their words", rows=3, required=False)
    what_next = LongTextField(
        label=_NEXT, help_text="Needed after a refusal. The case stays open.", rows=3, required=False
    )


class StanceForm(BaseForm):
    """How one of them stands today."""

    who = RadioField(label="Who?", error_messages={"required": "Choose who said it"})
    stance = RadioField(
        label="How do they stand to what happened?",
        choices=StanceKind.choices,
        error_messages={"required": "Choose how they stand"},
    )
    on = DateField(
        label="On which day?",
        what="the day",
        not_after=clock.today,
        error_messages={"required": "Enter the day they said so"},
    )
    words = LongTextField(
        label="In their words", help_text="What they said before stays on record.", rows=4, required=False
    )


class ReferForm(BaseForm):
    """The referral to YOS."""

    asks = LongTextField(
        label="What do you ask for, and what has changed since the referral?",
        help_text="YOS gets the referral as it was sent, with this beside it.",
        rows=5,
        error_messages={"required": "Say what you are asking for, and what has changed since the referral"},
    )
