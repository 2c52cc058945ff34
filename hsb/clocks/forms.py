"""What is asked of people who do something about a clock."""

from typing import Any

from hsb.timeliness.delay_reasons import NEEDS_WORDS, Reason
from hsb.timeliness.english import capitalised
from hsb.timeliness.extension_reasons import ExtensionReason
from hsb.timeliness.standards import PAUSE_WORDS, PauseReason, Standard
from hsb.ui.fields import LongTextField, NameField
from hsb.ui.forms import BaseForm, DateField, RadioField

WORDS_LIMIT = 1000


def _words(label: str, hint: str, *, required: str = "") -> LongTextField:
    return LongTextField(
        label=label,
        what="what you write",
        help_text=f"{hint} It stands in the chronology. Do not name a child.",
        rows=3,
        max_length=WORDS_LIMIT,
        required=bool(required),
        error_messages={"required": required},
    )


class WhyLateForm(BaseForm):
    """What held it up."""

    reason = RadioField(
        label="What held it up?",
        choices=[(one.value, one.label) for one in Reason],
        small=True,
        error_messages={"required": "Choose what held it up most."},
    )
    text = _words("In a sentence or two", "Needed for another reason.")

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("reason") in NEEDS_WORDS and not answers.get("text") and "text" not in self.errors:
            self.add_error("text", "Say in a few words what the other reason was.")
        return answers


class ExtendForm(BaseForm):
    """Until when, and why."""

    until = DateField(
        label="The later date",
        what="the later date",
        help_text="For example 18 12 2026",
        error_messages={"required": "Enter the later date."},
    )
    reason = RadioField(
        label="Why is more time needed?",
        choices=[(one.value, one.label) for one in ExtensionReason],
        error_messages={"required": "Choose why more time is needed."},
    )
    text = _words(
        "What was agreed",
        "With whom, and what happens meanwhile.",
        required="Say what was agreed, and what happens meanwhile.",
    )
    coordinator = NameField(
        label="Who coordinates it across agencies?",
        help_text="Needed for a learning need: name and agency.",
        required=False,
    )

    def __init__(self, *args: Any, coordinated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not coordinated:
            del self.fields["coordinator"]


class PauseForm(BaseForm):
    """For which of the reasons the standard knows; the one the policy forbids is offered too, so that its answer is said (P6.2)."""

    reason = RadioField(label="What does it wait for?", error_messages={"required": "Choose what it waits for."})
    text = _words("Anything to add", "Whom you are waiting for, and since when.")

    def __init__(self, *args: Any, standard: Standard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [*standard.pause_reasons, PauseReason.CRIMINAL_INVESTIGATION]
        self.fields["reason"].choices = [(one.value, capitalised(PAUSE_WORDS[one])) for one in offered]  # type: ignore[attr-defined]


class ResumeForm(BaseForm):
    """What has come."""

    text = _words("What has come", "What it waited for, and when it came.")
