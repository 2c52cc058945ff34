"""The forms of a section 47 enquiry. They check shape only; every rule about states is in `policies`."""

from typing import Any

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, NameField, RadioField, SelectField, refuse
from strategy_meetings.section47.states import Basis, Interview, Kind, Medical, Outcome, Then


def _text(label: str, hint: str = "", rows: int = 3) -> LongTextField:
    return LongTextField(label=label, help_text=hint, rows=rows, required=False)


class WhoForm(BaseForm):
    """Who leads it, and with whom."""

    lead = SelectField(label="Who leads it?", required=False)
    kind = RadioField(
        label="Single or joint?",
        choices=Kind.choices,
        error_messages={"required": "Choose whether the enquiry is single or joint"},
    )
    joint_officer = NameField(
        label="Police officer of a joint enquiry",
        help_text="Name and rank. Where the police have not named one yet, say so here.",
        required=False,
        width=20,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == Kind.JOINT and not given.get("joint_officer"):
            self.add_error(
                "joint_officer", refuse("Enter the police officer, or that the police have still to name one")
            )
        return given


class BeginForm(WhoForm):
    """What began the enquiry."""

    basis = RadioField(
        label="What began it?",
        choices=Basis.choices,
        error_messages={"required": "Choose what began the enquiry"},
    )
    began_on = DateField(
        label="On which day?",
        what="the day it began",
        not_after=clock.today,
        help_text="The day of the discussion or decision, not of writing it down.",
        error_messages={"required": "Enter the day the enquiry began"},
    )
    layout = ("basis", "began_on", "lead", "kind", "joint_officer")


class EnquiryForm(BaseForm):
    """What was done and how it ended. Nothing is compulsory to save; what a manager needs is said by the policy."""

    seen_alone_on = DateField(
        label="The child was seen alone on", what="the day the child was seen", not_after=clock.today, required=False
    )
    not_seen_reason = _text("If the child was not seen alone, why", rows=2)
    childs_views = _text("What the child says", "In the child’s words where you can.")
    medical = RadioField(label="Is there a medical?", choices=Medical.choices[1:], required=False)
    medical_detail = _text("About the medical", rows=2)
    interview = RadioField(label="Is there a recorded (ABE) interview?", choices=Interview.choices[1:], required=False)
    interview_detail = _text("About the interview", rows=2)
    enquiries = _text("Who was spoken to, and what was found", "Never another child’s name.", rows=8)
    outcome = RadioField(label="How does the enquiry end?", choices=Outcome.choices, required=False)
    reasons = _text("The reasons", rows=5)
    then = RadioField(
        label="If no risk continues: what happens next?",
        help_text="Where a risk continues a conference follows, and a safety plan holds until then.",
        choices=Then.choices,
        required=False,
    )


class ReturnForm(BaseForm):
    """A manager returns the outcome."""

    comment = LongTextField(
        label="What has to change?",
        rows=3,
        error_messages={"required": "Say what has to change before you can authorise it"},
    )


class WithoutForm(BaseForm):
    """An escalation contact decides against a conference."""

    reasons = LongTextField(
        label="Why is no conference held although a risk continues?",
        rows=4,
        error_messages={"required": "Give the reasons for holding no conference"},
    )
