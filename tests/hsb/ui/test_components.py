"""Every component of the gallery is drawn, escapes what people write, and keeps to the rules of the page."""

import re
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string

from hsb.ui import components as c
from hsb.ui import gallery
from hsb.ui.templatetags import ui
from tests.hsb.ui.drawn import fragment as page_of
from tests.hsb.ui.drawn import page as whole_page

TODAY = date(2026, 12, 1)
FED = gallery.values(TODAY)

# One line for each tag that takes values: what the gallery feeds it.
USES = {
    "badge": "{% badge plain %}",
    "card": "{% card card %}",
    "case_rows": "{% case_rows cases %}",
    "chronology": "{% chronology days today=today more=more %}",
    "command_button": "{% command_button plain '/go/' about=plain_title version=2 %}",
    "conditions": "{% conditions conditions %}",
    "disclosure": "{% disclosure plain about=plain_title %}{{ plain }}{% enddisclosure %}",
    "document_list": "{% document_list documents heading=plain more=all_documents %}",
    "empty_state": "{% empty_state plain hint=plain_title link=link %}",
    "error_summary": "{% error_summary wrong_form %}",
    "filter_bar": "{% filter_bar filters plain clear='?' export='?x' hidden=hidden %}",
    "form": "{% form gallery_form submit=plain secondary=plain cancel='#' cancel_text=plain %}",
    "identity_bar": "{% identity_bar bar %}",
    "inbox_rows": "{% inbox_rows inbox %}{% inbox_rows inbox table=True %}",
    "inset": "{% inset plain title=plain_title link=link %}",
    "next_steps": "{% next_steps steps heading=plain %}",
    "notification": "{% notification plain heading=plain_title link=link %}",
    "open_clocks": "{% open_clocks clocks heading=plain %}",
    "pagination": "{% pagination pages label=plain %}",
    "panel": "{% panel plain body=plain_title %}",
    "people": "{% people people heading=plain %}",
    "person_name": "{% person_name plain full_name=plain_title age=14 %}",
    "stage_tracker": "{% stage_tracker stages summary %}",
    "status_tag": "{% status_tag 'referral' 'draft' label=plain %}{% status_tag 'mark' 'done' label=plain %}",
    "summary_list": "{% summary_list facts title=plain change=link %}",
    "task_list": "{% task_list tasks %}",
    "timeline": "{% timeline moments %}",
    "two_texts": "{% two_texts conflicts 3 hidden=hidden %}",
    "warning": "{% warning plain %}",
    "why_this_date": "{% why_this_date why about=plain question=plain_title %}",
    "work_row": "{% work_row work.0 primary=True %}",
    "work_rows": "{% work_rows work primary_first=True %}",
}
UNTEXTED = {"error_summary"}  # its words are messages, tested with the form templates


def draw(source: str, values: dict[str, Any]) -> str:
    context = {
        **values,
        "gallery_form": gallery.hostile_form(),
        "wrong_form": gallery.hostile_form({}),
        "hidden": {"other": gallery.HOSTILE},
    }
    return Template("{% load ui %}" + source).render(Context(context))


def test_every_tag_is_listed_here() -> None:
    assert set(ui.register.tags) == set(USES)


def test_every_tag_stands_in_the_gallery() -> None:
    source = (settings.BASE_DIR / "templates/components/gallery.html").read_text()

    assert {name for name in USES if not re.search(rf"{{% {name}\b", source)} == {"command_button"}


@pytest.mark.parametrize("name", USES)
def test_component_draws_its_words(name: str) -> None:
    assert len(page_of(draw(USES[name], FED)).text_content().strip()) > 3


@pytest.mark.parametrize("name", USES)
def test_component_escapes_every_text(name: str) -> None:
    html = draw(USES[name], gallery.hostile(FED))
    page = page_of(html)

    assert not page.cssselect("img")
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
    assert "&lt;img src=x" in html


@pytest.mark.parametrize("name", USES)
def test_component_keeps_to_the_content_policy(name: str) -> None:
    page = page_of(draw(USES[name], FED))

    assert not page.cssselect("[style], script, style")


def test_stray_markup_would_be_noticed() -> None:
    """The escaping test is worth something only if the hostile text reaches every field of every value."""
    hostile = gallery.hostile(FED)

    assert gallery.HOSTILE in hostile["bar"].full_name
    assert (
        gallery.HOSTILE in hostile["steps"][0].why.days[0].off_reason or not hostile["steps"][0].why.days[0].off_reason
    )
    assert gallery.HOSTILE in hostile["days"][2].entries[0].struck
    assert hostile["bar"].href == "#case"


def test_work_lists_have_one_green_button_in_the_first_group_only() -> None:
    first = page_of(draw("{% work_rows work primary_first=True %}", FED))
    later = page_of(draw("{% work_rows work %}", FED))

    assert len(first.cssselect(".govuk-button:not(.govuk-button--secondary)")) == 1
    assert not later.cssselect(".govuk-button:not(.govuk-button--secondary)")


def test_button_says_whose_it_is_to_those_who_cannot_see_the_row() -> None:
    button = page_of(draw("{% work_rows work %}", FED)).cssselect(".govuk-button")[0]

    assert button.text_content() == "Record review for HSB-26-0398"


def test_late_is_said_in_words_not_only_in_red() -> None:
    assert page_of(draw("{% work_rows work %}", FED)).cssselect(".hsb-late")[0].text == "2 working days late"


def test_identity_bar_shows_initials_until_pressed() -> None:
    bar = page_of(draw("{% identity_bar bar %}", FED))

    assert bar.cssselect("summary")[0].text_content() == "J.M., 14: show full name"
    assert bar.cssselect("details:not([open]) .govuk-details__text")[0].text == "Jordan Mallory"
    assert "Jordan" not in "".join(element.get("aria-label", "") + element.get("title", "") for element in bar.iter())


