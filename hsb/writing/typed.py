"""From what was typed to answers, and back."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from hsb.ui.forms import (
    CheckboxesField,
    CheckboxField,
    DateField,
    NumberField,
    PartialDateField,
    TimeField,
)
from hsb.writing.fields import NOT_TEXT, Answers, NumbersField, SectionForm, TickField, Typed
from hsb.writing.rows import span

MOST_ITEMS = 60
AForm = TypeVar("AForm", bound=forms.BaseForm)


def posted_names(form_class: type[SectionForm]) -> list[tuple[str, bool]]:
    """The names a browser posts for a form, and whether each may come more than once."""
    names: list[tuple[str, bool]] = []
    for name, field in form_class.base_fields.items():
        if isinstance(field.widget, forms.FileInput):
            continue
        if isinstance(field.widget, forms.MultiWidget):
            names.extend((f"{name}{suffix}", False) for suffix in field.widget.widgets_names)
        else:
            names.append((name, isinstance(field, forms.MultipleChoiceField)))
    return names


def capture(form_class: type[SectionForm], posted: Any) -> Typed:
    """What was typed, as it was typed. Only characters that no database keeps are left out; empty boxes are not kept."""
    typed: Typed = {}
    for name, several in posted_names(form_class):
        if several:
            values = [NOT_TEXT.sub("", value) for value in posted.getlist(name)]
            values = list(dict.fromkeys(value for value in values if value))
            if values:
                typed[name] = values
        else:
            value = NOT_TEXT.sub("", posted.get(name, "") or "").replace("\r\n", "\n")
            if value.strip():
                typed[name] = value
    return typed


def as_posted(typed: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """What was typed, as a browser would post it to the form again."""
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in typed.items()})


def unchecked(form: AForm) -> AForm:
    """The bound form, without telling people off before they pressed a button."""
    form._errors = ErrorDict()
    return form


HOUSEKEEPING = frozenset({"n", "version", "window", "removed"})


def has_content(typed: Mapping[str, Any]) -> bool:
    """Whether a person put anything there."""
    return any(value not in ("", [], None) for name, value in typed.items() if name not in HOUSEKEEPING)


def read(form: SectionForm) -> Answers:
    """The values of a bound form as plain JSON, and under `unread` what was typed where no value could be read."""
    form.is_valid()
    answers: Answers = {}
    unread: dict[str, str] = {}
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.FileInput):
            continue
        if name in form.errors:
            answers[name] = _plain(field, None)
            typed = _as_typed(form, name)
            if typed:
                unread[name] = typed
        else:
            answers[name] = _plain(field, form.cleaned_data.get(name))
    answers["unread"] = unread
    return answers


def _as_typed(form: SectionForm, name: str) -> str:
    value = form[name].data
    field = form.fields[name]
    if isinstance(field, DateField | PartialDateField):
        return "/".join(str(part) for part in value or [] if part)
    values = value if isinstance(value, list | tuple) else [value]
    labels = {str(choice[0]): str(choice[1]) for choice in getattr(field, "choices", [])}
    return ", ".join(labels.get(str(item), str(item)) for item in values if item)


def _plain(field: forms.Field, value: Any) -> Any:
    if isinstance(field, NumbersField):
        return [int(item) for item in value or []]
    if isinstance(field, TickField):
        return bool(value)
    if isinstance(field, CheckboxesField):
        return list(value or [])
    if isinstance(field, CheckboxField):
        return bool(value)
    if isinstance(field, PartialDateField):
        return span(value or "")
    if isinstance(field, DateField):
        return value.isoformat() if value else None
    if isinstance(field, TimeField):
        return f"{value:%H:%M}" if value else None
    if isinstance(field, NumberField):
        return value
    return value or ""
