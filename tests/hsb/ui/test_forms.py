from typing import Any

import pytest
from django.core.exceptions import ValidationError

from hsb.ui import forms
from hsb.ui.gallery import GalleryForm


class Danger(forms.BaseForm):
    danger = forms.YesNoField(label="Is anyone in danger now?", reveals={"yes": ["what", "told"]})
    what = forms.TextField(label="What is the danger?", what="what the danger is")
    told = forms.CheckboxesField(
        label="Who knows?", choices=[("police", "Police"), ("other", "Somebody else")], reveals={"other": ["who"]}
    )
    who = forms.NameField(label="Who else?", what="who else knows")
    version = forms.VersionField()


def test_what_is_not_revealed_is_not_needed() -> None:
    form = Danger({"danger": "no"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["danger"] is False
    assert form.cleaned_data["what"] == ""
    assert form.cleaned_data["told"] == []


def test_what_is_revealed_is_needed() -> None:
    form = Danger({"danger": "yes"})

    assert forms.error_links(form) == [
        ("id_what", "Enter what the danger is"),
        ("id_told", "Choose an answer to “Who knows?”"),
    ]


def test_revealed_inside_what_is_revealed() -> None:
    assert Danger({"danger": "yes", "what": "x", "told": ["police"]}).is_valid()
    assert forms.error_links(Danger({"danger": "yes", "what": "x", "told": ["police", "other"]})) == [
        ("id_who", "Enter who else knows")
    ]


def test_text_typed_without_its_answer_is_kept() -> None:
    """Without scripts everything shows, and nothing typed is lost."""
    form = Danger({"danger": "no", "what": "He is outside"})

    assert form.is_valid()
    assert form.cleaned_data["what"] == "He is outside"


def test_layout_leaves_revealed_and_hidden_fields_to_their_places() -> None:
    assert list(Danger().helper.layout.fields) == ["danger"]


def test_two_people_never_share_a_layout() -> None:
    """A class-level layout is copied: crispy hangs bound fields, with what was typed, on the layout it draws."""
    first, second = GalleryForm(), GalleryForm()

    assert first.helper.layout is not second.helper.layout
    assert first.helper.layout.fields[2] is not second.helper.layout.fields[2]
    assert first.helper.layout.fields[2] is not GalleryForm.layout[2]


def test_errors_on_the_whole_form_lead_to_its_first_field() -> None:
    class Form(forms.BaseForm):
        first = forms.TextField(label="First")

        def clean(self) -> None:
            raise ValidationError("Say 100% of it")

    assert forms.error_links(Form({"first": "x"})) == [("id_first", "Say 100% of it")]


def test_error_of_a_hidden_field_leads_to_what_can_be_seen() -> None:
    form = Danger({"danger": "no", "version": "x"})

    assert forms.error_links(form) == [("id_danger", "Open the page again: it was not sent whole")]


def test_prefix_is_kept_in_every_link() -> None:
    form = Danger({"a-danger": "yes"}, prefix="a")

    assert [target for target, _ in forms.error_links(form)] == ["id_a-what", "id_a-told"]


def test_unsent_form_has_no_errors() -> None:
    assert forms.error_links(Danger()) == []


@pytest.mark.parametrize(
    ("value", "answer"),
    [("yes", True), ("no", False), ("", None), ("maybe", "error"), (None, None), (["yes"], "error")],
)
def test_yes_or_no(value: Any, answer: Any) -> None:
    class Form(forms.BaseForm):
        sure = forms.YesNoField(label="Sure?", required=False)

    form = Form({"sure": value} if value is not None else {})

    if answer == "error":
        assert not form.is_valid()
    else:
        assert form.is_valid()
        assert form.cleaned_data["sure"] is answer


def test_yes_or_no_starts_from_what_is_kept() -> None:
    class Form(forms.BaseForm):
        sure = forms.YesNoField(label="Sure?", required=False)

    assert Form(initial={"sure": True})["sure"].value() == "yes"
    assert Form(initial={"sure": False})["sure"].value() == "no"
    assert Form(initial={"sure": None})["sure"].value() is None
    assert not Form({"sure": "no"}, initial={"sure": False}).has_changed()
    assert Form({"sure": "no"}, initial={"sure": True}).has_changed()
    assert Form({"sure": "no"}, initial={"sure": None}).has_changed()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (forms.RadioField(label="50% of", choices=[("a", "A")]), "%s"),
        (forms.SelectField(label="50% of", choices=[("a", "A")]), "%s"),
        (forms.CheckboxesField(label="50% of", choices=[("a", "A")]), ["%s"]),
    ],
)
def test_answer_that_was_not_offered(field: Any, value: Any) -> None:
    class Form(forms.BaseForm):
        answer = field

    assert Form({"answer": value}).errors["answer"] == ["Choose one of the answers shown for 50% of"]


def test_not_known_is_an_answer() -> None:
    class Form(forms.BaseForm):
        told = forms.YesNoNotKnownField(label="Told?")

    form = Form({"told": "not_known"})

    assert form.is_valid()
    assert form.cleaned_data["told"] == "not_known"


def test_list_opens_on_a_choice_that_is_no_answer() -> None:
    class Form(forms.BaseForm):
        agency = forms.SelectField(label="Agency", what="an agency", choices=[("yos", "YOS")])

    assert Form({"agency": ""}).errors["agency"] == ["Choose an agency"]
    assert next(iter(Form().fields["agency"].choices)) == ("", "Choose")
