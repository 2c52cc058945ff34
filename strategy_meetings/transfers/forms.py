"""The forms of transfers between authorities. They check shape only."""

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, TextField, YesNoField
from strategy_meetings.transfers.states import State


class NotifyForm(BaseForm):
    """The child has moved: from where or to where, who has the case there, what goes with the child."""

    authority = TextField(
        label="The other authority", max_length=200, error_messages={"required": "Name the other authority"}
    )
    contact = TextField(
        label="Who there has the case, and how are they reached?",
        max_length=300,
        error_messages={"required": "Say who there has the case, and how they are reached"},
    )
    moved_on = DateField(
        label="The child moved on",
        what="the day of the move",
        not_after=clock.today,
        error_messages={"required": "Enter the day of the move"},
    )
    told_on = DateField(
        label="The receiving authority was told on",
        help_text="A transfer-in conference is counted from this day.",
        what="the day of the notification",
        not_after=clock.today,
        error_messages={"required": "Enter the day of the notification"},
    )
    on_plan = YesNoField(
        label="Is the child on a child protection plan?",
        error_messages={"required": "Say whether the child is on a child protection plan"},
    )
    what_runs = LongTextField(
        label="What goes with the child?",
        help_text="Plan, enquiry, court, bail conditions, safety. About this child only.",
        rows=5,
        error_messages={"required": "Say what goes with the child"},
    )


class AnswerForm(BaseForm):
    """Whoever receives the child has answered."""

    to = RadioField(
        label="What was the answer?",
        choices=[
            (str(State.ACCEPTED), "The receiving authority accepts the child"),
            (str(State.DECLINED), "It does not accept, for now"),
            (str(State.WITHDRAWN), "The transfer is taken back: the child did not move, or came back"),
        ],
        error_messages={"required": "Choose what was answered"},
    )
    answered_on = DateField(
        label="On which day?",
        what="the day of the answer",
        not_after=clock.today,
        error_messages={"required": "Enter the day of the answer"},
    )
    there = TextField(
        label="Who answered for the receiving authority?", max_length=200, required=False, help_text="Name and role."
    )
    answer = LongTextField(label="What they said, or the reason", rows=3, required=False)
