"""The components of a page. `{% load ui %}`, then one tag each, with explicit arguments; docs/components.md lists them.

Arguments are plain values (hsb/ui/components.py). A tag never queries and never escapes by hand: its template does.

Over 300 lines: one tag for each component, each a few lines.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.forms import BaseForm as DjangoForm
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString

from hsb import clock
from hsb.ui import words
from hsb.ui.components import (
    Around,
    Clock,
    Condition,
    Day,
    DocumentLine,
    Fact,
    Filter,
    Link,
    Moment,
    NextStep,
    Pages,
    Stage,
    Task,
    TwoTexts,
)
from hsb.ui.forms import error_links
from hsb.ui.jinja import render_rows
from hsb.ui.status_tags import status_tag_html

register = template.Library()

register.filter("long_date", words.long_date)
register.filter("day_month", words.day_month)
register.filter("day_month_year", words.day_month_year)
register.filter("short_date", words.short_date)
register.filter("weekday", words.weekday)
register.filter("time_words", words.time_words)
register.filter("date_time", words.date_time)
register.filter("partial_date", words.partial_date)
register.filter("about_age", words.about_age)


@register.simple_tag
def status_tag(kind: str, value: str, label: str = "") -> SafeString:
    """A state's tag: {% status_tag "referral" referral.status %}."""
    return status_tag_html(kind, value, label)


@register.inclusion_tag("components/badge.html")
def badge(text: str, colour: str = "black") -> dict[str, Any]:
    """A badge on the identity bar or a heading: {% badge "Alleged" %}."""
    return {"text": text, "colour": colour}


@register.inclusion_tag("components/identity_bar.html")
def identity_bar(bar: Any) -> dict[str, Any]:
    """Who the case is about: {% identity_bar bar %}, an IdentityBar."""
    return {"bar": bar}


@register.inclusion_tag("components/conditions.html")
def conditions(conditions: Sequence[Condition]) -> dict[str, Any]:
    """Conditions in force, which nobody can close: {% conditions conditions %}."""
    return {"conditions": conditions}


@register.inclusion_tag("components/stage_tracker.html")
def stage_tracker(stages: Sequence[Stage], summary: str = "") -> dict[str, Any]:
    """The delay chain in one thin row: {% stage_tracker stages summary="53 so far" %}."""
    return {"stages": stages, "summary": summary}


@register.inclusion_tag("components/next_steps.html")
def next_steps(steps: Sequence[NextStep], heading: str = "What happens next", empty: str = "") -> dict[str, Any]:
    """What happens next, who does it, by when, and why: {% next_steps steps %}."""
    return {"steps": steps, "heading": heading, "empty": empty or "Nothing is waiting to be done on this case."}


@register.inclusion_tag("components/why_this_date.html")
def why_this_date(
    explanation: Any, open: bool = False, about: str = "", question: str = "Why this date?"
) -> dict[str, Any]:
    """Why a date is what it is: {% why_this_date clock.explanation about="AIM2 planning meeting" %}, an Explanation."""
    return {"why": explanation, "open": open, "about": about, "question": question}


@register.inclusion_tag("components/chronology.html")
def chronology(
    days: Sequence[Day], today: Any = None, heading_level: int = 3, empty: str = "", more: Link | None = None
) -> dict[str, Any]:
    """Days, newest first, with the rule "today" between what is ahead and what happened: {% chronology days today=today %}."""
    today = today or clock.today()
    ahead = [day for day in days if day.on > today]
    past = [day for day in days if day.on <= today]
    return {
        "ahead": ahead,
        "past": past,
        "today": today,
        "tag": f"h{heading_level}",
        "empty": empty or "Nothing has been recorded that matches.",
        "more": more,
    }


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Sequence[Task], id_prefix: str = "task") -> dict[str, Any]:
    """Sections with the state of each: {% task_list tasks %}; a Task without href is locked and its hint says why."""
    return {"tasks": tasks, "id_prefix": id_prefix}


@register.inclusion_tag("components/summary_list.html")
def summary_list(
    facts: Sequence[Fact], title: str = "", change: Link | None = None, heading_level: int = 2
) -> dict[str, Any]:
    """Questions and answers: {% summary_list facts title="The young person" change=link %}."""
    return {"facts": facts, "title": title, "change": change, "tag": f"h{heading_level}"}


