"""The one base form, and every field a form may use.

    class FirstAccount(BaseForm):
        said_on = DateField(label="When was this said?", what="the day it was said", not_after=clock.today)
        words = LongTextField(label="The words used", help_text="…", rows=9, verbatim=True)
        layout = ("said_on", "words")          # optional: the fields in order, or a crispy Layout

A form checks the shape of what was typed and nothing else: it never writes, never sees the request, never decides on
states. A template draws it with `{% form form submit="Save and continue" %}`.
"""

import copy
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from crispy_forms.layout import LayoutObject
from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Div, Field, Fieldset, Layout, Size
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from hsb.ui.choice_fields import (
    NO,
    NOT_KNOWN,
    YES,
    CheckboxesField,
    CheckboxField,
    RadioField,
    SelectField,
    YesNoField,
    YesNoNotKnownField,
)
from hsb.ui.date_fields import DateField, DateWidget, PartialDateField, TimeField, date_parts
from hsb.ui.fields import (
    EmailField,
    FileField,
    LongTextField,
    NameField,
    NHSNumberField,
    NumberField,
    PhoneField,
    PostcodeField,
    TextField,
    UPNField,
)

__all__ = [
    "HTML",
    "NO",
    "NOT_KNOWN",
    "YES",
    "BaseForm",
    "CheckboxField",
    "CheckboxesField",
    "Choice",
    "DateField",
    "Div",
    "EmailField",
    "Field",
    "Fieldset",
    "FileField",
    "Layout",
    "LongTextField",
    "NHSNumberField",
    "NameField",
    "NumberField",
    "PartialDateField",
    "PhoneField",
    "PostcodeField",
    "RadioField",
    "SelectField",
    "Size",
    "TextField",
    "TimeField",
    "UPNField",
    "VersionField",
    "YesNoField",
    "YesNoNotKnownField",
    "date_parts",
    "error_links",
    "refuse",
]


class VersionField(forms.IntegerField):
    """The hidden version a form was opened at; the action compares it and raises `StaleVersion` when somebody saved first."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_value", 2**31 - 1)
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "Open the page again: it was not sent whole"


class BaseForm(forms.Form):
    """A form drawn by the GOV.UK design system. Declare fields, and a class-level `layout` when the order or grouping matters."""

    layout: ClassVar[Sequence[str | LayoutObject] | Layout | None] = None
    label_size: ClassVar[str] = "s"
    use_required_attribute = False

    @cached_property
    def helper(self) -> FormHelper:
        """Answer the crispy helper: only the fields, no <form> tag of its own (`{% form %}` writes that)."""
        helper = FormHelper()
        helper.layout = self._layout()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.include_media = False
        helper.render_hidden_fields = True
        helper.label_size = self.label_size
        helper.legend_size = self.label_size
        return helper

    def _layout(self) -> Layout:
        if isinstance(self.layout, Layout):
            return copy.deepcopy(self.layout)
        if self.layout is not None:
            return Layout(*copy.deepcopy(list(self.layout)))
        revealed = self.revealed_by
        return Layout(
            *[name for name, field in self.fields.items() if name not in revealed and not field.widget.is_hidden]
        )

    @cached_property
    def revealed_by(self) -> dict[str, list[tuple[str, str]]]:
        """Answer, for each field that another reveals, the (field, choice) pairs that reveal it."""
        pairs: dict[str, list[tuple[str, str]]] = {}
        for name, field in self.fields.items():
            for choice, revealed in getattr(field, "reveals", {}).items():
                for inner in revealed:
                    pairs.setdefault(inner, []).append((name, choice))
        return pairs

    def _clean_form(self) -> None:
        self._forgive_what_was_not_asked()
        super()._clean_form()

    def _forgive_what_was_not_asked(self) -> None:
        """A revealed field is needed only when its choice is chosen; what was typed in it anyway is kept and checked."""
        for name, pairs in self.revealed_by.items():
            if name not in self.errors or any(self._is_chosen(parent, choice) for parent, choice in pairs):
                continue
            bound = self[name]
            typed = bound.data if not isinstance(bound.data, list | tuple) else any(bound.data)
            if not typed:
                del self._errors[name]
                empty = getattr(self.fields[name], "empty_value", None)
                self.cleaned_data[name] = [] if isinstance(self.fields[name], forms.MultipleChoiceField) else empty

    def _is_chosen(self, parent: str, choice: str) -> bool:
        value = self.fields[parent].prepare_value(self.cleaned_data.get(parent))
        if isinstance(value, list | tuple):
            return choice in {str(item) for item in value} and self._parent_is_asked(parent)
        return str(value) == choice and self._parent_is_asked(parent)

    def _parent_is_asked(self, parent: str) -> bool:
        pairs = self.revealed_by.get(parent)
        return not pairs or any(self._is_chosen(*pair) for pair in pairs)


def refuse(sentence: str, code: str = "invalid") -> ValidationError:
    """Answer what a form's `clean` raises: a sentence that says what to do."""
    return ValidationError(sentence, code=code)


def first_input_id(bound: BoundField, code: str = "") -> str:
    """Answer the id of the input an error about this field should take the person to."""
    if isinstance(bound.field.widget, DateWidget):
        parts = code.removeprefix("parts:").split(",") if code.startswith("parts:") else ["day"]
        return f"{bound.auto_id}_{parts[0]}"
    return bound.auto_id if bound.field.widget.is_hidden else (bound.id_for_label or bound.auto_id)


def error_links(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Answer (id of the input, sentence) for each error of a form, in the order the fields stand on the page."""
    if not form.is_bound:
        return []
    first = next((first_input_id(bound) for bound in form.visible_fields()), "main")
    links = [(first, str(message)) for message in form.non_field_errors()]
    for bound in form:
        for error in bound.errors.as_data():
            target = first if bound.field.widget.is_hidden else first_input_id(bound, error.code or "")
            links.extend((target, str(message)) for message in error.messages)
    return links
