"""The forms of proceedings. One form records what one occasion brought; it checks shape only, what may follow what is the rules'."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.text import capfirst

from aim2.proceedings.fields import BOXES, MAKERS, Given
from aim2.proceedings.kinds import KINDS, ORDER, About, Kind
from aim2.proceedings.standing import AllegationNow, Proceedings
from aim2.proceedings.words import CALLED, lower_first
from hsb import clock
from hsb.timeliness.english import long_date
from hsb.ui.forms import (
    BaseForm,
    CheckboxesField,
    CheckboxField,
    Choice,
    DateField,
    LongTextField,
    RadioField,
    TextField,
)


def boxed(code: str, name: str) -> str:
    """Answer the name of a kind's box in a form of several kinds."""
    return f"{code.replace('.', '_')}__{name}"


def taken(kind: Kind, one: AllegationNow) -> bool:
    """Answer whether an allegation can be chosen for this kind; what was only referred can always be confirmed by an entry."""
    return one.standing in kind.takes or (not one.confirmed and kind.group == "Police")


class OccasionForm(BaseForm):
    """One kind of entry, with what else may be said of the same occasion."""

    def __init__(self, kind: Kind, now: Proceedings, offences: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        self.kind, self.now, self.offences = kind, now, offences
        super().__init__(*args, **kwargs)
        self._ask_about()
        self.fields["on"] = DateField(
            label="When?", not_after=clock.today, what="the day it happened", initial=clock.today
        )
        self._ask(kind.code)
        also = [KINDS[code] for code in kind.also if self._can_also(KINDS[code])]
        if also:
            for one in also:
                self._ask(one.code)
            self.fields["also"] = CheckboxesField(
                label="On the same occasion",
                choices=[Choice(one.code, one.label) for one in also],
                required=False,
                small=True,
                reveals={one.code: [boxed(one.code, name) for name in BOXES[one.code]()] for one in also},
            )
        self.fields["note"] = LongTextField(label="Anything else", rows=2, required=False)

    def _can_also(self, kind: Kind) -> bool:
        return kind.about in (About.ALLEGATIONS, About.HEARING) or kind.code == "rui.started"

    def _ask(self, code: str) -> None:
        for name, field in BOXES[code]().items():
            self.fields[boxed(code, name)] = field

    def _ask_about(self) -> None:
        if self.kind.about is About.ALLEGATIONS:
            found = [one for one in self.now.allegations if taken(self.kind, one)]
            self.fields["allegations"] = CheckboxesField(
                label="Which allegations does it concern?",
                choices=[(one.id, f"{one.number} {self.offences.get(one.id, '')}") for one in found],
                small=True,
                initial=[found[0].id] if len(found) == 1 else [],
                error_messages={"required": "Choose the allegations that this concerns"},
            )
            return
        choices = things(self.kind.about, self.now)
        self.fields["about"] = RadioField(
            label="Which one?",
            choices=choices,
            small=True,
            initial=choices[0][0] if len(choices) == 1 else None,
            error_messages={"required": "Choose which one this is about"},
        )

    def not_taken(self) -> list[str]:
        """Answer a line for each allegation that cannot be chosen, with the reason."""
        if self.kind.about is not About.ALLEGATIONS:
            return []
        return [
            f"{one.number} {self.offences.get(one.id, '')}: {lower_first(one.standing.label)}, {self.kind.not_taken}"
            for one in self.now.allegations
            if not taken(self.kind, one)
        ]

    def entries(self) -> list[Any]:
        """Answer the entries of the occasion, in the order they happened."""
        said = self.cleaned_data
        about = str(said.get("about") or "")
        allegations = list(said.get("allegations") or []) or allegations_of(about, self.now)
        chosen = [self.kind.code, *(said.get("also") or [])]
        made: dict[str, Any] = {}
        for code in sorted(chosen, key=ORDER.index):
            given = Given(
                said={name: said.get(boxed(code, name)) for name in (*BOXES[code](), "was_on")},
                allegations=allegations,
                day=said["on"],
                about=about if code == self.kind.code or code == "hearing.held" else "",
                now=self.now,
                made=made,
            )
            made[code] = MAKERS[code](given)
        return [_noted(entry, said.get("note") or "") if n == 0 else entry for n, entry in enumerate(made.values())]


def _noted(entry: Any, note: str) -> Any:
    return replace(entry, note=note.strip()) if note.strip() else entry


def things(about: About, now: Proceedings) -> list[tuple[str, str]]:
    """Answer the bails, hearings, orders … that an entry may be about, each with words to know it by."""
    numbers = {one.id: str(one.number) for one in now.allegations}

    def which(ids: Sequence[str]) -> str:
        return f"allegation {' and '.join(numbers[i] for i in ids if i in numbers)}"

    def on(day: date | None) -> str:
        return long_date(day) if day else "an unknown day"

    found: dict[About, list[tuple[str, str]]] = {
        About.BAIL: [
            (one.id, f"Police bail of {on(one.started_on)}, {which(one.allegations)}")
            for one in now.bails
            if one.is_in_force and not one.by_court
        ],
        About.COURT_BAIL: [
            (one.id, f"Bail by the court of {on(one.started_on)}, {which(one.allegations)}")
            for one in now.bails
            if one.is_in_force and one.by_court
        ],
        About.RELEASE: [(key, f"Under investigation, {which(ids)}") for key, ids in now.releases.items()],
        About.HEARING: [
            (one.id, f"Hearing on {on(one.on)}, {which(one.allegations)}") for one in now.hearings if one.is_to_come
        ],
        About.REPORT: [
            (one.id, f"Report for the hearing on {on(one.hearing_on)}") for one in now.reports if one.is_due
        ],
        About.ORDER: [
            (one.id, f"{capfirst(CALLED.get(one.kind, one.kind))} of {on(one.made_on)}")
            for one in now.orders
            if one.ended_on is None
        ],
        About.CUSTODY: [
            (one.id, f"{'Detention' if one.kind == 'sentence' else 'Remand'} since {on(one.since)}")
            for one in now.custodies
            if one.is_held
        ],
        About.NOTIFICATION: [
            (key, f"Duty to notify from {on(first)}") for key, (first, _) in now.notifications.items()
        ],
    }
    # What binds, and can be broken: police bail apart, of which police record it.
    remands = {one.id for one in now.custodies if one.kind != "sentence"}
    held = [(key, words) for key, words in found[About.CUSTODY] if key in remands]
    found[About.BINDING] = [*found[About.COURT_BAIL], *held, *found[About.ORDER]]
    return found.get(about, [])


def allegations_of(about: str, now: Proceedings) -> list[str]:
    """Answer the allegations that what an entry is about concerns."""
    for one in (*now.bails, *now.hearings, *now.orders, *now.custodies):
        if one.id == about:
            return list(one.allegations)
    report = next((one for one in now.reports if one.id == about), None)
    if report is not None:
        return allegations_of(report.hearing, now)
    return list(now.releases.get(about, ()))


class AllegationForm(BaseForm):
    """A further allegation, as police name it."""

    offence = TextField(label="Offence alleged", what="the offence alleged", max_length=500)
    on = DateField(
        label="When did police record it?", not_after=clock.today, what="the day it was recorded", initial=clock.today
    )
    alleged_on = DateField(
        label="Day of the behaviour", required=False, not_after=clock.today, what="the day of the behaviour"
    )
    not_sexual = CheckboxField(label="It is not a sexual offence", required=False)


class HeardForm(BaseForm):
    """What somebody was told, by whom."""

    what = LongTextField(label="What were you told?", rows=3, error_messages={"required": "Write what you were told"})
    told_by = TextField(label="Who told you?", what="who told you", max_length=200)
    on = DateField(label="When?", not_after=clock.today, what="the day you were told", initial=clock.today)
    kind = RadioField(
        label="Who should confirm it?",
        choices=[Choice("arrest.made", "Police"), Choice("plea.entered", "The YOS court officer")],
        small=True,
        inline=True,
        error_messages={"required": "Choose who should confirm it"},
    )


class AnswerForm(BaseForm):
    """Whether what was heard is so."""

    is_so = RadioField(
        label="Is it so?",
        choices=[Choice("yes", "Yes"), Choice("no", "No")],
        inline=True,
        small=True,
        error_messages={"required": "Choose whether it is so"},
    )
    answer = LongTextField(label="What is so instead", rows=2, required=False)


class ReasonForm(BaseForm):
    """Why."""

    reason = LongTextField(label="Why?", rows=3, error_messages={"required": "Say why"})


class WelfareForm(BaseForm):
    """What this child needs now."""

    decision = RadioField(
        label="What happens now?",
        choices=[
            Choice("goes_on", "The present plan goes on"),
            Choice("strategy", "A strategy discussion is called for"),
            Choice("assessment", "The child is assessed again"),
            Choice("nothing", "Nothing more is needed"),
        ],
        small=True,
        error_messages={"required": "Choose what happens now"},
    )
    reason = LongTextField(
        label="Why, and what keeps everybody safe without bail?", rows=3, error_messages={"required": "Say why"}
    )


class ReportChoiceForm(BaseForm):
    """How to report to the court before the assessment is finished."""

    choice = RadioField(
        label="How is the court told?",
        choices=[
            Choice("bring_forward", "Bring the assessment forward"),
            Choice("ask_time", "Ask the court for time"),
            Choice("interim", "An interim extract", hint="Marked “assessment not finished”, without a level."),
        ],
        small=True,
        error_messages={"required": "Choose how the court is told"},
    )
    reason = LongTextField(label="Why?", rows=2, error_messages={"required": "Say why"})


class ToldForm(BaseForm):
    """Whom somebody rang."""

    to = TextField(label="Whom did you tell?", what="whom you told", max_length=200)


class FamilyForm(BaseForm):
    """How the family was told."""

    how = LongTextField(label="How were they told?", rows=2, required=False)
