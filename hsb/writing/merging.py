"""Two texts of one page: which version it began with, what is merged and what differs."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from hsb.ui.forms import TextField
from hsb.ui.numbers import whole_number
from hsb.writing.fields import Answers, SectionForm, Typed


# -- the version a page was opened at ----------------------------------------------------------------------------------
def page_version(version: int, window: str = "") -> str:
    """Answer what a form carries: the version it shows and a name for this open page."""
    return f"{version}:{window or uuid.uuid4().hex[:16]}"


def read_version(text: str) -> tuple[int, str]:
    """Answer (version, window) of what a form carried; anything else is a version that never was."""
    number, _, window = (text or "").partition(":")
    version = whole_number(number, digits=8)
    return (-1 if version is None else version), window[:40]


def snapshot(form_class: type[SectionForm], typed: Typed) -> str:
    """Answer what a form carries to tell later which questions were touched on this page: a digest of each answer it opened with."""
    found = {name: _digest(form_class, name, typed) for name in form_class.base_fields}
    return ",".join(["opened=1", *(f"{name}={digest}" for name, digest in found.items() if digest != _NOTHING)])


def merged(form_class: type[SectionForm], was: str, theirs: Typed, yours: Typed) -> tuple[Typed, bool]:
    """Answer both windows' answers put together, and whether one question was answered differently in both.

    A question left alone here takes the other window's answer. Where both changed it, yours stands, for the page that asks.
    """
    opened_with = dict(pair.partition("=")[::2] for pair in was.split(",") if "=" in pair)
    whole: Typed = {}
    clash = False
    for name in form_class.base_fields:
        mine, other = _digest(form_class, name, yours), _digest(form_class, name, theirs)
        before = opened_with.get(name, _NOTHING) if was else None
        source = theirs if mine == before else yours
        clash = clash or (mine not in (before, other) and other != before)
        for posted in names_of(form_class, name):
            if posted in source:
                whole[posted] = source[posted]
    return whole, clash


def _digest(form_class: type[SectionForm], name: str, typed: Typed) -> str:
    values = [typed.get(posted) or "" for posted in names_of(form_class, name)]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:12] if any(values) else _NOTHING


_NOTHING = "-"


def choices_of(form_class: type[SectionForm], name: str) -> list[tuple[str, Any]]:
    return [(str(choice[0]), choice[1]) for choice in form_class.base_fields[name].choices]  # type: ignore[attr-defined]


# -- both texts --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Difference:
    """One question answered in two ways. `is_text` ones can be combined; of the others one is chosen."""

    name: str
    label: str
    theirs: str
    yours: str
    is_text: bool


def differences(
    form_class: type[SectionForm], theirs: Typed, yours: Typed, *, context: Mapping[str, Answers]
) -> list[Difference]:
    """Answer every question whose two answers differ, in the order of the page."""
    form = form_class(context=context)
    found = []
    for name, field in form.fields.items():
        names = names_of(form_class, name)
        if all(theirs.get(part) == yours.get(part) for part in names):
            continue
        found.append(
            Difference(
                name=name,
                label=str(form.short_labels.get(name) or field.label or name),
                theirs=in_words(form, name, theirs),
                yours=in_words(form, name, yours),
                is_text=isinstance(field, TextField),
            )
        )
    return found


def names_of(form_class: type[SectionForm], field_name: str) -> list[str]:
    """Answer the posted names of one field."""
    widget = form_class.base_fields[field_name].widget
    if isinstance(widget, forms.MultiWidget):
        return [f"{field_name}{suffix}" for suffix in widget.widgets_names]
    return [field_name]


def in_words(form: SectionForm, name: str, typed: Typed) -> str:
    """Answer what was typed into one field, choices by their labels."""
    field = form.fields[name]
    values: list[str] = []
    for part in names_of(type(form), name):
        value = typed.get(part, "")
        values.extend(value if isinstance(value, list) else [value])
    labels = {str(choice[0]): str(choice[1]) for choice in getattr(field, "choices", [])}
    separator = " " if hasattr(field.widget, "widgets_names") else "; "
    return separator.join(labels.get(value, "Yes" if value == "on" else value) for value in values if value)
