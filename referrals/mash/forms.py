"""The forms of the front door. They check shape only; every rule about states is in `policies`."""

from typing import Any, ClassVar

from hsb.ui.forms import BaseForm, Choice, LongTextField, RadioField, refuse
from referrals.mash.policies import MEETS_TOGETHER
from referrals.models import Outcome, Planning

OUTCOMES = (
    Choice(
        Outcome.STRATEGY_MEETING,
        Outcome.STRATEGY_MEETING.label,
        hint="Significant harm suffered or likely. Police and health must be there.",
    ),
    Choice(
        Outcome.SECTION_47,
        Outcome.SECTION_47.label,
        hint="Reasonable cause to suspect significant harm: enquiries begin now.",
    ),
    Choice(
        Outcome.ASSESSMENT,
        Outcome.ASSESSMENT.label,
        hint="A social worker assesses within 45 working days of the referral.",
    ),
    Choice(
        Outcome.EARLY_HELP, Outcome.EARLY_HELP.label, hint="Help from universal or targeted services, by agreement."
    ),
    Choice(Outcome.NO_FURTHER_ACTION, Outcome.NO_FURTHER_ACTION.label),
)


class ClaimForm(BaseForm):
    """Taking over from a colleague."""

    reason = LongTextField(
        label="Why are you taking it over?",
        help_text="Your colleague sees this.",
        rows=2,
        error_messages={"required": "Say why you are taking it over"},
    )


class HarmedDecisionForm(BaseForm):
    """The decision for a child harmed."""

    outcome = RadioField(
        label="What should happen?",
        choices=OUTCOMES,
        small=True,
        error_messages={"required": "Choose what should happen for this child"},
    )
    reasons = LongTextField(
        label="Why?",
        help_text="What weighed most for this child. The family may read this one day.",
        rows=4,
        error_messages={"required": "Say why: what weighed most for this child"},
    )
    message_to_referrer = LongTextField(
        label="Anything to add for the referrer (optional)",
        help_text="For example what to keep in place. Nothing about who is known to us, and nobody’s name.",
        rows=2,
        required=False,
    )


class YoungPersonDecisionForm(HarmedDecisionForm):
    """The decision for the young person, who may need the agencies to plan together even without a strategy meeting (P5.4)."""

    planning = RadioField(
        label="Without a strategy meeting: hold a planning meeting?",
        help_text="Good practice all the same: context and family matter. Leave it if you chose a strategy meeting or enquiry.",
        choices=Planning.choices,
        small=True,
        required=False,
    )
    planning_declined_reason = LongTextField(label="If not, why is no planning meeting needed?", rows=2, required=False)
    layout: ClassVar[Any] = ("outcome", "reasons", "planning", "planning_declined_reason", "message_to_referrer")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("outcome") or given["outcome"] in MEETS_TOGETHER:
            return given
        if not given.get("planning"):
            self.add_error(
                "planning", refuse("There will be no strategy meeting: say whether to hold a planning meeting")
            )
        elif given["planning"] == Planning.DECLINE and not given.get("planning_declined_reason"):
            self.add_error("planning_declined_reason", refuse("Say why there will be no planning meeting either"))
        return given


class SendBackForm(BaseForm):
    """A manager returns a decision."""

    comment = LongTextField(
        label="What has to change?",
        rows=3,
        error_messages={"required": "Say what has to change before you can approve it"},
    )
