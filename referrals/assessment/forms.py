"""The forms of an assessment. They check shape only; every rule about states is in `policies`."""

from typing import Any

from hsb.ui.forms import BaseForm, LongTextField, RadioField, refuse
from referrals.models import Basis, Conference, Finding, OwnHarm, Recommendation


class SectionForm(BaseForm):
    """One text of the assessment."""

    text = LongTextField(label="What you know and think", rows=16, required=False)


class OwnHarmForm(BaseForm):
    """Whether the young person may have been harmed too, and then whether a conference is considered (P3.1, P5.7)."""

    own_harm = RadioField(
        label="May the young person have been harmed too?",
        help_text="Ask it of yourself for every young person. Many who harm have been harmed.",
        choices=OwnHarm.choices,
        error_messages={"required": "Say whether the young person may have been harmed too"},
    )
    own_harm_detail = LongTextField(label="What is known or suspected", rows=4, required=False)
    conference = RadioField(
        label="If it is known or suspected: convene a child protection conference?",
        help_text="It must be considered. The conference sees the young person both as harmed and as having harmed.",
        choices=Conference.choices,
        required=False,
    )
    conference_reasons = LongTextField(
        label="Your reasons", help_text="Needed where there is no conference.", rows=4, required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("own_harm") in (OwnHarm.KNOWN, OwnHarm.SUSPECTED):
            if not given.get("conference"):
                self.add_error("conference", refuse("Say whether to convene a child protection conference"))
            elif given["conference"] == Conference.NO and not given.get("conference_reasons"):
                self.add_error("conference_reasons", refuse("Give the reasons for not convening a conference"))
        return given


class FindingForm(BaseForm):
    """Whether abusive behaviour is identified, on what that rests, and why (P4.1, P5.10)."""

    finding = RadioField(
        label="Is abusive behaviour identified?",
        choices=Finding.choices,
        error_messages={"required": "Say whether abusive behaviour is identified"},
    )
    finding_basis = RadioField(
        label="What does this rest on?",
        help_text="An admission is not needed on this route.",
        choices=Basis.choices,
        error_messages={"required": "Choose what the finding rests on"},
    )
    finding_reasons = LongTextField(
        label="Why?",
        help_text="What was done, power or pressure, how the other child was affected.",
        rows=6,
        error_messages={"required": "Give the reasons for the finding"},
    )


class RecommendationForm(BaseForm):
    """What should happen next."""

    recommendation = RadioField(
        label="What do you recommend?",
        choices=Recommendation.choices,
        error_messages={"required": "Choose what you recommend"},
    )
    left_out = LongTextField(
        label="Why sections are left out",
        help_text="Needed where a section was not written. What the child says, and the risk to others, are never left out.",
        rows=3,
        required=False,
    )


class AuthoriseForm(BaseForm):
    """What the manager decides of an assessment they have read."""

    decision = RadioField(
        label="What do you decide?",
        choices=Recommendation.choices,
        error_messages={"required": "Choose what you decide"},
    )
    reasons = LongTextField(
        label="Your reasons",
        help_text="Needed where you decide something else than is recommended, or than the findings lead to.",
        rows=3,
        required=False,
    )


class ReturnForm(BaseForm):
    """A manager returns an assessment."""

    comment = LongTextField(
        label="What has to change?",
        rows=3,
        error_messages={"required": "Say what has to change before you can authorise it"},
    )


JUDGEMENT_FORMS: dict[str, tuple[str, type[BaseForm]]] = {
    "own-harm": ("Harm to the young person: the question and the conference", OwnHarmForm),
    "finding": ("Finding on the behaviour", FindingForm),
    "recommendation": ("Recommendation", RecommendationForm),
}
