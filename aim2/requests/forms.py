"""The forms of requests, the lead, accreditation and the tool. They check shape only."""

from aim2.requests.states import NarrativeReason, RequestState, Suits
from hsb import clock
from hsb.ui.forms import BaseForm, Choice, DateField, LongTextField, RadioField, SelectField, TextField, YesNoField


class AskForm(BaseForm):
    """The police ask for AIM2."""

    asks = LongTextField(
        label="What do you need it for, and by when?",
        help_text="The bail date, and what you would decide by it. Nobody’s name.",
        rows=4,
        error_messages={"required": "Write what you need AIM2 for, and by when"},
    )


class AnswerRequestForm(BaseForm):
    """YOS answers the police."""

    to = RadioField(
        label="What is the answer?",
        choices=(
            Choice(RequestState.ACCEPTED, "Accept", hint="It begins once every gate is open, consent among them."),
            Choice(RequestState.DECLINED, "Decline, with an alternative"),
            Choice(RequestState.MORE_ASKED, "Ask for more before deciding"),
        ),
        reveals={RequestState.DECLINED: ["alternative"]},
        error_messages={"required": "Choose whether to accept, decline or ask for more"},
    )
    alternative = LongTextField(
        label="What is offered instead?",
        rows=2,
        error_messages={"required": "Name what is offered instead: nobody is declined without an alternative"},
    )
    text = LongTextField(
        label="Why, or what do you need to know?",
        help_text="The police read this.",
        rows=3,
        error_messages={"required": "Say why, or what you need to know"},
    )


class MoreForm(BaseForm):
    """The police answer YOS."""

    text = LongTextField(label="Your answer", rows=4, error_messages={"required": "Write your answer"})


class LeadForm(BaseForm):
    """Who leads, and who works it with them."""

    lead = RadioField(
        label="Who leads?",
        help_text="Only those accredited today are listed.",
        choices=(),
        error_messages={"required": "Choose who leads"},
    )
    co_worker = SelectField(
        label="Who works it with them?",
        help_text="Anybody allocated on the case, of any agency; they need no accreditation.",
        choices=(),
        empty_label="Nobody",
        required=False,
    )
    reason = LongTextField(label="Anything to add", rows=2, required=False)


class ToolForm(BaseForm):
    """Whether AIM2 suits (P2.2)."""

    suits = RadioField(
        label="Does AIM2 suit how the young person learns?",
        choices=Suits.choices,
        reveals={Suits.WITH_CHANGES: ["changes"], Suits.NO: ["alternative"]},
        error_messages={"required": "Say whether AIM2 suits how the young person learns"},
    )
    changes = LongTextField(
        label="Which changes?",
        help_text="Shorter sessions, pictures, somebody beside them, more time.",
        rows=2,
        error_messages={"required": "Say which changes"},
    )
    alternative = TextField(
        label="Which tool is used instead?", error_messages={"required": "Name the tool used instead"}
    )
    learning_disability = YesNoField(
        label="Is there a learning disability?",
        help_text="AIM2’s figures come from boys without one: then a manager can let a narrative begin, without figures.",
        error_messages={"required": "Say whether there is a learning disability"},
    )
    reasons = LongTextField(
        label="How do you know?",
        help_text="What is known of how they learn, from whom and when.",
        rows=4,
        error_messages={"required": "Say what is known of how the young person learns, and from whom"},
    )


class NarrativeForm(BaseForm):
    """A manager lets a narrative begin."""

    why = RadioField(
        label="Why is it written as a narrative only?",
        choices=NarrativeReason.choices,
        error_messages={"required": "Choose why it is written as a narrative only"},
    )
    reasons = LongTextField(
        label="Your reasons",
        help_text="They stand in every output. No rating, total, band or level will be in any of them.",
        rows=3,
        error_messages={"required": "Give your reasons"},
    )


class AccreditationForm(BaseForm):
    """A colleague's accreditation."""

    user = SelectField(label="Who?", choices=(), error_messages={"required": "Choose whose accreditation it is"})
    instrument = SelectField(
        label="Instrument",
        choices=[("AIM2", "AIM2"), ("AIM Under 12s", "AIM Under 12s")],
        error_messages={"required": "Choose the instrument"},
    )
    edition = TextField(label="Edition", width=10, error_messages={"required": "Enter the edition"})
    accredited_on = DateField(
        label="Accredited on",
        what="the day of accreditation",
        not_after=clock.today,
        error_messages={"required": "Enter the day of accreditation"},
    )
    expires_on = DateField(
        label="Holds until",
        what="the last day it holds",
        error_messages={"required": "Enter the last day on which it holds"},
    )
    certificate = TextField(
        label="Certificate",
        help_text="Its number, and that you have seen it.",
        error_messages={"required": "Write the certificate’s number, and that you have seen it"},
    )
