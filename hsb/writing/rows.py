"""Answers as they are read: rows and blocks of a page or a copy."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from hsb.ui import words
from hsb.ui.forms import (
    CheckboxesField,
    CheckboxField,
    DateField,
    PartialDateField,
    RadioField,
    SelectField,
    TimeField,
)
from hsb.writing.fields import Answers, NumbersField, SectionForm, TickField


@dataclass(frozen=True)
class Row:
    """One answer as shown: `is_quote` marks somebody's own words, kept as they were said."""

    label: str
    value: str
    is_quote: bool = False


@dataclass(frozen=True)
class Block:
    """The answers of a section, or of one repeated thing in it."""

    title: str
    rows: tuple[Row, ...]
    part: tuple[str, int] | None = None


def span(text: str) -> dict[str, str] | None:
    """The days a partial date may mean: "2026-03" is 1 to 31 March 2026."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        first, last, precision = datetime.date(parts[0], 1, 1), datetime.date(parts[0], 12, 31), "year"
    elif len(parts) == 2:
        first = datetime.date(parts[0], parts[1], 1)
        after = (
            datetime.date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) if text < "9999-12" else datetime.date.max
        )
        last, precision = after - datetime.timedelta(days=1), "month"
    else:
        first = last = datetime.date(*parts)
        precision = "day"
    return {
        "precision": precision,
        "earliest": first.isoformat(),
        "latest": last.isoformat(),
        "text": words.partial_date(text),
    }


def rows(
    form_class: type[SectionForm],
    answers: Mapping[str, Any],
    *,
    context: Mapping[str, Answers] | None = None,
    identity: bool = True,
) -> tuple[Row, ...]:
    """The answers given to a form, in the order of its questions; unanswered questions are left out."""
    form = form_class(context=context)
    unread = answers.get("unread", {})
    found = []
    for name, field in form.fields.items():
        if not identity and name in form.identifying:
            continue
        label = str(form.short_labels.get(name) or field.label or name).strip()
        if name in unread:
            found.append(Row(label, f"{unread[name]} (as typed: it could not be read)"))
            continue
        value = shown(field, answers.get(name))
        if value:
            found.append(Row(label, value, name in form.quotes))
    return tuple(found)


def shown(field: forms.Field, value: Any) -> str:
    """An answer in words."""
    if value in (None, "", [], False):
        return ""
    if isinstance(field, CheckboxField | TickField):
        return "Yes"
    if isinstance(field, NumbersField):
        labels = {str(choice[0]): str(choice[1]) for choice in field.choices}
        return ", ".join(labels.get(str(item), f"number {item}") for item in value)
    if isinstance(field, CheckboxesField):
        labels = {str(choice[0]): str(choice[1]) for choice in field.choices}
        return "; ".join(labels.get(str(item), str(item)) for item in value)
    if isinstance(field, RadioField | SelectField):
        labels = {str(choice[0]): str(choice[1]) for choice in field.choices}
        return labels.get(str(value), str(value))
    if isinstance(field, PartialDateField):
        return str(value["text"])
    if isinstance(field, DateField):
        return words.long_date(datetime.date.fromisoformat(value))
    if isinstance(field, TimeField):
        return words.time_words(datetime.time.fromisoformat(value))
    return str(value)
