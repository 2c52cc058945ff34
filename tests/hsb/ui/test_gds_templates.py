"""The design system's form components as we draw them: each defect of the template pack has its test here."""

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms as django_forms
from django.template import Context, Template

from hsb.ui import forms
from hsb.ui.gallery import HOSTILE, GalleryForm, hostile_form
from tests.hsb.ui.drawn import Drawn, fragment

EVERY_WRONG = {"said_on_day": "31", "said_on_month": "2", "said_on_year": "2026", "danger": "yes", "needs": ["other"]}


def drawn(form: forms.BaseForm) -> Drawn:
    return fragment(render_crispy_form(form))


def one(form: forms.BaseForm, css: str) -> Drawn:
    return drawn(form).one(css)


def test_every_error_leads_to_an_input_that_exists() -> None:
    form = GalleryForm(EVERY_WRONG)
    page = drawn(form)

    links = forms.error_links(form)

    assert len(links) > 8
    for target, _ in links:
        (reached,) = page.cssselect(f"#{target}")
        assert reached.tag in ("input", "select", "textarea")


def test_ids_are_unique_and_every_description_exists() -> None:
    for form in (GalleryForm(), GalleryForm(EVERY_WRONG), GalleryForm(EVERY_WRONG, prefix="a")):
        page = drawn(form)
        ids = [element.get("id") for element in page.cssselect("[id]")]

        assert len(ids) == len(set(ids))
        for element in page.cssselect("[aria-describedby]"):
            assert set(element.get("aria-describedby").split()) <= set(ids)
        for label in page.cssselect("label"):
            assert label.get("for") in ids
        for element in page.cssselect("[data-reveals]"):
            assert element.get("data-reveals") in ids


def test_every_input_has_a_label() -> None:
    page = drawn(GalleryForm())
    labelled = {label.get("for") for label in page.cssselect("label")}

    for element in page.cssselect("input:not([type=hidden]), select, textarea"):
        assert element.get("id") in labelled


@pytest.mark.parametrize("form", [hostile_form(), hostile_form(EVERY_WRONG)])
def test_labels_hints_choices_and_errors_are_escaped(form: forms.BaseForm) -> None:
    html = render_crispy_form(form)
    page = fragment(html)

    assert html.count("&lt;img src=x") > 40
    assert not page.cssselect("img")
    assert not [element for element in page.iter() for name in element.attrib if name.startswith("on")]


def test_what_was_typed_is_escaped() -> None:
    typed = dict.fromkeys(GalleryForm().fields, HOSTILE)
    typed |= {f"said_on_{part}": HOSTILE for part in ("day", "month", "year")}

    assert not drawn(GalleryForm(typed)).cssselect("img")


def test_first_radio_has_the_id_of_its_field_and_the_group_its_module() -> None:
    page = drawn(GalleryForm())

    assert [element.get("id") for element in page.cssselect("[name=route]")] == ["id_route", "id_route_2", "id_route_3"]
    assert page.cssselect("#div_id_route .govuk-radios[data-module=govuk-radios]")
    assert page.cssselect("#div_id_needs .govuk-checkboxes[data-module=govuk-checkboxes]")


def test_inline_radios_are_still_radios() -> None:
    assert one(GalleryForm(), "#div_id_told .govuk-radios").get("class") == "govuk-radios govuk-radios--inline"


def test_choice_shows_its_hint_and_its_divider() -> None:
    page = drawn(GalleryForm())

    assert one(GalleryForm(), "#id_route").get("aria-describedby") == "id_route_hint"
    assert page.cssselect("#id_route_hint")[0].text == "A conversation, nothing is opened."
    assert page.cssselect(".govuk-radios__divider")[0].text == "or"


def test_chosen_answers_are_drawn_chosen() -> None:
    form = GalleryForm(
        initial={"danger": True, "told": "not_known", "needs": ["breaks", "other"], "agency": "yos", "agreed": True}
    )
    page = drawn(form)

    chosen = [element.get("value") for element in page.cssselect("input[checked]")]
    assert chosen == ["yes", "not_known", "breaks", "other", None]
    assert page.cssselect("option[selected]")[0].get("value") == "yos"
    assert "hidden" not in page.cssselect("#id_danger_more")[0].get("class")


def test_what_an_answer_brings_stands_beneath_it_once() -> None:
    page = drawn(GalleryForm())

    (block,) = page.cssselect("#id_danger_more")
    assert "govuk-radios__conditional--hidden" in block.get("class")
    assert len(block.cssselect("input")) == 1
    assert len(page.cssselect("[name=danger_what]")) == 1


