"""The forms of an AIM assessment. They check shape only; every rule about people and states is in `policies`."""

from collections.abc import Sequence
from typing import Any

from aim2.assessments.parts import Band
from aim2.models import Session, Source, Supervision, Tool
from hsb import clock
from hsb.ui.forms import (
    BaseForm,
    CheckboxField,
    DateField,
    FileField,
    LongTextField,
    NumberField,
    RadioField,
    SelectField,
    TextField,
    refuse,
)

Choices = Sequence[tuple[str, str]]
NOBODY = ("", "Nobody: the lead works alone")


class PeopleForm(BaseForm):
    """Who leads and who co-works."""

    lead = SelectField(label="Lead", help_text="Accredited on the day it is signed.")
    co_worker = SelectField(
        label="Co-worker",
        help_text="Of any agency on this record; often the social worker.",
        required=False,
        empty_label="",
    )
    alone_because = LongTextField(label="If nobody co-works, why", rows=2, required=False)

    def __init__(self, *args: Any, leads: Choices, co_workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "Choose"), *leads]
        self.fields["co_worker"].choices = [NOBODY, *co_workers]


class OpenForm(PeopleForm):
    """An assessment can be written from now on; it starts with its first session."""

    tool = RadioField(
        label="By which framework?",
        choices=Tool.choices,
        reveals={Tool.ALTERNATIVE.value: ["tool_name"]},
        error_messages={"required": "Choose the framework the narrative follows"},
    )
    tool_name = TextField(label="What the tool is called", max_length=120, required=False)
    narrative_only = CheckboxField(
        label="Narrative only: no ratings, totals, bands or level",
        help_text="For a girl, a learning disability, or behaviour that is not established.",
        required=False,
    )
    layout = ("tool", "narrative_only", "lead", "co_worker", "alone_because")


class PlanningForm(BaseForm):
    """The first planning meeting."""

    on = DateField(label="Held on", what="the day it was held", not_after=clock.today)
    who = LongTextField(label="Who was there, and what was agreed", rows=3, required=False)


class SessionForm(BaseForm):
    """One session."""

    held_on = DateField(label="Date", what="the date of the session", not_after=clock.today)
    whom = RadioField(
        label="With whom?", choices=Session.Whom.choices, error_messages={"required": "Choose with whom it was"}
    )
    attended = RadioField(
        label="Did it take place?",
        choices=[("yes", "Yes"), ("no", "No, nobody came")],
        inline=True,
        error_messages={"required": "Say whether it took place"},
    )
    how = LongTextField(
        label="How they took part", help_text="Place, interpreter, pictures, breaks.", rows=2, required=False
    )
    notes = LongTextField(
        label="Notes",
        help_text="Each paragraph can be picked as evidence. No other child’s name.",
        rows=6,
        required=False,
    )


class SourceForm(BaseForm):
    """Who was seen, what was read, what could not be had."""

    kind = RadioField(
        label="What is it?",
        choices=[c for c in Source.Kind.choices if c[0] not in ("opinion_came", "opinion_not_come")],
        error_messages={"required": "Choose what it is"},
    )
    what = TextField(label="Who or what", max_length=300, error_messages={"required": "Say who was seen or what it is"})
    on = DateField(
        label="Date, if there is one", help_text="Of an opinion: the day by which you need it.", required=False
    )
    note = LongTextField(
        label="Note",
        help_text="If it was not available: why, and what that leaves open. Of an opinion: what you need it on.",
        rows=2,
        required=False,
    )


class OpinionForm(BaseForm):
    """What became of a specialist opinion."""

    came = RadioField(
        label="Has it come?",
        choices=[
            ("yes", "Yes"),
            ("chased", "No. It was chased, and is waited for"),
            ("no", "No, and it is waited for no longer"),
        ],
        reveals={"yes": ["file"]},
        error_messages={"required": "Say whether it has come"},
    )
    file = FileField(label="The opinion", help_text="It is kept among the documents of this record.", required=False)
    note = LongTextField(
        label="What it says in short; how it was chased, and what you were told; or why it did not come",
        rows=3,
        required=False,
    )
    layout = ("came", "note")


class TimelineForm(BaseForm):
    """One behaviour on the timeline."""

    when = TextField(
        label="When",
        help_text="“Autumn 2024”, “8 October 2026”.",
        width=20,
        error_messages={"required": "Say when, as far as it is known"},
    )
    sorted_on = DateField(
        label="Place it on the timeline at", help_text="A day near it, so that entries stand in order.", required=False
    )
    what = LongTextField(
        label="What happened", help_text="Nobody by name.", rows=3, error_messages={"required": "Say what happened"}
    )
    source = TextField(label="How it is known", required=False)
    allegation = SelectField(
        label="Allegation it belongs to", required=False, empty_label="None: not alleged as an offence"
    )

    def __init__(self, *args: Any, allegations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allegation"].choices = [("", "None: not alleged as an offence"), *allegations]


class EditionForm(BaseForm):
    """Which manual the totals come from."""

    edition = TextField(
        label="Edition of the licensed manual",
        help_text="As it stands on its cover, with whose licence.",
        error_messages={"required": "Say which edition the totals come from"},
    )


class TotalForm(BaseForm):
    """One sub-total, as the manual gave it."""

    total = NumberField(label="Total", required=False, width=3)
    band = SelectField(label="Band", choices=Band.choices, required=False, empty_label="No band")
    none_because = TextField(label="If there is none, why", required=False)


class LevelForm(BaseForm):
    """The recommended level of supervision, a judgement."""

    level = RadioField(
        label="Recommended level of supervision",
        help_text="Your professional judgement. Nothing works it out.",
        choices=Supervision.choices,
        inline=True,
        error_messages={"required": "Choose the level you recommend"},
    )
    reason = LongTextField(label="Why", rows=3, error_messages={"required": "Give the reason for the level"})


class ReasonForm(BaseForm):
    """A reason, in words."""

    because = LongTextField(label="Why?", rows=3)

    def __init__(self, *args: Any, label: str = "Why?", needed: str = "Give the reason", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].label = label
        self.fields["because"].error_messages["required"] = needed


class ShareForm(BaseForm):
    """When it was shared with the family, or why not."""

    shared = RadioField(
        label="Was the report shared with the family?",
        choices=[("yes", "Yes"), ("no", "No")],
        reveals={"yes": ["on", "shared_with"], "no": ["because"]},
        error_messages={"required": "Say whether it was shared"},
    )
    on = DateField(label="Shared on", required=False, not_after=clock.today)
    shared_with = TextField(
        label="With whom, and how", help_text="“Mother and the young person, read out”.", required=False
    )
    because = LongTextField(label="Why not", rows=3, required=False)
    layout = ("shared",)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("shared") == "yes" and not given.get("on") and "on" not in self.errors:
            self.add_error("on", refuse("Enter the day it was shared"))
        if given.get("shared") == "no" and not given.get("because"):
            self.add_error("because", refuse("Say why it was not shared"))
        return given
