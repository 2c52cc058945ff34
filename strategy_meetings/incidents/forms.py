"""The forms of new incidents. They check shape only."""

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, TextField
from strategy_meetings.incidents.states import State


class IncidentForm(BaseForm):
    """What happened, who said so, what was done at once."""

    happened_on = DateField(
        label="When did it happen?",
        help_text="Where nobody knows: the day you heard of it.",
        what="the day it happened",
        not_after=clock.today,
        error_messages={"required": "Enter the day it happened"},
    )
    what = LongTextField(
        label="What happened?",
        help_text="About this child only. Write “the other child” instead of a name.",
        rows=6,
        error_messages={"required": "Write what happened"},
    )
    told_by = TextField(
        label="Who told of it, and whom?",
        max_length=200,
        error_messages={"required": "Say who told of it, and to whom"},
    )
    done_at_once = LongTextField(
        label="What was done at once to keep everybody safe?",
        rows=3,
        error_messages={"required": "Say what was done at once"},
    )


class DecideForm(BaseForm):
    """Whether a strategy discussion is held about it."""

    decision = RadioField(
        label="Is a strategy discussion held?",
        choices=[
            (str(State.STRATEGY), "Yes: a child has suffered or is likely to suffer significant harm"),
            (str(State.GOES_ON), "No: what runs already goes on"),
        ],
        error_messages={"required": "Choose whether a strategy discussion is held"},
    )
    reasons = LongTextField(label="Your reasons", rows=4, error_messages={"required": "Give your reasons"})
