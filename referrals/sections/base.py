"""What a section of the referral is: questions in the reader's words, what was typed, what of it could be read, and how it is shown.

Three things are kept apart:

- *typed*: what a person put into the boxes, right or wrong, name → text or list of text. Stored in `DraftSection.answers`,
  with each list of repeated things (`incidents`, `people`, …) under its own key.
- *answers*: what could be read from it (`answers.md`). Everything downstream reads this.
- *rows*: answers as labels and values, for the check page, the PDF and the inbox.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict

from hsb import clock
from hsb.ui import words
from hsb.ui.forms import (
    BaseForm,
    CheckboxesField,
    CheckboxField,
    DateField,
    Fieldset,
    LongTextField,
    NumberField,
    PartialDateField,
    RadioField,
    SelectField,
    Size,
    TextField,
    TimeField,
    YesNoNotKnownField,
)

Typed = dict[str, Any]
Answers = dict[str, Any]

_NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")
MOST_ITEMS = 60


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


@dataclass(frozen=True)
class Problem:
    """Something to put right, and where."""

    section: str
    field: str
    message: str
    part: tuple[str, int] | None = None


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


@dataclass(frozen=True)
class ItemList:
    """Things there may be several of within a section, each on its own page."""

    key: str
    title: str
    one: str
    form: type[SectionForm]
    add: str
    hint: str = ""
    name: Callable[[Mapping[str, Any]], str] | None = None
    detail: Callable[[Mapping[str, Any]], str] | None = None

    def heading(self, item: Mapping[str, Any], *, identity: bool = True) -> str:
        """What an item is called in a list: "Incident 2: 4 March 2026"."""
        base = f"{self.one[0].upper()}{self.one[1:]} {item['n']}"
        more = self.name(item) if self.name and identity else item.get("pseudonym", "")
        return f"{base}: {more}" if more else base


@dataclass(frozen=True)
class Section:
    """One line of the task list."""

    key: str
    title: str
    purpose: str
    form: type[SectionForm]
    needed: bool = False
    lists: tuple[ItemList, ...] = ()
    guidance: tuple[str, ...] = ()
    """Sentences beside the questions, under “What helps most”."""
    template: str = ""
    is_needed: Callable[[Answers], list[tuple[str, str]]] | None = None
    """A condition across the section's own form and lists: the (field, sentence) pairs still missing."""

    @cached_property
    def url_key(self) -> str:
        return self.key

    def list_of(self, key: str) -> ItemList | None:
        return next((items for items in self.lists if items.key == key), None)

    # -- typed -----------------------------------------------------------------------------------------------------
    def bound(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> SectionForm:
        """The section's own questions, with what was typed in them."""
        return bind(self.form, typed, context=context)

    def items(self, typed: Mapping[str, Any], key: str) -> list[Typed]:
        """The repeated things that are still there, in the order they were added."""
        return [item for item in typed.get(key, []) if not item.get("removed")]

    def is_empty(self, typed: Mapping[str, Any]) -> bool:
        return not any(has_content(part) for _, part in self._parts(typed))

    def state(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> str:
        """not_started, started (something is missing or to put right) or done."""
        if self.is_empty(typed):
            return "not_started"
        return "started" if self.problems(typed, context=context) else "done"

    def problems(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> list[Problem]:
        """Everything to put right or still to answer, compulsory or not."""
        return self._problems(typed, context, only_compulsory=False)

    def still_needed(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> list[Problem]:
        """What stands between this section and sending. Only sections marked as needed can have any."""
        return self._problems(typed, context, only_compulsory=True) if self.needed else []

    def _problems(
        self, typed: Mapping[str, Any], context: Mapping[str, Answers] | None, *, only_compulsory: bool
    ) -> list[Problem]:
        found: list[Problem] = []
        for part, values in self._parts(typed):
            form_class = self.form if part is None else self._form_of(part[0])
            if part is not None and not has_content(values):
                continue
            form = bind(form_class, values, context=context)
            for name in (*form.fields, "__all__"):
                if only_compulsory and name not in form.compulsory:
                    continue
                found.extend(Problem(self.key, name, str(message), part) for message in form.errors.get(name, ()))
        if self.is_needed:
            answers = self.read(typed, context=context)
            found.extend(Problem(self.key, field, sentence) for field, sentence in self.is_needed(answers))
        return found

    def _form_of(self, key: str) -> type[SectionForm]:
        items = self.list_of(key)
        assert items is not None
        return items.form

    def _parts(self, typed: Mapping[str, Any]) -> Iterable[tuple[tuple[str, int] | None, Mapping[str, Any]]]:
        yield None, {name: value for name, value in typed.items() if not self.list_of(name) and name != "next"}
        for items in self.lists:
            for item in self.items(typed, items.key):
                yield (items.key, item["n"]), item

    # -- answers ---------------------------------------------------------------------------------------------------
    def read(self, typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None) -> Answers:
        """Everything that could be read, every key always present (answers.md)."""
        answers = read(self.bound(typed, context=context))
        for items in self.lists:
            answers[items.key] = [
                {"n": item["n"], **read(bind(items.form, item, context=context))}
                for item in self.items(typed, items.key)
                if has_content(item)
            ]
        return answers

    # -- rows ------------------------------------------------------------------------------------------------------
    def blocks(
        self, answers: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None, identity: bool = True
    ) -> list[Block]:
        """The section's answers, then one block for each repeated thing. `identity=False` leaves out what names a person."""
        blocks = []
        own = rows(self.form, answers, context=context, identity=identity)
        if own:
            blocks.append(Block("", own))
        for items in self.lists:
            for item in answers.get(items.key, []):
                blocks.append(
                    Block(
                        items.heading(item, identity=identity),
                        rows(items.form, item, context=context, identity=identity),
                        (items.key, item["n"]),
                    )
                )
        return blocks

    def summary(
        self, answers: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None, identity: bool = True
    ) -> list[tuple[str, str, bool]]:
        """Every answer given as (label, value, is_quote), repeated things named in the label."""
        return [
            (f"{block.title} · {row.label}" if block.title else row.label, row.value, row.is_quote)
            for block in self.blocks(answers, context=context, identity=identity)
            for row in block.rows
        ]


# -- typed ---------------------------------------------------------------------------------------------------------
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
            values = [_NOT_TEXT.sub("", value) for value in posted.getlist(name)]
            values = list(dict.fromkeys(value for value in values if value))
            if values:
                typed[name] = values
        else:
            value = _NOT_TEXT.sub("", posted.get(name, "") or "").replace("\r\n", "\n")
            if value.strip():
                typed[name] = value
    return typed


def bind(
    form_class: type[SectionForm], typed: Mapping[str, Any], *, context: Mapping[str, Answers] | None = None
) -> SectionForm:
    """The form as it was when this was typed into it."""
    names = [name for name, _ in posted_names(form_class)]
    data = {name: typed[name] if isinstance(typed[name], list) else [typed[name]] for name in names if name in typed}
    return form_class(MultiValueDict(data), context=context)


HOUSEKEEPING = frozenset({"n", "version", "window", "removed"})


def has_content(typed: Mapping[str, Any]) -> bool:
    """Whether a person put anything there."""
    return any(value not in ("", [], None) for name, value in typed.items() if name not in HOUSEKEEPING)


# -- answers -------------------------------------------------------------------------------------------------------
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


# -- rows ----------------------------------------------------------------------------------------------------------
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
