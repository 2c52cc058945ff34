"""The safety plan, one page."""

from typing import Any, ClassVar

from hsb.ui.forms import BaseForm, DateField, LongTextField


def _text(label: str, hint: str = "", rows: int = 3) -> LongTextField:
    return LongTextField(label=label, help_text=hint, rows=rows, required=False)


class SafetyPlanForm(BaseForm):
    """Nothing is compulsory to save; what is needed to agree it is said by the policy. Names of other children stay out."""

    what_is_known = _text(
        "What is known or alleged", "The least that people who keep this child safe need. Never the other child’s name."
    )
    at_school = _text("At school or college", "Lessons, breaks, toilets, changing, trips, who supervises.")
    journeys = _text("On the way", "To and from school, buses, clubs.", rows=2)
    at_home = _text("At home or placement", "Sleeping, bathing, visitors, brothers and sisters, who supervises.")
    online = _text("Phones and online", rows=2)
    trusted_adults = _text("Adults the child can turn to", "Who, and where to find them.", rows=2)
    supports = _text("What helps the child", "A plan is not a punishment.", rows=2)
    if_this_happens = _text("If something goes wrong", "If this happens, who does what.", rows=3)
    childs_views = _text("What the child says about it", rows=2)
    parents_views = _text("What the parents or carers say", rows=2)
    who_has_it = _text("Who has a copy", rows=2)
    review_on = DateField(label="Review by", help_text="Five school days is usual the first time.", required=False)
    layout: ClassVar[Any] = None


class KeepForm(BaseForm):
    """The plan was looked at again and stays."""

    review_on = DateField(
        label="Next review by",
        help_text="Two to four weeks is usual.",
        error_messages={"required": "Enter the day by which the plan is looked at again"},
    )
