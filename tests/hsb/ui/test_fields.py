from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from hsb.ui import forms
from hsb.ui.fields import at_the_start, in_a_sentence


def errors_of(field: Any, value: Any) -> list[str]:
    class Form(forms.BaseForm):
        answer = field

    files = {"answer": value} if isinstance(field, forms.FileField) and value is not None else {}
    data = {} if files or value is None else {"answer": value}
    form = Form(data, files)
    form.is_valid()
    return list(form.errors.get("answer", []))


def kept(field: Any, value: Any) -> Any:
    class Form(forms.BaseForm):
        answer = field

    form = Form({"answer": value})
    assert form.is_valid(), form.errors
    return form.cleaned_data["answer"]


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Given name", "given name"),
        ("NHS number", "NHS number"),
        ("Where did it happen?", "an answer to “Where did it happen?”"),
        ("", "an answer"),
    ],
)
def test_label_reads_inside_a_sentence(label: str, words: str) -> None:
    assert in_a_sentence(label) == words


def test_sentence_opens_with_a_capital() -> None:
    assert at_the_start("the day it was said") == "The day it was said"
    assert at_the_start("NHS number") == "NHS number"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (forms.TextField(label="Given name"), "Enter given name"),
        (
            forms.TextField(label="Given name", what="the young person’s given name"),
            "Enter the young person’s given name",
        ),
        (forms.LongTextField(label="What have you done?"), "Enter an answer to “What have you done?”"),
        (forms.DateField(label="Date of birth"), "Enter date of birth"),
        (forms.PartialDateField(label="When", what="when it happened"), "Enter when it happened"),
        (forms.TimeField(label="Time", what="the time"), "Enter the time"),
        (forms.RadioField(label="Route", choices=[("a", "A")]), "Choose route"),
        (forms.SelectField(label="Agency", what="an agency", choices=[("a", "A")]), "Choose an agency"),
        (forms.CheckboxesField(label="Needs", choices=[("a", "A")]), "Choose needs"),
        (forms.YesNoField(label="Is anyone in danger?"), "Choose an answer to “Is anyone in danger?”"),
        (forms.NumberField(label="School year"), "Enter school year"),
        (forms.FileField(label="Letter", what="the letter"), "Choose the letter"),
        (forms.PostcodeField(label="Postcode"), "Enter postcode"),
        (
            forms.CheckboxField(label="I agree", error_messages={"required": "Tick when you agree"}),
            "Tick when you agree",
        ),
    ],
)
def test_required_message_says_what_to_do(field: Any, message: str) -> None:
    assert errors_of(field, None) == [message]


@pytest.mark.parametrize(
    "name", ["O’Brien", "O'Brien", "Zoë", "Ng", "X", "Nguyễn Thị", "ילדה", "Anne-Marie", "李", "D’Arcy (Bo)"]
)
def test_name_keeps_every_letter(name: str) -> None:
    assert kept(forms.NameField(label="Name"), f"  {name} ") == name


def test_text_is_trimmed_and_put_on_one_line() -> None:
    assert kept(forms.TextField(label="Job"), "  Teaching\nassistant\t ") == "Teaching assistant"


def test_long_text_keeps_its_lines_and_loses_only_stray_control_characters() -> None:
    assert kept(forms.LongTextField(label="Words"), "one\r\n\r\ntwo\x0bthree\x07 \n") == "one\n\ntwo\nthree"


@pytest.mark.parametrize(
    "field", [forms.TextField, forms.LongTextField, forms.NameField, forms.PostcodeField, forms.EmailField]
)
@pytest.mark.parametrize("text", ["a\x00b", "\x00", "a\ud800b"])
def test_hidden_characters_are_refused_with_a_sentence(field: Any, text: str) -> None:
    (message,) = errors_of(field(label="Given name"), text)

    assert message.startswith("Remove the hidden character from given name")


@pytest.mark.parametrize(
    "field",
    [
        forms.RadioField(label="A", choices=[("a", "A")]),
        forms.SelectField(label="A", choices=[("a", "A")]),
        forms.CheckboxesField(label="A", choices=[("a", "A")]),
        forms.YesNoField(label="A"),
        forms.NumberField(label="A"),
        forms.TimeField(label="A"),
    ],
)
@pytest.mark.parametrize("text", ["\x00", "a\x00", "٣", "1e5", "x" * 5000, "<script>", "%s%(x)s", "-"])
def test_odd_values_are_refused_never_a_fault(field: Any, text: str) -> None:
    assert len(errors_of(field, text)) == 1


