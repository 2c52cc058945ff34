"""The forms of tasks and questions. They check shape only."""

from hsb import clock
from hsb.ui.forms import BaseForm, DateField, LongTextField, RadioField, SelectField, VersionField

REPLY, ANSWER = "reply", "answer"


class AskForm(BaseForm):
    """A new task or question."""

    kind = RadioField(
        label="Is it a task or a question?",
        choices=[("question", "A question"), ("task", "A task")],
        inline=True,
        error_messages={"required": "Choose whether it is a task or a question"},
    )
    what = LongTextField(
        label="What is to be done, or what do you need to know?",
        help_text="A task begins with a verb. Use initials. Whoever is asked reads this and the overview, no more than they could before.",
        rows=4,
        error_messages={"required": "Write what is to be done, or the question"},
    )
    to = SelectField(
        label="Who?",
        what="who is asked",
        help_text="Only people and agencies on this record.",
        error_messages={"required": "Choose who is asked"},
    )
    due_on = DateField(
        label="By when?",
        what="the day it is needed",
        not_before=clock.today,
        error_messages={"required": "Enter the day it is needed"},
    )


class ReplyForm(BaseForm):
    """A reply by somebody who is not asked."""

    text = LongTextField(label="Write a reply", rows=3, error_messages={"required": "Write your reply"})


class AnswerForm(BaseForm):
    """What whoever is asked writes: an answer, or a word in between. A task may be done without words: the action knows."""

    text = LongTextField(label="Your answer", rows=4, required=False)
    then = RadioField(label="Is that all?", error_messages={"required": "Choose whether that is all"})
    version = VersionField()


class PassForm(BaseForm):
    """Handing it on."""

    to = SelectField(
        label="To whom?",
        what="who has it from now on",
        help_text="Only people and agencies on this record. The day it is needed stays.",
        error_messages={"required": "Choose who has it from now on"},
    )
    reason = LongTextField(label="Why, or what they need to know", rows=3, required=False)
    version = VersionField()


class AgainForm(BaseForm):
    """Asking again."""

    reason = LongTextField(
        label="What is still missing?", rows=4, error_messages={"required": "Say what is still missing"}
    )
    due_on = DateField(
        label="By when?",
        what="the day it is needed",
        not_before=clock.today,
        error_messages={"required": "Enter the day it is needed"},
    )
    version = VersionField()


class WithdrawForm(BaseForm):
    """Withdrawing it."""

    reason = LongTextField(
        label="Why is it no longer needed?", rows=3, error_messages={"required": "Say why it is no longer needed"}
    )
    version = VersionField()
