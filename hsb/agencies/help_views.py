"""The partnership keeps its own links on the help page: local procedures, tools, whom else to ask (P8)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.agencies import actions as agencies
from hsb.agencies import queries
from hsb.agencies.administrators import for_administrators
from hsb.agencies.models import HelpEntry
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.commands import say_on
from hsb.ui.components import TwoTexts
from hsb.ui.fields import LongTextField, TextField
from hsb.ui.forms import BaseForm, refuse
from hsb.ui.press import version_of
from hsb.ui.words import date_time

ASKING = ["GET", "HEAD", "POST"]


class LinkForm(BaseForm):
    """One link."""

    title = TextField(
        label="What it is",
        max_length=120,
        help_text="The words people press. For example: Neglect screening tool",
        error_messages={"required": "Enter what the link is."},
    )
    url = TextField(
        label="Web address",
        max_length=500,
        help_text="It starts with https:// or http://",
        error_messages={"required": "Enter the web address."},
    )
    about = LongTextField(
        label="What it is for (optional)", what="what it is for", rows=2, max_length=300, required=False
    )

    def clean_url(self) -> str:
        typed: str = self.cleaned_data["url"]
        try:
            URLValidator(schemes=["http", "https"])(typed)
        except ValidationError:
            raise refuse(
                "Enter a web address that starts with https:// or http://, such as https://www.example.org/"
            ) from None
        return typed


LABELS = {name: field.label for name, field in LinkForm.base_fields.items()}


for_help_editors = for_administrators("Only an administrator can change the help page.")


def _entry(pk: int) -> HelpEntry:
    found = queries.help_entry(pk)
    if found is None:
        raise Http404("This link has been removed.")
    return found


@require_safe
@for_help_editors
def show(request: HttpRequest) -> HttpResponse:
    """The links in their order, each to be changed, moved or removed."""
    return render(request, "pages/help_edit.html", {"entries": queries.help_entries()})


@require_http_methods(ASKING)
@for_help_editors
def add(request: HttpRequest) -> HttpResponse:
    """Add a link at the end."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agencies.add_help(**form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, "The link is on the help page.")
        return redirect("pages:help_edit")
    return render(
        request,
        "pages/help_entry.html",
        {"form": form, "heading": "Add a link", "version": ""},
        status=422 if form.errors else 200,
    )


@require_http_methods(ASKING)
@for_help_editors
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a link; when somebody else saved first, both texts are shown."""
    entry = _entry(pk)
    initial = {name: getattr(entry, name) for name in LABELS}
    form = LinkForm(request.POST if request.method == "POST" else None, initial=initial)
    conflicts: list[TwoTexts] = []
    if request.method == "POST" and form.is_valid():
        try:
            agencies.change_help(
                entry=entry, **form.cleaned_data, version=version_of(request), by=request.user, at=clock.now()
            )
        except StaleVersion:
            entry = _entry(pk)
            conflicts = _both(entry, form.cleaned_data)
        except ActionNotAllowed as refusal:
            say_on(form, refusal)
        else:
            messages.success(request, "The link is changed.")
            return redirect("pages:help_edit")
    return render(
        request,
        "pages/help_entry.html",
        {"form": form, "heading": "Change a link", "version": entry.version, "conflicts": conflicts},
        status=409 if conflicts else 422 if form.errors else 200,
    )


def _both(entry: HelpEntry, typed: dict[str, Any]) -> list[TwoTexts]:
    """Answer every text as it is stored and as it was typed: all of them, so that all are sent again."""
    return [
        TwoTexts(
            name=name,
            label=str(label),
            theirs=getattr(entry, name),
            yours=typed[name],
            saved_by=entry.saved_by.full_name if entry.saved_by else "",
            saved_at=date_time(entry.saved_at),
        )
        for name, label in LABELS.items()
    ]


@require_http_methods(ASKING)
@for_help_editors
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link off the help page, when it is still what one has read."""
    entry = _entry(pk)
    changed = False
    if request.method == "POST":
        try:
            agencies.remove_help(entry=entry, version=version_of(request), by=request.user, at=clock.now())
        except StaleVersion:
            entry, changed = _entry(pk), True
        except ActionNotAllowed as refusal:
            messages.error(request, refusal.sentence)
            return redirect("pages:help_edit")
        else:
            messages.success(request, "The link is off the help page.")
            return redirect("pages:help_edit")
    return render(
        request, "pages/help_remove.html", {"entry": entry, "changed": changed}, status=409 if changed else 200
    )


@require_POST
@for_help_editors
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a link one place up or down."""
    try:
        agencies.move_help(entry=_entry(pk), up=request.POST.get("to") != "down", by=request.user, at=clock.now())
    except ActionNotAllowed as refusal:
        messages.error(request, refusal.sentence)
    return redirect("pages:help_edit")
