"""Opening a page of a draft, and keeping what was typed on it: merged with another window's, or both texts shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.writing import merging
from hsb.writing.fields import SectionForm, Typed
from hsb.writing.sections import Section
from hsb.writing.typed import HOUSEKEEPING, capture
from referrals import sections
from referrals.drafts import actions as drafts
from referrals.drafts import queries
from referrals.drafts.sending import addendum_page
from referrals.models import Draft


def background(save: Callable[[], drafts.Saved], window: str) -> JsonResponse:
    try:
        saved = save()
    except StaleVersion:
        return JsonResponse(
            {
                "message": "Not saved: this was changed in another window. "
                "Press the green button: you will see both texts and choose."
            },
            status=409,
        )
    except ActionNotAllowed as refusal:
        return JsonResponse({"message": refusal.sentence}, status=409)
    return JsonResponse(
        {"saved_at": saved.saved_at.isoformat(), "version": merging.page_version(saved.version, window)}
    )


def changed(request: HttpRequest, form_class: type[SectionForm], before: Typed) -> Typed:
    """Answer what is stored with only the boxes that changed replaced."""
    changed = set(request.POST.getlist("changed"))
    new = capture(form_class, request.POST)
    kept = {name: value for name, value in before.items() if name not in changed}
    return kept | {name: value for name, value in new.items() if name in changed}


# -- shared ------------------------------------------------------------------------------------------------------------
def open_draft(request: HttpRequest, draft_id: UUID, key: str) -> tuple[Draft, Section]:
    draft = queries.mine(request.user, draft_id)
    if key not in sections.SECTIONS:
        raise Http404("No such section")
    return draft, sections.SECTIONS[key]


def typed_of(stored: Typed | None) -> Typed:
    return {name: value for name, value in (stored or {}).items() if name not in HOUSEKEEPING}


def own_answers(draft: Draft, found: Section) -> Typed:
    """What was typed into a section's own questions, without its lists."""
    lists = {items.key for items in found.lists} | {"next"}
    return {name: value for name, value in draft.typed().get(found.key, {}).items() if name not in lists}


def resolved(request: HttpRequest, form_class: type[SectionForm], stored: Typed) -> Typed:
    """What this press should store: what was typed, or after a conflict what was chosen of both."""
    typed = capture(form_class, request.POST)
    for name in form_class.base_fields:
        if request.POST.get(f"keep-{name}") == "theirs":
            for posted in merging.names_of(form_class, name):
                typed.pop(posted, None)
                if posted in stored:
                    typed[posted] = stored[posted]
    return typed


Save = Callable[[Typed, int, str], drafts.Saved]


def keep(
    request: HttpRequest, form_class: type[SectionForm], typed: Typed, save: Save
) -> tuple[drafts.Saved, Typed, str] | StaleVersion:
    """Save what was typed; where another window saved other questions meanwhile, save both windows' answers together.

    Answers the conflict when one question was answered in both.
    """
    version, window = merging.read_version(request.POST.get("version", ""))
    try:
        return save(typed, version, window), typed, window
    except StaleVersion as stale:
        current: Any = stale.current
        whole, clash = merging.merged(form_class, request.POST.get("was", ""), current.typed, typed)
        if clash or current.removed:
            return stale
    try:
        return save(whole, current.version, window), whole, window
    except StaleVersion as again:
        return again


def conflict_page(
    request: HttpRequest,
    draft: Draft,
    found: Section,
    form_class: type[SectionForm],
    stale: StaleVersion,
    typed: Typed,
    address: str,
) -> HttpResponse:
    """Both texts, side by side; nothing was written and nothing is lost."""
    current: Any = stale.current
    typed, _ = merging.merged(form_class, request.POST.get("was", ""), current.typed, typed)
    differing = merging.differences(form_class, current.typed, typed, context=sections.collect(draft))
    in_boxes = {one.name for one in differing if one.is_text}
    context = {
        "draft": draft,
        "section": found,
        "differences": differing,
        "hidden": [
            (name, value)
            for name, values in typed.items()
            if name not in in_boxes
            for value in (values if isinstance(values, list) else [values])
        ],
        "version": merging.page_version(current.version),
        "action": address,
        "saved_at": current.saved_at,
        "removed": current.removed,
    }
    return render(request, "referrals/draft_conflict.html", context, status=409)


def sent_already(request: HttpRequest, draft: Draft, form_class: type[SectionForm], stored: Typed) -> HttpResponse:
    """The referral went while this page was open: nothing typed since is lost, it can be added."""
    if request.method != "POST":
        return redirect("referrals:sent", draft.pk)
    new = merging.differences(form_class, stored, capture(form_class, request.POST), context={})
    text = "\n\n".join(f"{one.label}\n{one.yours}" for one in new if one.yours)
    if not text:
        return redirect("referrals:sent", draft.pk)
    messages.error(request, f"{drafts.ALREADY_SENT} What you typed since is below.")
    return addendum_page(request, draft, text=text, status=409)
