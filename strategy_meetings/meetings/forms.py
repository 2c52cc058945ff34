"""What chair and minute-taker type. Forms check the shape and never write.

Over 300 lines: the boxes of one page.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from hsb import clock
from hsb.agencies.models import AgencyKind
from hsb.ui.forms import (
    BaseForm,
    CheckboxesField,
    CheckboxField,
    DateField,
    EmailField,
    LongTextField,
    NumberField,
    RadioField,
    SelectField,
    TextField,
    TimeField,
)
from strategy_meetings.meetings.kinds import Kind
from strategy_meetings.meetings.parts import PARTS
from strategy_meetings.models import MeetingChild

LONGEST = 400_000  # characters in one part: a long report pasted whole is kept
HOW = MeetingChild._meta.get_field("how").choices or []


def _agencies(kind: Kind) -> list[tuple[str, str]]:
    return [(str(one.agency), AgencyKind(one.agency).label) for one in kind.invites]


DAY = "If that is no working day, say why it has to be then"
OUTSIDE = (
    "They have a link by e-mail to make an account with a second step. It opens this meeting for them and nothing else."
)
INCORPORATES = "Then that meeting is met by the conference. The discussion that began the enquiry never is."


class WhereForm(BaseForm):
    """When, how and where a meeting is."""

    on = DateField(label="Day", not_before=clock.today)
    begins = TimeField(label="Begins", help_text="For example 10:00am.")
    minutes = NumberField(label="Planned minutes", initial=60, min_value=5, max_value=600)
    how = RadioField(label="How", choices=HOW, inline=True, initial="video")
    place = TextField(label="Place", required=False)
    video_link = TextField(label="Video link", max_length=500, required=False)


class CallForm(WhereForm):
    """Whom the meeting is about, who chairs it, who is asked."""

    children = CheckboxesField(label="About", what="which children the meeting is about")
    chair = SelectField(label="Chair")
    minute_taker = SelectField(label="Minute-taker", required=False, empty_label="The chair")
    invite = CheckboxesField(label="Who is asked", required=False)
    left_out = LongTextField(
        label="If somebody who has to be asked is left out, say why",
        required=False,
        rows=2,
        what="why they are left out",
    )
    outside_name = TextField(label="Somebody without an account: their name", required=False)
    outside_email = EmailField(label="Their e-mail", required=False)
    outside_agency = SelectField(label="Their agency", required=False, empty_label="", help_text=OUTSIDE)
    agenda = LongTextField(label="Agenda", required=False, rows=5)
    day_reason = TextField(label=DAY, required=False, max_length=500)
    incorporates = SelectField(
        label="Does it stand for another meeting?", required=False, empty_label="No", help_text=INCORPORATES
    )

    layout = (
        "children",
        "on",
        "day_reason",
        "begins",
        "minutes",
        "how",
        "place",
        "video_link",
        "chair",
        "minute_taker",
        "invite",
        "left_out",
        "outside_name",
        "outside_email",
        "outside_agency",
        "agenda",
        "incorporates",
    )

    def __init__(
        self,
        *args: Any,
        children: Iterable[tuple[str, str]],
        chairs: Iterable[tuple[str, str]],
        minute_takers: Iterable[tuple[str, str]],
        proposed: Iterable[tuple[str, str]],
        outside: Iterable[tuple[str, str]],
        asks_about_day: bool = False,
        to_incorporate: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not asks_about_day:
            del self.fields["day_reason"]
        if waiting := list(to_incorporate):
            self.fields["incorporates"].choices = [("", "No"), *waiting]  # type: ignore[attr-defined]
        else:
            del self.fields["incorporates"]
        self.fields["children"].choices = list(children)  # type: ignore[attr-defined]
        self.fields["chair"].choices = [("", "Choose"), *chairs]  # type: ignore[attr-defined]
        self.fields["minute_taker"].choices = [("", "The chair"), *minute_takers]  # type: ignore[attr-defined]
        self.fields["invite"].choices = list(proposed)  # type: ignore[attr-defined]
        self.fields["outside_agency"].choices = [("", "Choose"), *outside]  # type: ignore[attr-defined]
        self.layout = tuple(name for name in CallForm.layout if name in self.fields)  # type: ignore[misc]


class MoveForm(WhereForm):
    """Another time or place, and why."""

    reason = LongTextField(label="Why is it moved?", rows=2)


class RecordForm(BaseForm):
    """A meeting that was held: when to the minute, how, about whom, who chaired."""

    children = CheckboxesField(label="About", what="which children it was about")
    on = DateField(label="Day it was held", not_after=clock.today)
    began = TimeField(label="Began", help_text="To the minute.")
    ended = TimeField(label="Ended", help_text="To the minute. After midnight counts as the next day.")
    how = RadioField(label="How", choices=HOW, inline=True, initial="telephone")
    chair = SelectField(label="Chair")
    police = TextField(label="Police: who took part, and in which job", required=False)
    health = TextField(label="Health: who took part, and in which job", required=False)
    before_referral = TextField(
        label="If it was held before the referral arrived, say why", required=False, max_length=500
    )
    day_reason = TextField(label="If that was no working day, say why it was then", required=False, max_length=500)

    def __init__(
        self,
        *args: Any,
        children: Iterable[tuple[str, str]],
        chairs: Iterable[tuple[str, str]],
        asks_about_day: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not asks_about_day:
            del self.fields["day_reason"]
        self.fields["children"].choices = list(children)  # type: ignore[attr-defined]
        self.fields["chair"].choices = [("", "Choose"), *chairs]  # type: ignore[attr-defined]


class ReasonForm(BaseForm):
    """One reason."""

    reason = LongTextField(label="Why?", rows=3)


class LiftForm(BaseForm):
    """What may not be discussed with a child may be again."""

    said_by = TextField(label="Who of the police or the CPS said so?", max_length=200)
    because = LongTextField(label="What has happened?", help_text="For example that the interview was held.", rows=3)


class CallOffForm(ReasonForm):
    """Why, and whether another meeting is still needed."""

    still_needed = RadioField(
        label="Is such a meeting still needed?", choices=[("yes", "Yes, another is called"), ("no", "No")], inline=True
    )


class HandOverForm(ReasonForm):
    """Who chairs from now on."""

    chair = SelectField(label="New chair")
    layout = ("chair", "reason")

    def __init__(self, *args: Any, chairs: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chair"].choices = [("", "Choose"), *chairs]  # type: ignore[attr-defined]


class InviteForm(BaseForm):
    """Who is called besides."""

    invite = CheckboxesField(label="Who else is asked", required=False)
    outside_name = TextField(label="Somebody without an account: their name", required=False)
    outside_email = EmailField(label="Their e-mail", required=False)
    outside_agency = SelectField(label="Their agency", required=False, empty_label="", help_text=OUTSIDE)

    def __init__(
        self, *args: Any, proposed: Iterable[tuple[str, str]], outside: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invite"].choices = list(proposed)  # type: ignore[attr-defined]
        self.fields["outside_agency"].choices = [("", "Choose"), *outside]  # type: ignore[attr-defined]


class DelegateForm(ReasonForm):
    """Who comes instead."""

    person = SelectField(label="Who comes instead?", what="who comes instead")
    layout = ("person", "reason")

    def __init__(self, *args: Any, colleagues: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose"), *colleagues]  # type: ignore[attr-defined]


class AddChildForm(ReasonForm):
    """A child more."""

    child = RadioField(label="Which child?")
    layout = ("child", "reason")

    def __init__(self, *args: Any, children: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = list(children)  # type: ignore[attr-defined]


class AnswerForm(BaseForm):
    """Whether somebody comes, and what they report in writing."""

    coming = RadioField(
        label="Will you be there?",
        choices=[("yes", "Yes"), ("no", "No, apologies")],
        inline=True,
        reveals={"no": ("words",)},
    )
    words = LongTextField(label="Why not? Whoever comes instead is named below", rows=2, required=False)
    report = LongTextField(
        label="Your report on this child, if you send one",
        help_text="Read by the chair and the minute-taker. Facts and opinion apart.",
        rows=5,
        required=False,
    )


class EndForm(BaseForm):
    """What is asked when a meeting ends."""

    exception = LongTextField(
        label="If an agency the quorum needs was not there, say why the meeting counts all the same",
        rows=2,
        required=False,
    )


def parts_form(kind: Kind, data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None) -> BaseForm:
    """Answer the form of all parts of one child: for each its choices, where it has any, and the words."""
    form = BaseForm(data, initial=initial, auto_id="part_%s")
    for key in kind.parts:
        part = PARTS[key]
        if part.choices:
            form.fields[f"{key}__answer"] = RadioField(
                label=part.title, help_text=part.hint, choices=part.choices, inline=True, small=True, required=False
            )
        form.fields[key] = LongTextField(
            label="In words" if part.choices else part.title,
            help_text="" if part.choices else part.hint,
            what=part.title,
            rows=part.rows,
            max_length=LONGEST,
            required=False,
            label_size="" if part.choices else "s",
        )
    return form


# -- rows ----------------------------------------------------------------------------------------------------------------


class RowForm(BaseForm):
    """A form of one row on the live page; its boxes have ids of their own."""

    what = ""

    def __init__(self, *args: Any, kind: Kind, askable: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{type(self).__name__.lower()}_%s", **kwargs)
        for name, choices in (
            ("agency_kind", _agencies(kind)),
            ("owner", [("", "Somebody else, named below"), *askable]),
        ):
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not kind.counts_direct_contact:
            self.fields.pop("direct_contact", None)


class InformationForm(RowForm):
    agency_kind = SelectField(label="Agency", empty_label="")
    said_by = TextField(label="Who said it", required=False)
    nature = RadioField(label="It is", choices=[("fact", "Fact"), ("opinion", "Opinion")], inline=True, initial="fact")
    text = LongTextField(label="What they said", rows=3)
    police_restricted = CheckboxField(
        label="Police-restricted: the family must not be told", required=False, small=True
    )


class DecisionForm(RowForm):
    text = LongTextField(label="Decision", rows=2)
    dissent_by = TextField(label="Who disagreed, if anybody", required=False)
    dissent = LongTextField(label="Why", rows=2, required=False)


class ActionForm(RowForm):
    what_is_done = LongTextField(label="What will be done", rows=2)
    owner = SelectField(label="Who", empty_label="", required=False)
    owner_name = TextField(label="Or somebody who is not on this record", required=False)
    due_on = DateField(label="By when")


class ContingencyForm(RowForm):
    if_this = LongTextField(label="If", rows=2)
    then = LongTextField(label="Then", rows=2)
    who = TextField(label="Who acts")


class ToldForm(RowForm):
    whom = TextField(label="Who is told")
    what_told = LongTextField(label="What they are told", rows=2)
    not_yet = LongTextField(label="What they are not told yet, and why", rows=2, required=False)
    by_whom = TextField(label="By whom")
    due_on = DateField(label="When", required=False)
    due_at = TimeField(label="Time", required=False)
    done = CheckboxField(label="They have been told", required=False, small=True)


class NotDiscussedForm(RowForm):
    what_not = LongTextField(label="What may not be discussed with the child", rows=2)
    police_said = TextField(label="Who of the police said so", required=False)
    cps_said = TextField(label="Who of the CPS said so", required=False)
    until_what = TextField(label="Until what")


class AttendanceForm(RowForm):
    agency_kind = SelectField(label="Agency", empty_label="")
    name = TextField(label="Name")
    role_words = TextField(label="Job", required=False)
    direct_contact = CheckboxField(label="In direct contact with the child", required=False, small=True)


class NextForm(BaseForm):
    """When it is looked at again."""

    next_on = DateField(label="Next date", not_before=clock.today, required=False)
    because = TextField(label="Or why none is needed", required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="next_%s", **kwargs)


ROW_FORMS: dict[str, type[RowForm]] = {
    "information": InformationForm,
    "decision": DecisionForm,
    "action": ActionForm,
    "contingency": ContingencyForm,
    "told": ToldForm,
    "not-discussed": NotDiscussedForm,
    "attendance": AttendanceForm,
}