def test_character_count_needs_no_hint() -> None:
    """The pack raised KeyError: 'aria-describedby'."""

    class Form(forms.BaseForm):
        words = forms.LongTextField(label="Words", max_length=1200)

    page = drawn(Form())
    (group,) = page.cssselect(".govuk-character-count")
    assert (group.get("data-module"), group.get("data-maxlength")) == ("govuk-character-count", "1200")
    assert page.cssselect("textarea")[0].get("aria-describedby") == "id_words-info"
    assert "govuk-js-character-count" in page.cssselect("textarea")[0].get("class")
    assert page.cssselect("#id_words-info")


def test_date_has_three_numeric_boxes_with_own_words() -> None:
    """The pack's date could not be given its own messages, and opened the letter keyboard on a phone."""
    page = drawn(GalleryForm({"said_on_day": "31", "said_on_month": "2", "said_on_year": "2026"}))
    boxes = page.cssselect("#div_id_said_on input")

    assert [box.get("name") for box in boxes] == ["said_on_day", "said_on_month", "said_on_year"]
    assert {box.get("inputmode") for box in boxes} == {"numeric"}
    assert [box.get("value") for box in boxes] == ["31", "2", "2026"]
    assert ["govuk-input--error" in box.get("class") for box in boxes] == [True, False, False]
    assert page.cssselect("#div_id_said_on fieldset")[0].get("aria-describedby") == "id_said_on_1_error"


def test_prefix_is_in_every_id_and_name() -> None:
    for element in drawn(GalleryForm(prefix="child-2")).cssselect("input, select, textarea"):
        assert element.get("name").startswith("child-2-")
        assert element.get("id").startswith("id_child-2-")


def test_required_is_never_left_to_the_browser() -> None:
    assert not drawn(GalleryForm()).cssselect("[required]")


def test_error_summary_announces_itself_from_within() -> None:
    """The pack's summary had the layout of the third version, with the role on the outside."""
    html = Template("{% load crispy_forms_gds %}{% error_summary form %}").render(Context({"form": GalleryForm({})}))
    (summary,) = fragment(html).cssselect(".govuk-error-summary[data-module]")

    assert summary.get("role") is None
    assert [child.get("role") for child in summary] == ["alert"]
    assert "things to put right" in html


def test_one_thing_wrong_is_counted_as_one() -> None:
    class Form(forms.BaseForm):
        name = forms.NameField(label="Name")

    html = Template("{% load ui %}{% error_summary form %}").render(Context({"form": Form({})}))

    assert "One thing to put right" in html
    assert 'href="#id_name"' in html
    assert Template("{% load ui %}{% error_summary form %}").render(Context({"form": Form()})).strip() == ""


def test_fieldset_legend_is_escaped_and_named() -> None:
    class Form(forms.BaseForm):
        name = forms.NameField(label="Name")
        layout = (forms.Fieldset("name", legend=HOSTILE, legend_size="m", legend_tag="h2"),)

    page = drawn(Form())
    assert not page.cssselect("img")
    assert page.cssselect("legend h2")[0].text == HOSTILE


def test_plain_django_form_is_drawn_too() -> None:
    """The pages of allauth bring forms of their own."""

    class Login(django_forms.Form):
        login = django_forms.EmailField(label=HOSTILE, help_text=HOSTILE)
        remember = django_forms.BooleanField(label=HOSTILE)
        kind = django_forms.ChoiceField(choices=[("a", HOSTILE)])

    html = Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(
        Context({"form": Login({"login": HOSTILE})})
    )
    page = fragment(html)

    assert not page.cssselect("img")
    assert "govuk-input--error" in page.cssselect("#id_login")[0].get("class")
    assert page.cssselect("#id_remember.govuk-checkboxes__input")
    assert page.cssselect("#id_kind.govuk-select")


def test_drawing_twice_leaves_nothing_behind() -> None:
    """The pack wrote descriptions onto the widget, so each drawing added to them."""
    form = GalleryForm(EVERY_WRONG)

    first = render_crispy_form(form)
    form.__dict__.pop("helper", None)

    assert render_crispy_form(form) == first


def test_form_tag_is_whole() -> None:
    class Form(forms.BaseForm):
        letter = forms.FileField(label="Letter")
        version = forms.VersionField(initial=4)

    source = (
        '{% load ui %}{% form form submit=words action="/there/" autosave="/save/" secondary=words cancel="/back/" %}'
    )
    html = Template(source).render(Context({"form": Form(), "words": HOSTILE, "csrf_token": "t0ken"}))
    (form,) = fragment(html).cssselect("form")

    assert (form.get("method"), form.get("action"), form.get("enctype")) == ("post", "/there/", "multipart/form-data")
    assert (form.get("data-autosave"), form.get("data-token")) == ("/save/", "/_token/")
    assert form.get("novalidate") is not None
    assert [element.get("value") for element in form.cssselect("input[type=hidden]")] == ["t0ken", "4"]
    assert len(form.cssselect("button.govuk-button:not(.govuk-button--secondary)")) == 1
    assert not form.cssselect("img")
