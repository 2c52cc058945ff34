"""The fields of a section and its form."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from hsb import clock
from hsb.ui.forms import (
    BaseForm,
    CheckboxesField,
    CheckboxField,
    DateField,
    Fieldset,
    LongTextField,
    NumberField,
    RadioField,
    SelectField,
    Size,
    TextField,
    YesNoNotKnownField,
)

Typed = dict[str, Any]
Answers = dict[str, Any]
NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")


class NumbersField(CheckboxesField):
    """Which of the things in another list this one concerns. The choices come from that list (`source`: section, list key)."""

    def __init__(self, *, source: tuple[str, str], single: bool = False, **kwargs: Any) -> None:
        self.source = source
        self.single = single
        super().__init__(**kwargs)
        if single:
            self.widget = forms.RadioSelect()
            self.widget.choices = self.choices

    def to_python(self, value: Any) -> list[str]:
        """A thing taken out of the other list since is silently no longer meant."""
        given = value if isinstance(value, list | tuple) else [value]
        known = {str(choice[0]) for choice in self.choices}
        return [str(item) for item in given if str(item) in known]


class TickField(CheckboxesField):
    """One box to tick that shows further questions when it is. Answers as a list of nothing or of "on"."""

    def __init__(self, *, choice: str, **kwargs: Any) -> None:
        super().__init__(choices=[("on", choice)], **kwargs)


class SectionForm(BaseForm):
    """A page of questions. `compulsory` names the fields without which the referral cannot be sent."""

    label_size = "s"
    compulsory: ClassVar[frozenset[str]] = frozenset()
    quotes: ClassVar[frozenset[str]] = frozenset()
    identifying: ClassVar[frozenset[str]] = frozenset()
    short_labels: ClassVar[Mapping[str, str]] = {}

    def __init__(self, data: Any = None, *, context: Mapping[str, Answers] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for field in self.fields.values():
            if isinstance(field, NumbersField):
                section, key = field.source
                items = (context or {}).get(section, {}).get(key, [])
                field.choices = [(str(item["n"]), called(key, item)) for item in items]
                field.widget.choices = field.choices
                if not items:
                    field.widget = forms.MultipleHiddenInput()

    def need(self, field: str, sentence: str) -> None:
        """An answer is missing because of another answer."""
        if field not in self.errors:
            self.add_error(field, forms.ValidationError(sentence, code="needed"))


def called(list_key: str, item: Mapping[str, Any]) -> str:
    """What a repeated thing is called where another question asks about it."""
    number = item["n"]
    if list_key == "people":
        return item.get("pseudonym") or f"Person {number}"
    if list_key == "incidents":
        when = (item.get("on") or {}).get("text", "")
        start = " ".join(item.get("description", "").split())
        start = f"{start[:60]}…" if len(start) > 60 else start
        return ", ".join(filter(None, [f"Incident {number}", when, start]))
    return f"{number}"


def group(legend: str, *fields: str) -> Fieldset:
    """Questions that belong together under one heading."""
    return Fieldset(*fields, legend=legend, legend_size=Size.MEDIUM)


# -- shorthand for the many optional questions -------------------------------------------------------------------------
def long_text(label: str, hint: str = "", *, rows: int = 4, **kwargs: Any) -> LongTextField:
    return LongTextField(label=label, help_text=hint, rows=rows, required=kwargs.pop("required", False), **kwargs)


def line(label: str, hint: str = "", **kwargs: Any) -> TextField:
    return TextField(label=label, help_text=hint, required=kwargs.pop("required", False), **kwargs)


def yes_no(label: str, hint: str = "", **kwargs: Any) -> YesNoNotKnownField:
    return YesNoNotKnownField(label=label, help_text=hint, required=kwargs.pop("required", False), **kwargs)


def one_of(label: str, choices: Sequence[Any], hint: str = "", **kwargs: Any) -> RadioField:
    return RadioField(label=label, help_text=hint, choices=choices, required=kwargs.pop("required", False), **kwargs)


def from_list(label: str, choices: Sequence[Any], hint: str = "", **kwargs: Any) -> SelectField:
    return SelectField(label=label, help_text=hint, choices=choices, required=kwargs.pop("required", False), **kwargs)


def any_of(label: str, choices: Sequence[Any], hint: str = "", **kwargs: Any) -> CheckboxesField:
    return CheckboxesField(
        label=label, help_text=hint, choices=choices, required=kwargs.pop("required", False), **kwargs
    )


def tick_for_more(label: str, choice: str, *reveals: str, hint: str = "", **kwargs: Any) -> TickField:
    return TickField(label=label, choice=choice, help_text=hint, reveals={"on": reveals}, required=False, **kwargs)


def tick(label: str, hint: str = "", **kwargs: Any) -> CheckboxField:
    return CheckboxField(label=label, help_text=hint, required=kwargs.pop("required", False), **kwargs)


def date_of_birth(hint: str = "") -> DateField:
    earliest = datetime.date(1900, 1, 1)
    return DateField(
        label="Date of birth",
        help_text=hint,
        required=False,
        not_after=clock.today,
        not_before=earliest,
        what="the date of birth",
    )


def about_how_old(label: str, hint: str = "") -> NumberField:
    return NumberField(
        label=label, help_text=hint, required=False, min_value=0, max_value=120, width=2, what="the age in years"
    )