def test_identity_bar_uses_the_pseudonym_and_needs_no_name() -> None:
    bar = c.IdentityBar("HSB-26-0418", "A.B.", pseudonym="Heron")
    page = page_of(draw("{% identity_bar bar %}", {"bar": bar}))

    assert not page.cssselect("details")
    assert "Heron" in page.text_content()
    assert "A.B." not in page.text_content()


def test_conditions_cannot_be_closed() -> None:
    page = page_of(draw("{% conditions conditions %}", FED))

    assert not page.cssselect("button, details, input")
    assert page.cssselect("section[aria-label='Conditions in force']")
    assert page_of(draw("{% conditions none %}", {"none": []})).text_content().strip() == ""


def test_why_this_date_says_all_of_it_and_hides_the_strip_from_screen_readers() -> None:
    page = page_of(draw("{% why_this_date why about='AIM2 planning meeting' %}", FED))

    assert page.cssselect("ol.hsb-days")[0].get("aria-hidden") == "true"
    assert [dt.text for dt in page.cssselect("dt")] == [
        "Started by",
        "Standard",
        "Not counted",
        "Pauses",
        "Whose move",
        "Provisional",
    ]
    assert len(page.cssselect(".is-due")) == 1
    assert len(page.cssselect(".is-today")) == 1
    assert page.cssselect(".is-off")


def test_why_this_date_names_bank_holidays_and_pauses_in_the_strip() -> None:
    days = [
        c.CountedDay("a", date(2026, 12, 24), 0, is_start=True),
        c.CountedDay("b", date(2026, 12, 25), off_reason="Christmas Day"),
        c.CountedDay("c", date(2026, 12, 26), off_reason="weekend"),
        c.CountedDay("d", date(2026, 12, 29), off_reason="paused"),
        c.CountedDay("e", date(2026, 12, 30), 1, is_due=True, is_today=True),
    ]
    page = page_of(draw("{% why_this_date why %}", {"why": c.Explanation("One working day.", days)}))

    assert [b.text for b in page.cssselect(".hsb-days b")] == ["0", "BH", "–", "‖", "1"]
    assert page.cssselect(".is-due.is-today")


def test_why_this_date_takes_what_timeliness_makes() -> None:
    """One component for both: the dataclass of hsb.timeliness carries at least what the component reads."""
    from hsb.timeliness import explain

    ours = {field for field in c.Explanation.__dataclass_fields__ if not field.endswith("_href")}

    assert ours <= set(explain.Explanation.__dataclass_fields__)
    assert set(c.CountedDay.__dataclass_fields__) == set(explain.Day.__dataclass_fields__)


def test_chronology_has_the_future_above_today_and_corrections_struck() -> None:
    page = page_of(draw("{% chronology days today=today %}", FED))
    order = [element.get("class") for element in page.cssselect(".hsb-day, .hsb-today")]

    assert order == ["hsb-day hsb-day--ahead", "hsb-today", "hsb-day", "hsb-day"]
    assert page.cssselect(".hsb-today")[0].text == "Today, Tuesday 1 December 2026"
    assert [element.text for element in page.cssselect("del")] == [
        "Agreed on 13 November that work before trial may go ahead.",
        "Entered on the wrong case.",
    ]


def test_empty_chronology_says_so() -> None:
    assert "Nothing has been recorded" in draw("{% chronology none today=today %}", {"none": [], "today": TODAY})


def test_locked_task_has_no_link_and_says_what_opens_it() -> None:
    item = page_of(draw("{% task_list tasks %}", FED)).cssselect("li")[3]

    assert not item.cssselect("a, button")
    assert "Opens when" in item.text_content()


def test_two_texts_keeps_both_and_starts_from_what_was_written() -> None:
    page = page_of(draw("{% two_texts conflicts 3 hidden=hidden %}", FED))

    assert page.cssselect("#theirs-words")[0].text == "Supervised at break."
    assert page.cssselect("textarea[name=words]")[0].text == "Supervised at break and on the bus."
    assert page.cssselect("input[name=version]")[0].get("value") == "3"
    assert page.cssselect("input[name=other]")[0].get("value") == gallery.HOSTILE


def test_summary_says_when_nothing_was_given() -> None:
    assert "Not given" in draw("{% summary_list facts %}", FED)


def test_pages_without_neighbours_show_nothing() -> None:
    assert draw("{% pagination pages %}", {"pages": c.Pages()}).strip() == ""


def test_filter_bar_keeps_what_was_chosen() -> None:
    page = page_of(draw("{% filter_bar filters 'Filter' hidden=hidden %}", FED))

    assert page.cssselect("option[selected]")[0].get("value") == "yos"
    assert page.cssselect("form")[0].get("method") == "get"
    assert page.cssselect("input[type=hidden]")[0].get("value") == gallery.HOSTILE


def test_rows_refuse_what_they_were_not_given() -> None:
    """A row with a missing value is a mistake of ours, not an empty cell."""
    with pytest.raises(Exception, match="no attribute"):
        draw("{% case_rows rows %}", {"rows": [{"reference": "x"}]})


def test_case_page_has_a_reference_in_its_title_and_never_a_name() -> None:
    fed = {"identity_bar": FED["bar"], "tab_groups": FED["tab_groups"], "active_tab": "notes"}
    html = render_to_string("case_base.html", fed)
    page = whole_page(html)

    title = page.cssselect("title")[0].text
    assert title.startswith("Case HSB-26-0417")
    assert "Jordan" not in title
    assert page.cssselect("a[aria-current=page]")[0].text == "Notes"
    assert len(page.cssselect("h1")) == 1
    assert page.get("lang") == "en-GB"
