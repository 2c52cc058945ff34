"""Form fields for what people write: text, numbers people were issued, files. Each says how to put a mistake right.

`what` names the thing in a sentence ("the date the child spoke") so that messages read well; without it the label is
used. Nothing here writes, asks the clock or knows a request.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, validate_email

from hsb.ui import identifiers
from hsb.ui.written_dates import visible

LONG_TEXT_LIMIT = 100_000
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")


def in_a_sentence(label: str) -> str:
    """Answer a label as it reads inside a sentence: "Given name" becomes "given name", "NHS number" stays."""
    label = str(label).strip()
    if not label:
        return "an answer"
    if label.endswith("?"):
        return f"an answer to “{label}”"
    starts_with_initials = len(label) > 1 and label[1].isupper()
    return label if starts_with_initials else label[0].lower() + label[1:]


def at_the_start(words: str) -> str:
    """Answer the words with a capital, to open a sentence."""
    return words[:1].upper() + words[1:]


def clean_text(value: str, *, what: str, multiline: bool = False) -> str:
    """Answer the text without stray control characters and outer spaces; a NUL or broken character is refused with a sentence."""
    if "\x00" in value or re.search(r"[\ud800-\udfff]", value):
        raise ValidationError(
            f"Remove the hidden character from {what}: typing it again, rather than pasting, usually does it",
            code="hidden_character",
        )
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    value = _CONTROL.sub("", value)
    if not multiline:
        value = re.sub(r"[\n\t]+", " ", value)
    return value.strip()


class Worded:
    """Gives a field its `what`, its label size and a required message that says what to do."""

    verb = "Enter"

    def __init__(
        self, *, what: str = "", label_size: str = "", label_tag: str = "", css_class: str = "", **kwargs: Any
    ) -> None:
        self.what = what or in_a_sentence(kwargs.get("label") or "")
        self.label_size = label_size
        self.label_tag = label_tag
        self.css_class = css_class
        messages = {"required": f"{self.verb} {self.what}"}
        messages.update(kwargs.pop("error_messages", None) or {})
        super().__init__(error_messages=messages, **kwargs)


class TextField(Worded, forms.CharField):
    """One line of text, in a box `width` characters wide (2, 3, 4, 5, 10, 20). Any letter, accent or apostrophe will do."""

    multiline = False

    def __init__(
        self,
        *,
        max_length: int = 200,
        width: int = 0,
        autocomplete: str = "off",
        spellcheck: bool = False,
        prefix: str = "",
        suffix: str = "",
        **kwargs: Any,
    ) -> None:
        self.width = width
        self.prefix = prefix
        self.suffix = suffix
        self.limit = max_length
        super().__init__(**kwargs)
        self.validators = [check for check in self.validators if not isinstance(check, ProhibitNullCharactersValidator)]
        if autocomplete:
            self.widget.attrs.setdefault("autocomplete", autocomplete)
        if not spellcheck:
            self.widget.attrs.setdefault("spellcheck", "false")

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return self.empty_value
        text = clean_text(str(value), what=self.what, multiline=self.multiline)
        return self.tidy(text) if text else self.empty_value

    def tidy(self, text: str) -> str:
        """Answer the text in its kept form, or raise the sentence that says what is wrong with it."""
        return text

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            what = at_the_start(self.what)
            raise ValidationError(
                f"{what} must be {self.limit:,} characters or fewer. You have entered {len(value):,}: shorten it",
                code="too_long",
            )


class NameField(TextField):
    """A person's name, or part of one: one letter is enough; apostrophes, hyphens, accents and any script are kept."""

    def __init__(self, *, max_length: int = 150, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)


