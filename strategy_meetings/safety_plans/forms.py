"""The safety plan, one page."""

from typing import Any, ClassVar

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, SelectField, TextField, refuse
from strategy_meetings.safety_plans.states import Setting, Signer, Version


def _text(label: str, hint: str = "", rows: int = 3) -> LongTextField:
    return LongTextField(label=label, help_text=hint, rows=rows, required=False)


class SafetyPlanForm(BaseForm):
    """Nothing is compulsory to save; what is needed to agree it is said by the policy. Names of other children stay out."""

    what_is_known = _text(
        "What is known or alleged", "The least that people who keep this child safe need. Never the other child’s name."
    )
    at_school = _text("At school or college", "Lessons, breaks, toilets, changing, trips, who supervises.")
    journeys = _text("On the way", "To and from school, buses, clubs.", rows=2)
    in_the_community = _text("In the community", "Clubs, parks, friends’ homes, places of worship.", rows=2)
    at_home = _text("At home or placement", "Sleeping, bathing, visitors, brothers and sisters, who supervises.")
    online = _text("Phones and online", rows=2)
    trusted_adults = _text("Adults the child can turn to", "Who, and where to find them.", rows=2)
    supports = _text("What helps the child", "A plan is not a punishment.", rows=2)
    if_this_happens = _text("If something goes wrong", "If this happens, who does what.", rows=3)
    childs_views = _text("What the child says about it", rows=2)
    parents_views = _text("What the parents or carers say", rows=2)
    who_has_it = _text("Who has a copy", rows=2)
    stop_when = _text("When the plan can end", "What has to be so, and who says that it is.", rows=2)
    review_on = DateField(label="Review by", help_text="Five school days is usual the first time.", required=False)
    layout: ClassVar[Any] = None


class KeepForm(BaseForm):
    """The plan was looked at again and stays."""

    review_on = DateField(
        label="Next review by",
        help_text="Two to four weeks is usual.",
        error_messages={"required": "Enter the day by which the plan is looked at again"},
    )


class LineForm(BaseForm):
    """One risk: where, with whom, when; what is done about it, and who sees to it."""

    setting = SelectField(
        label="Where?", choices=Setting.choices, error_messages={"required": "Choose where the risk lies"}
    )
    people = TextField(
        label="With whom?",
        help_text="“Younger children”, “the other child”: never a name.",
        max_length=300,
        error_messages={"required": "Say who is there"},
    )
    time = TextField(label="When?", max_length=200, error_messages={"required": "Say when"})
    control = LongTextField(
        label="What is done about it?", rows=2, error_messages={"required": "Say what is done about it"}
    )
    owner = TextField(label="Who sees to it?", max_length=200, error_messages={"required": "Say who sees to it"})


class OwnerForm(BaseForm):
    """Which agency keeps the plan."""

    agency = SelectField(
        label="Which agency keeps this plan?",
        help_text="It looks at the plan again when something changes, also in the holidays, and hands out copies.",
        error_messages={"required": "Choose the agency that keeps the plan"},
    )


class SignForm(BaseForm):
    """The child or a parent signed, or why not."""

    who = RadioField(label="Who?", choices=Signer.choices, error_messages={"required": "Choose who"})
    signed_on = DateField(
        label="Signed on", help_text="Leave empty if they have not.", not_after=clock.today, required=False
    )
    why_not = LongTextField(label="If they have not signed, why?", rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("signed_on") and not given.get("why_not") and "signed_on" not in self.errors:
            self.add_error("signed_on", refuse("Enter the day it was signed, or say why not"))
        return given


class CopyForm(BaseForm):
    """Somebody was given a copy."""

    which = RadioField(
        label="Which version?", choices=Version.choices, error_messages={"required": "Choose which version was given"}
    )
    to_whom = TextField(label="To whom?", max_length=200, error_messages={"required": "Say who has the copy"})
    how = TextField(
        label="How?",
        help_text="By hand, by post to the safe address, by secure e-mail.",
        max_length=200,
        error_messages={"required": "Say how it was given"},
    )
    given_on = DateField(
        label="On which day?",
        what="the day it was given",
        not_after=clock.today,
        error_messages={"required": "Enter the day it was given"},
    )


class ChangedForm(BaseForm):
    """Something has changed: the plan is looked at again today."""

    why = RadioField(
        label="What has changed?",
        choices=[("moved", "The child has moved: home, placement or school"), ("changed", "Something else")],
        error_messages={"required": "Choose what has changed"},
    )
