"""Form fields for choosing: radios, checkboxes, a list. A choice may carry a hint, and may reveal further fields."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from hsb.ui.fields import Worded

YES, NO, NOT_KNOWN = "yes", "no", "not_known"


class _Choosing(Worded):
    """`reveals` maps a choice to the names of fields shown, and needed, only when it is chosen."""

    verb = "Choose"

    def __init__(
        self,
        *,
        small: bool = False,
        inline: bool = False,
        reveals: Mapping[str, Sequence[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        self.small = small
        self.inline = inline
        self.reveals = {str(choice): tuple(names) for choice, names in (reveals or {}).items()}
        super().__init__(**kwargs)
        sentence = f"Choose one of the answers shown for {self.what}"
        self.error_messages["invalid_list"] = sentence
        # Django fills this one in with what was sent, so a percent sign of ours is doubled.
        self.error_messages["invalid_choice"] = sentence.replace("%", "%%")


class RadioField(_Choosing, forms.ChoiceField):
    """One answer from a few, all in view. Answers the chosen value as text, or "" when none is needed and none given."""

    widget = forms.RadioSelect

    def __init__(self, *, choices: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(choices=choices, **kwargs)


class SelectField(_Choosing, forms.ChoiceField):
    """One answer from many, in a drop-down list that opens on "Choose"."""

    widget = forms.Select

    def __init__(self, *, choices: Iterable[Any] = (), empty_label: str = "Choose", **kwargs: Any) -> None:
        given = list(choices() if callable(choices) else choices)
        if empty_label and not any(pair[0] in ("", None) for pair in given):
            given.insert(0, ("", empty_label))
        super().__init__(choices=given, **kwargs)


class CheckboxesField(_Choosing, forms.MultipleChoiceField):
    """Any number of answers; required means at least one. Answers a list of text."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(choices=choices, **kwargs)


class CheckboxField(Worded, forms.BooleanField):
    """One box to tick. Required means it must be ticked; say so in `error_messages` or `what`."""

    verb = "Tick to confirm"

    def __init__(self, *, small: bool = False, **kwargs: Any) -> None:
        self.small = small
        super().__init__(**kwargs)


class YesNoField(RadioField):
    """Yes or No. Answers True, False, or None when it is not needed and nobody answered."""

    def __init__(
        self, *, yes: str = "Yes", no: str = "No", yes_hint: str = "", no_hint: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("inline", not kwargs.get("reveals") and not yes_hint and not no_hint)
        super().__init__(choices=[Choice(YES, yes, hint=yes_hint), Choice(NO, no, hint=no_hint)], **kwargs)

    def clean(self, value: Any) -> bool | None:
        answer = super().clean(self.prepare_value(value))
        return None if answer == "" else answer == YES

    def prepare_value(self, value: Any) -> Any:
        return {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(self.prepare_value(data) or "")


class YesNoNotKnownField(RadioField):
    """Yes, No or Not known. Answers "yes", "no", "not_known", or "" when it is not needed and nobody answered."""

    def __init__(self, *, yes: str = "Yes", no: str = "No", not_known: str = "Not known", **kwargs: Any) -> None:
        kwargs.setdefault("inline", not kwargs.get("reveals"))
        super().__init__(choices=[(YES, yes), (NO, no), (NOT_KNOWN, not_known)], **kwargs)