@pytest.mark.parametrize("text", ["x", "\x00", "9" * 5000, "1.5"])
def test_spoilt_version_asks_for_the_page_again(text: str) -> None:
    assert errors_of(forms.VersionField(), text)


def test_too_long_says_how_long_it_is() -> None:
    assert errors_of(forms.TextField(label="Job title", max_length=10), "x" * 11) == [
        "Job title must be 10 characters or fewer. You have entered 11: shorten it"
    ]
    assert errors_of(forms.LongTextField(label="Words"), "x" * 100_001) == [
        "Words must be 100,000 characters or fewer. You have entered 100,001: shorten it"
    ]
    assert len(kept(forms.LongTextField(label="Words"), "x" * 100_000)) == 100_000


def test_percent_sign_in_a_label_is_only_a_percent_sign() -> None:
    assert errors_of(forms.TextField(label="100% sure of", max_length=3), "long") == [
        "100% sure of must be 3 characters or fewer. You have entered 4: shorten it"
    ]
    assert "50% of" in errors_of(forms.TextField(label="50% of"), "\x00")[0]
    assert errors_of(forms.NumberField(label="50% of"), "x") == ["50% of must be a whole number, for example 3"]


@pytest.mark.parametrize(
    ("text", "result"), [("3", 3), (" 1,200 ", 1200), ("-4", -4), ("x", None), ("3.5", None), ("9" * 13, None)]
)
def test_number(text: str, result: int | None) -> None:
    field = forms.NumberField(label="Age")
    if result is None:
        assert errors_of(field, text) == ["Age must be a whole number, for example 3"]
    else:
        assert kept(field, text) == result


def test_number_out_of_range() -> None:
    field = forms.NumberField(label="School year", min_value=0, max_value=14)

    assert errors_of(field, "-1") == ["School year must be 0 or more"]
    assert errors_of(field, "15") == ["School year must be 14 or fewer"]


@pytest.mark.parametrize(
    ("field", "good", "result", "bad", "opening"),
    [
        (forms.PostcodeField, "al37qx", "AL3 7QX", "AL3", "Enter a full UK postcode"),
        (forms.NHSNumberField, "943 476 5919", "9434765919", "943 476 5918", "Enter the 10 digits"),
        (forms.PhoneField, "01632 960417", "01632 960417", "999", "Enter a telephone number"),
        (forms.EmailField, " a@example.org ", "a@example.org", "a@", "Enter an email address"),
        (forms.UPNField, "h801200001001", "H801200001001", "A801200001001", "Enter the unique pupil number"),
    ],
)
def test_issued_numbers(field: Any, good: str, result: str, bad: str, opening: str) -> None:
    assert kept(field(label="It"), good) == result
    (message,) = errors_of(field(label="It"), bad)
    assert message.startswith(opening)
    assert kept(field(label="It", required=False), "") == ""


def test_nhs_number_is_shown_in_its_three_groups() -> None:
    field = forms.NHSNumberField(label="NHS number")

    assert field.prepare_value("9434765919") == "943 476 5919"
    assert field.prepare_value("94") == "94"


def test_file_too_big_empty_or_oddly_named() -> None:
    field = forms.FileField(label="Letter", max_megabytes=1)

    assert errors_of(field, SimpleUploadedFile("a.pdf", b"")) == [
        "Choose a file with something in it: this one is empty"
    ]
    assert errors_of(field, SimpleUploadedFile("a.pdf", b"x" * (1024 * 1024 + 1))) == ["Choose a file of 1 MB or less"]
    assert errors_of(field, SimpleUploadedFile("a" * 201 + ".pdf", b"x")) == [
        "Give the file a shorter, plain name, then choose it again"
    ]
    assert errors_of(field, SimpleUploadedFile("a.pdf", b"x")) == []


def test_no_refusal_doubles_its_percent_signs():
    """`add_error` interpolates nothing: a doubled sign would be read by people. Only a choice's own message is a template."""
    doubled = [
        str(file.relative_to(settings.BASE_DIR))
        for package in settings.OUR_PACKAGES
        for file in (settings.BASE_DIR / package).rglob("*.py")
        if '"%%")' in file.read_text(encoding="utf-8")
    ]

    assert doubled == ["hsb/ui/choice_fields.py"]
