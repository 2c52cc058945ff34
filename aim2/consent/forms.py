"""The forms of consent. They check shape only; whose answer counts, and what is refused, is in `rules` and `policies`."""

from typing import Any

from aim2.consent.terms import EXPLANATION, Interpreter, Method, Purpose, Responsibility, Told
from hsb import clock
from hsb.ui.forms import BaseForm, CheckboxesField, Choice, DateField, LongTextField, NameField, RadioField, TextField

AGREES, SAYS_NO, MORE_TIME = "agrees", "no", "more_time"
ABLE, NOT_ABLE, NOT_ASKED = "yes", "no", "not_judged"


class AnswerForm(BaseForm):
    """What every answer has: purpose, what was told, how, and the answer itself."""

    purpose = RadioField(
        label="What for?",
        choices=Purpose.choices,
        reveals={Purpose.SHARE: ["share_with"], Purpose.CONTACT: ["contact_how"]},
        error_messages={"required": "Choose what they were asked for"},
    )
    share_with = TextField(label="With whom?", width=20, error_messages={"required": "Say with whom it may be shared"})
    contact_how = TextField(
        label="How may they be reached?",
        help_text="For example by text message only, without names.",
        error_messages={"required": "Say how they may be reached directly"},
    )
    told = CheckboxesField(
        label="What did you tell them? Tick only what was said",
        help_text=EXPLANATION,
        choices=Told.choices,
        required=False,
        small=True,
    )
    method = RadioField(label="How?", choices=Method.choices, error_messages={"required": "Choose how they answered"})
    interpreter = RadioField(
        label="Interpreter",
        choices=Interpreter.choices,
        reveals={Interpreter.USED: ["interpreter_who"]},
        error_messages={"required": "Say whether an interpreter was used"},
    )
    interpreter_who = NameField(
        label="Who interpreted?",
        help_text="Not a relative.",
        error_messages={"required": "Say who interpreted"},
    )
    reply = RadioField(
        label="The answer",
        choices=(
            Choice(AGREES, "Agrees"),
            Choice(SAYS_NO, "Says no", hint="After they had agreed, this withdraws it: work stops that second."),
            Choice(MORE_TIME, "Wants more time"),
        ),
        reveals={SAYS_NO: ["reasons", "next_offer_on"]},
        error_messages={"required": "Choose what they answered"},
    )
    reasons = LongTextField(
        label="The reasons they gave",
        help_text="In their words, or that they gave none.",
        rows=3,
        error_messages={"required": "Write the reasons they gave, in their words, or that they gave none"},
    )
    next_offer_on = DateField(
        label="Offer it again on",
        what="the day of the next offer",
        help_text="28 days on is suggested. Earlier is fine.",
        error_messages={"required": "Enter the day on which it is offered again"},
    )
    answered_on = DateField(
        label="On which day did they answer?",
        what="the day they answered",
        not_after=clock.today,
        error_messages={"required": "Enter the day they answered"},
    )


ENDING = ("method", "interpreter", "reply", "answered_on")


class YoungPersonForm(AnswerForm):
    """The young person's own answer, and whether they can decide."""

    able = RadioField(
        label="Do they understand enough to decide?",
        help_text="Below 16: Gillick. From 16: the Mental Capacity Act; whoever is 16 is taken to be able unless shown otherwise.",
        choices=(
            Choice(ABLE, "Yes, found able to decide this"),
            Choice(NOT_ABLE, "No, found not able to decide this alone"),
            Choice(NOT_ASKED, "Not judged: they are 16 or 17 and nothing speaks against it"),
        ),
        error_messages={"required": "Say whether they understand enough to decide"},
    )
    reasoning = LongTextField(
        label="How do you know?",
        help_text="What they said and did, not only your view.",
        rows=4,
        required=False,
    )
    parent_told = LongTextField(
        label="Was a parent told?",
        help_text="Needed where the young person decides alone: who was told and when, or why it would not be safe.",
        rows=2,
        required=False,
    )
    layout = ("purpose", "told", "able", "reasoning", "parent_told", *ENDING)

    def answered(self) -> dict[str, Any]:
        """Answer what is this form's own, as the action takes it."""
        given = self.cleaned_data
        able = {ABLE: True, NOT_ABLE: False}.get(given["able"])
        return {"able": able, "reasoning": given["reasoning"], "parent_told": given["parent_told"]}


class ParentForm(AnswerForm):
    """A parent's or carer's answer, and by what right they give it."""

    responsibility = RadioField(
        label="By what right do they answer for the child?",
        choices=[(one.value, one.label) for one in Responsibility if one != Responsibility.CARE_ORDER],
        small=True,
        error_messages={"required": "Say by what right they answer for the child"},
    )
    layout = ("purpose", "responsibility", "told", *ENDING)

    def answered(self) -> dict[str, Any]:
        return {"responsibility": self.cleaned_data["responsibility"]}


class LocalAuthorityForm(AnswerForm):
    """A social care manager signs under a care order; parents are consulted."""

    order_detail = TextField(
        label="Court and date of the care order",
        help_text="Under section 20 and on remand the parents alone keep responsibility: ask them.",
        error_messages={"required": "Enter court and date of the care order, or ask a parent"},
    )
    parents_consulted = LongTextField(
        label="How were the parents consulted?",
        help_text="What they said, or why they could not be asked.",
        rows=3,
        error_messages={"required": "Say how the parents were consulted, or why they could not be"},
    )
    layout = ("purpose", "order_detail", "parents_consulted", "told", *ENDING)

    def answered(self) -> dict[str, Any]:
        return {
            "responsibility": Responsibility.CARE_ORDER,
            "order_detail": self.cleaned_data["order_detail"],
            "parents_consulted": self.cleaned_data["parents_consulted"],
        }


class RefusalForm(BaseForm):
    """What is done instead."""

    safety_plan = LongTextField(
        label="What does the safety plan do meanwhile?",
        rows=3,
        error_messages={"required": "Say what the safety plan does meanwhile"},
    )
    other_help = LongTextField(
        label="What other help is offered?",
        help_text="Work with the parents can go on without the young person.",
        rows=3,
        error_messages={"required": "Say what other help is offered"},
    )
    social_care = LongTextField(
        label="What was social care asked?",
        help_text="Whether the risk needs a meeting or another plan now.",
        rows=3,
        error_messages={"required": "Say what social care was asked, and what it answered so far"},
    )
    next_offer_on = DateField(
        label="AIM2 is offered again on",
        what="the day of the next offer",
        error_messages={"required": "Enter the day on which it is offered again"},
    )
