"""The forms of MAPPA. They check shape only. None asks for what the referral form or the minutes say."""

from hsb import clock
from hsb.ui.forms import (
    BaseForm,
    CheckboxesField,
    DateField,
    LongTextField,
    NumberField,
    RadioField,
    SelectField,
    TextField,
    YesNoField,
)
from strategy_meetings.mappa.states import Basis, Held, State

LEVELS = [("1", "Level 1: one agency manages"), ("2", "Level 2: several agencies"), ("3", "Level 3: senior oversight")]


class EligibilityForm(BaseForm):
    """What police or YOS know of a caution, conviction or sentence."""

    basis = RadioField(
        label="What was imposed?", choices=Basis.choices, error_messages={"required": "Choose what was imposed"}
    )
    decided_on = DateField(
        label="On which day?",
        what="the day of the caution, conviction or sentence",
        not_after=clock.today,
        error_messages={"required": "Enter the day of the caution, conviction or sentence"},
    )
    what = LongTextField(
        label="For what, and what exactly?",
        help_text="The offence and the sentence or caution. Never the name of the child harmed.",
        rows=3,
        error_messages={"required": "Say what it was for, and what was imposed"},
    )
    source_detail = TextField(
        label="Where do you know it from?",
        help_text="The officer, the court register, the case system.",
        max_length=200,
        error_messages={"required": "Say where you know it from"},
    )
    must_notify = YesNoField(
        label="Must the young person notify the police as a sexual offender?",
        error_messages={"required": "Say whether the young person must notify the police"},
    )
    custody_months = NumberField(
        label="Months of custody", suffix="months", min_value=0, max_value=600, required=False,
        help_text="Leave empty where there is none.",
    )  # fmt: skip
    also = CheckboxesField(
        label="What else is so?",
        required=False,
        choices=[
            ("specified", "The offence is a specified violent or sexual offence"),
            ("otherwise_dangerous", "It shows a risk of serious harm that several agencies must manage"),
            ("terrorist", "A terrorist offence, or a risk of one"),
        ],
    )


class ReferForm(BaseForm):
    """The referral was sent to the coordinator, on the Responsible Authority's own form."""

    level = RadioField(label="Which level is asked for?", choices=LEVELS, error_messages={"required": "Choose a level"})
    sent_on = DateField(
        label="Sent on",
        what="the day it was sent",
        not_after=clock.today,
        error_messages={"required": "Enter the day it was sent"},
    )


class ReplyForm(BaseForm):
    """What the coordinator replied."""

    to = RadioField(
        label="What did the coordinator reply?",
        choices=[(str(State.ACCEPTED), "Accepted"), (str(State.DECLINED), "Not accepted")],
        error_messages={"required": "Choose what the coordinator replied"},
    )
    level = SelectField(label="At which level, where accepted", choices=LEVELS, required=False)
    replied_on = DateField(
        label="Replied on",
        what="the day of the reply",
        not_after=clock.today,
        error_messages={"required": "Enter the day of the reply"},
    )
    reply = LongTextField(label="In a sentence, where not accepted", rows=2, required=False)


class LevelForm(BaseForm):
    """The level it is managed at now, or confirmed before a release."""

    level = RadioField(label="Managed at which level?", choices=LEVELS, error_messages={"required": "Choose a level"})


class MeetingForm(BaseForm):
    """The day the Responsible Authority has set."""

    held_on = DateField(label="The meeting is on", error_messages={"required": "Enter the day of the meeting"})


class AttendForm(BaseForm):
    """Who of children's services goes."""

    who = TextField(
        label="Who of children’s services attends?",
        help_text="Name and role.",
        max_length=200,
        error_messages={"required": "Say who of children’s services attends"},
    )


class HeldForm(BaseForm):
    """The meeting was held, or not: never what was said."""

    to = RadioField(
        label="Was it held?",
        choices=[(str(Held.HELD), "Yes"), (str(Held.NOT_HELD), "No")],
        error_messages={"required": "Say whether it was held"},
    )
    held_on = DateField(
        label="Held on",
        what="the day it was held",
        error_messages={"required": "Enter the day it was, or should have been, held"},
    )
    who_went = LongTextField(label="Who of our agencies was there?", rows=3, required=False)
    told = LongTextField(
        label="What are the young person and family told, and by whom?",
        help_text="They do not attend and have no copy. What they are told is said here, or why nothing.",
        rows=3,
        required=False,
    )
    next_on = DateField(label="The next meeting is on", required=False)


class ActionForm(BaseForm):
    """Something one of ours does."""

    what = LongTextField(
        label="What is to be done?",
        help_text="Our own action only, never what the minutes say.",
        rows=3,
        error_messages={"required": "Write what is to be done"},
    )
    to = SelectField(label="By whom?", error_messages={"required": "Choose who does it"})
    due_on = DateField(label="By which day?", error_messages={"required": "Enter the day by which it is done"})


class EndForm(BaseForm):
    """MAPPA management has ended."""

    ended_on = DateField(
        label="Ended on",
        what="the day it ended",
        not_after=clock.today,
        error_messages={"required": "Enter the day it ended"},
    )
    reason = LongTextField(label="Why?", rows=3, error_messages={"required": "Say why it ended"})
