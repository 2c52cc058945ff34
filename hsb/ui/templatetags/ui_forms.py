"""What templates/gds needs to draw a field: which control it is, its options, and its attributes."""

from dataclasses import dataclass
from typing import Any

from crispy_forms_gds.layout import Size
from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.safestring import SafeString

from hsb.ui.date_fields import PARTS, DateWidget
from hsb.ui.forms import error_links, first_input_id

register = template.Library()
register.filter("error_links", error_links)
register.filter("first_input_id", first_input_id)


@register.filter
def control(bound: BoundField) -> str:
    """Answer which control draws this field."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (DateWidget, "date"),
        (forms.MultiWidget, "several"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.Select, "select"),
        (forms.CheckboxInput, "checkbox"),
        (forms.FileInput, "file"),
        (forms.Textarea, "textarea"),
        (forms.PasswordInput, "password"),
    )
    return next((name for kind, name in kinds if isinstance(widget, kind)), "input")


@dataclass(frozen=True)
class Option:
    """A radio or checkbox as drawn."""

    value: str
    label: Any
    hint: Any
    divider: Any
    checked: bool
    id: str
    described_by: str
    reveals_id: str
    revealed: list[BoundField]


@register.filter
def options(bound: BoundField) -> list[Option]:
    """Answer the options of radios or checkboxes. The first has the field's own id: the error summary leads to it."""
    value = bound.value()
    several = isinstance(bound.field.widget, forms.CheckboxSelectMultiple)
    given = value if several and isinstance(value, list | tuple | set | frozenset) else [value]
    chosen = {str(item) for item in given if item is not None}
    reveals = getattr(bound.field, "reveals", {})
    drawn = []
    for number, choice in enumerate(bound.field.choices, start=1):
        key, label = choice[0], choice[1]
        option_id = bound.auto_id if number == 1 else f"{bound.auto_id}_{number}"
        hint = getattr(choice, "hint", "")
        names = [name for name in reveals.get(str(key), ()) if name in bound.form.fields]
        drawn.append(
            Option(
                value=str(key),
                label=label,
                hint=hint,
                divider=getattr(choice, "divider", ""),
                checked=str(key) in chosen,
                id=option_id,
                described_by=f"{option_id}_hint" if hint else "",
                reveals_id=f"{option_id}_more" if names else "",
                revealed=[bound.form[name] for name in names],
            )
        )
    return drawn


@register.filter
def described_by(bound: BoundField) -> str:
    """Answer the ids of the hint, the errors and the count, in the order they stand."""
    ids = [f"{bound.auto_id}_hint"] if bound.help_text else []
    ids += [f"{bound.auto_id}_{number}_error" for number, _ in enumerate(bound.errors, start=1)]
    if counts(bound):
        ids.append(f"{bound.id_for_label}-info")
    return " ".join(ids)


@register.filter
def counts(bound: BoundField) -> int:
    """Answer the limit a character count shows, or 0 for no count."""
    return bound.field.limit if hasattr(bound.field, "threshold") else 0


@dataclass(frozen=True)
class Box:
    """One of the three boxes of a date."""

    name: str
    id: str
    label: str
    value: str
    width: int
    wrong: bool


@register.filter
def boxes(bound: BoundField) -> list[Box]:
    """Answer the three boxes of a date, with those to put right marked."""
    value = bound.value()
    values = value if isinstance(value, list | tuple) else bound.field.widget.decompress(value)
    codes = [error.code or "" for error in bound.errors.as_data()]
    wrong = {part for code in codes for part in code.removeprefix("parts:").split(",") if code.startswith("parts:")}
    if codes and not wrong:
        wrong = set(PARTS)
    return [
        Box(
            name=f"{bound.html_name}_{part}",
            id=f"{bound.auto_id}_{part}",
            label=part.capitalize(),
            value=str(values[index] or "") if index < len(values) else "",
            width=4 if part == "year" else 2,
            wrong=part in wrong,
        )
        for index, part in enumerate(PARTS)
    ]


@register.simple_tag
def widget(bound: BoundField) -> SafeString:
    """The bare input with the design system's class and its description, and nothing kept on the field afterwards."""
    kind = control(bound)
    base = {"select": "govuk-select", "textarea": "govuk-textarea", "file": "govuk-file-upload"}.get(
        kind, "govuk-input"
    )
    own = bound.field.widget.attrs
    classes = [base, *str(own.get("class", "")).split(), *getattr(bound.field, "css_class", "").split()]
    width = getattr(bound.field, "width", 0)
    if width:
        classes.append(f"govuk-input--width-{width}")
    if getattr(bound.field, "verbatim", False):
        classes.append("hsb-verbatim")
    if counts(bound):
        classes.append("govuk-js-character-count")
    if bound.errors:
        classes.append(f"{base}--error")
    attrs = {"class": " ".join(dict.fromkeys(classes))}
    described = described_by(bound)
    if described:
        attrs["aria-describedby"] = described
    return bound.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def label_class(context: Context, bound: BoundField) -> str:
    """Answer the size class of a field's label: the field's own size wins over the form's."""
    size = getattr(bound.field, "label_size", "")
    return Size.for_label(size) if size else context.get("label_size") or ""


@register.simple_tag(takes_context=True)
def legend_class(context: Context, bound: BoundField) -> str:
    """Answer the size class of a field's legend: the field's own size wins over the form's."""
    size = getattr(bound.field, "label_size", "")
    return Size.for_legend(size) if size else context.get("legend_size") or ""


@register.simple_tag(takes_context=True)
def heading_tag(context: Context, bound: BoundField, key: str) -> str:
    """Answer "h1" where the question is the page's heading, else ""."""
    tag = getattr(bound.field, "label_tag", "") or context.get(key) or ""
    return tag if tag in ("h1", "h2", "h3") else ""