class LongTextField(TextField):
    """Several lines of text, up to 100,000 characters; the count appears when three quarters are used."""

    widget = forms.Textarea
    multiline = True

    def __init__(
        self,
        *,
        max_length: int = LONG_TEXT_LIMIT,
        rows: int = 5,
        threshold: int = 75,
        verbatim: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(max_length=max_length, spellcheck=not verbatim, **kwargs)
        self.threshold = threshold
        self.verbatim = verbatim
        self.widget.attrs["rows"] = rows
        if verbatim:
            self.widget.attrs["spellcheck"] = "false"


class NumberField(Worded, forms.IntegerField):
    """A whole number, typed in a plain box (no spinner), with a sentence when it is not one or out of range."""

    widget = forms.TextInput

    def __init__(self, *, width: int = 4, suffix: str = "", prefix: str = "", **kwargs: Any) -> None:
        self.width = width
        self.suffix = suffix
        self.prefix = prefix
        lowest, highest = kwargs.pop("min_value", None), kwargs.pop("max_value", None)
        super().__init__(**kwargs)
        self.lowest, self.highest = lowest, highest
        self.error_messages["invalid"] = f"{at_the_start(self.what)} must be a whole number, for example 3"
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        text = "" if value is None else visible(str(value)).replace(",", "")
        if text and not re.fullmatch(r"-?[0-9]{1,12}", text, re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text) if text else None

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        what = at_the_start(self.what)
        if self.lowest is not None and value < self.lowest:
            raise ValidationError(f"{what} must be {self.lowest:,} or more", code="too_low")
        if self.highest is not None and value > self.highest:
            raise ValidationError(f"{what} must be {self.highest:,} or fewer", code="too_high")


class _Issued(TextField):
    """A number somebody issued: tidied by a pure check, refused with a sentence."""

    check: Callable[[str], str | None]
    message = ""

    def tidy(self, text: str) -> str:
        tidied = type(self).check(text)
        if tidied is None:
            raise ValidationError(self.error_messages.get("invalid") or self.message, code="invalid")
        return tidied


class PostcodeField(_Issued):
    """A United Kingdom postcode, kept in capitals with its space."""

    check = staticmethod(identifiers.postcode)
    message = "Enter a full UK postcode, for example AL3 7QX"

    def __init__(self, *, max_length: int = 20, width: int = 10, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, width=width, **kwargs)


class NHSNumberField(_Issued):
    """An NHS number whose check digit is right, kept as ten digits."""

    check = staticmethod(identifiers.nhs_number)
    message = "Enter the 10 digits of the NHS number, for example 999 123 4586. Check each digit: this one is not an NHS number"

    def __init__(self, *, max_length: int = 20, width: int = 10, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, width=width, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def prepare_value(self, value: Any) -> Any:
        digits = str(value or "")
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if re.fullmatch(r"[0-9]{10}", digits) else value


class UPNField(_Issued):
    """A unique pupil number whose check letter is right."""

    check = staticmethod(identifiers.upn)
    message = "Enter the unique pupil number: a letter, then 12 characters. Check each one: this is not a pupil number"

    def __init__(self, *, max_length: int = 20, width: int = 20, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, width=width, **kwargs)


class PhoneField(_Issued):
    """A telephone number, kept as written."""

    check = staticmethod(identifiers.telephone)
    message = "Enter a telephone number with its area code, for example 01632 960 417"

    def __init__(self, *, max_length: int = 40, width: int = 20, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, width=width, **kwargs)
        self.widget.input_type = "tel"


class EmailField(TextField):
    """An e-mail address, kept as written without outer spaces and without what cannot be seen."""

    def __init__(self, *, max_length: int = 254, width: int = 20, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, width=0 if width == 20 else width, **kwargs)
        self.widget.input_type = "email"

    def tidy(self, text: str) -> str:
        text = visible(text)
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError(
                self.error_messages.get("invalid") or "Enter an email address in the form name@example.org",
                code="invalid",
            ) from None
        return text


class FileField(Worded, forms.FileField):
    """One file. Size is refused here with a sentence; what the file really is, is decided when it is stored."""

    verb = "Choose"
    widget = forms.FileInput

    def __init__(self, *, max_megabytes: int = 20, accept: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("what", in_a_sentence(kwargs.get("label") or "a file"))
        super().__init__(**kwargs)
        self.max_megabytes = max_megabytes
        self.error_messages["empty"] = "Choose a file with something in it: this one is empty"
        self.error_messages["invalid"] = "Choose the file again: it did not arrive"
        self.error_messages["missing"] = "Choose the file again: it did not arrive"
        if accept:
            self.widget.attrs["accept"] = ",".join(accept)

    def to_python(self, data: Any) -> Any:
        if data and getattr(data, "name", "") and ("\x00" in data.name or len(data.name) > 200):
            raise ValidationError("Give the file a shorter, plain name, then choose it again", code="name")
        upload = super().to_python(data)
        if upload is not None and upload.size > self.max_megabytes * 1024 * 1024:
            raise ValidationError(f"Choose a file of {self.max_megabytes} MB or less", code="too_big")
        return upload