@register.inclusion_tag("components/people.html")
def people(
    people: Sequence[Around], heading: str = "People", heading_level: int = 2, empty: str = "Nobody is recorded yet."
) -> dict[str, Any]:
    """People around the child: {% people around heading="People around J.M." %}."""
    return {"people": people, "heading": heading, "tag": f"h{heading_level}", "empty": empty}


@register.inclusion_tag("components/open_clocks.html")
def open_clocks(clocks: Sequence[Clock], heading: str = "Open clocks", heading_level: int = 2) -> dict[str, Any]:
    """Clocks that run: {% open_clocks clocks %}."""
    return {"clocks": clocks, "heading": heading, "tag": f"h{heading_level}"}


@register.inclusion_tag("components/documents.html")
def document_list(
    documents: Sequence[DocumentLine],
    heading: str = "Documents",
    more: Link | None = None,
    empty: str = "",
    heading_level: int = 2,
) -> dict[str, Any]:
    """Documents: {% document_list documents more=all_documents %}."""
    return {
        "documents": documents,
        "heading": heading,
        "more": more,
        "empty": empty or "No documents yet.",
        "tag": f"h{heading_level}",
    }


@register.inclusion_tag("components/timeline.html")
def timeline(moments: Sequence[Moment], heading_level: int = 3) -> dict[str, Any]:
    """Who did what, newest first: {% timeline moments %}."""
    return {"moments": moments, "tag": f"h{heading_level}"}


@register.inclusion_tag("components/pagination.html")
def pagination(pages: Pages, label: str = "Pages of this list") -> dict[str, Any]:
    """Previous and next: {% pagination pages %}."""
    return {"pages": pages, "label": label}


@register.inclusion_tag("components/filter_bar.html")
def filter_bar(
    filters: Sequence[Filter],
    label: str,
    action: str = "",
    hidden: Mapping[str, str] | None = None,
    clear: str = "",
    export: str = "",
    button: str = "Filter",
) -> dict[str, Any]:
    """Filters in the address: {% filter_bar filters "Filter the chronology" clear=url export=url %}."""
    return {
        "filters": filters,
        "label": label,
        "action": action,
        "hidden": (hidden or {}).items(),
        "clear": clear,
        "export": export,
        "button": button,
    }


@register.inclusion_tag("components/notification.html")
def notification(
    text: str, heading: str = "Important", success: bool = False, link: Link | None = None
) -> dict[str, Any]:
    """A banner that says what the system did: {% notification "MASH and YOS have it" success=True heading="Sent" %}."""
    return {"text": text, "heading": heading, "success": success, "link": link}


@register.inclusion_tag("components/panel.html")
def panel(title: str, body: str = "", heading_level: int = 1) -> dict[str, Any]:
    """The green panel of a page to keep: {% panel "MASH and YOS have your referral" "R-26-0193 · sent …" %}."""
    return {"title": title, "body": body, "tag": f"h{heading_level}"}


@register.inclusion_tag("components/person_name.html")
def person_name(initials: str, full_name: str = "", age: int | None = None, pseudonym: str = "") -> dict[str, Any]:
    """Initials; the full name when pressed: {% person_name "J.M." "Jordan Mallory" age=14 %}."""
    called = pseudonym or initials
    return {"shown": f"{called}, {age}" if age is not None else called, "full_name": full_name}


@register.inclusion_tag("components/empty.html")
def empty_state(text: str, hint: str = "", link: Link | None = None) -> dict[str, Any]:
    """Nothing here, said kindly: {% empty_state "Nothing is overdue." %}."""
    return {"text": text, "hint": hint, "link": link}


@register.inclusion_tag("components/two_texts.html", takes_context=True)
def two_texts(
    context: Context,
    conflicts: Sequence[TwoTexts],
    version: int | str,
    action: str = "",
    hidden: Mapping[str, str] | Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Somebody saved first: {% two_texts conflicts version=current.version %}; both texts, and what to keep.

    Posts each text under its `name`, `version` (the current one) and `hidden` (what else was typed) to the page or `action`.
    """
    return {
        "conflicts": conflicts,
        "action": action,
        "version": version,
        "hidden": hidden.items() if isinstance(hidden, Mapping) else hidden,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/inset.html")
def inset(text: str, title: str = "", link: Link | None = None) -> dict[str, Any]:
    """Words set apart: {% inset "If that changes, call 999 first." title="You said nobody is in danger." %}."""
    return {"text": text, "title": title, "link": link}


@register.inclusion_tag("components/warning.html")
def warning(text: str) -> dict[str, Any]:
    """A warning: {% warning "This address must not be disclosed to the father." %}."""
    return {"text": text}


@register.inclusion_tag("components/card.html")
def card(card: Any, heading_level: int = 3) -> dict[str, Any]:
    """A boxed thing: {% card decision %}, a Card."""
    return {"card": card, "tag": f"h{heading_level}"}


@register.inclusion_tag("components/work_row.html")
def work_row(row: Any, primary: bool = False) -> dict[str, Any]:
    """One row of work outside a list; lists use {% work_rows %}."""
    return {"html": render_rows("work.jinja", rows=[row], primary_first=primary, row_only=True)}


@register.simple_tag
def work_rows(rows: Sequence[Any], primary_first: bool = False) -> SafeString:
    """The rows of My work: {% work_rows overdue primary_first=True %}; only the first group has the green button."""
    return render_rows("work.jinja", rows=rows, primary_first=primary_first, row_only=False)


@register.simple_tag
def case_rows(rows: Sequence[Any]) -> SafeString:
    """The body rows of the case list's table: {% case_rows page.rows %}."""
    return render_rows("cases.jinja", rows=rows)


@register.simple_tag
def inbox_rows(rows: Sequence[Any], table: bool = False) -> SafeString:
    """Referrals waiting: the rail beside an open one, or the body of the full table (table=True)."""
    return render_rows("inbox_table.jinja" if table else "inbox.jinja", rows=rows)


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: DjangoForm | None) -> dict[str, Any]:
    """What is wrong, each line taking the person to the box. base.html already shows it for `form`."""
    return {"links": error_links(form) if form is not None else []}


@register.inclusion_tag("components/form.html", takes_context=True)
def form(
    context: Context,
    form: DjangoForm,
    submit: str = "Save and continue",
    action: str = "",
    autosave: str = "",
    version: int | str = "",
    secondary: str = "",
    secondary_name: str = "then",
    secondary_value: str = "back",
    cancel: str = "",
    cancel_text: str = "Cancel",
    warning: bool = False,
    quiet: bool = False,
) -> dict[str, Any]:
    """The whole form: tag, CSRF, fields, one button. `secondary` is a second button's words; `cancel` an address."""
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "autosave": autosave,
        "version": version,
        # What is saved while it is typed has its own way with two windows.
        "once": context.get("once") or ("" if autosave else context.get("press", "")),
        "secondary": secondary,
        "secondary_name": secondary_name,
        "secondary_value": secondary_value,
        "cancel": cancel,
        "cancel_text": cancel_text,
        "warning": warning,
        "quiet": quiet,
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }


@register.inclusion_tag("components/button.html", takes_context=True)
def command_button(
    context: Context, text: str, action: str, secondary: bool = True, about: str = "", version: int | str = ""
) -> dict[str, Any]:
    """A command as a one-button POST form: {% command_button "Claim" url about="R-26-0193" %}."""
    return {
        "text": text,
        "action": action,
        "secondary": secondary,
        "about": about,
        "version": version,
        "once": context.get("once") or context.get("press", ""),
        "csrf_token": context.get("csrf_token"),
    }


class _Disclosure(Node):
    def __init__(self, summary: FilterExpression, options: dict[str, FilterExpression], body: NodeList) -> None:
        self.summary, self.options, self.body = summary, options, body

    def render(self, context: Context) -> str:
        options = {name: value.resolve(context) for name, value in self.options.items()}
        found = context.template.engine.get_template("components/disclosure.html")
        values = {"summary": self.summary.resolve(context), "body": self.body.render(context), **options}
        return found.render(context.new(values))


@register.tag
def disclosure(parser: Parser, token: Token) -> Node:
    """Words to press for more: {% disclosure "What the referrer will be told" open=False %}…{% enddisclosure %}."""
    bits = token.split_contents()[1:]
    if not bits:
        raise template.TemplateSyntaxError("disclosure needs the words to press")
    summary = parser.compile_filter(bits.pop(0))
    options = token_kwargs(bits, parser)
    body = parser.parse(("enddisclosure",))
    parser.delete_first_token()
    return _Disclosure(summary, options, body)
