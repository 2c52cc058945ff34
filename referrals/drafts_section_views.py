"""Pages of one section, of one repeated thing in it, and of a file: every press saves first, whatever it asks for next."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hsb import clock
from hsb.documents import actions as documents
from hsb.errors import ActionNotAllowed, StaleVersion
from referrals import drafts, sections
from referrals import drafts_pages as pages
from referrals import drafts_queries as queries
from referrals.drafts_forms import FileForm
from referrals.drafts_sending import addendum_page
from referrals.models import Draft
from referrals.sections.base import HOUSEKEEPING, ItemList, Section, SectionForm, Typed, bind, capture, has_content


# -- a section ---------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, draft_id: UUID, key: str) -> HttpResponse:
    """One section: its own questions, and its lists. Every press saves first, whatever it asks for next."""
    draft, found = _open(request, draft_id, key)
    if draft.stage == "sent":
        return _sent_already(request, draft, found.form, _own(draft, found))
    if request.method != "POST":
        return _section_page(request, draft, found, None)
    typed = _resolved(request, found.form, _own(draft, found))

    def save(answers: Typed, version: int, window: str) -> drafts.Saved:
        return drafts.save_section(
            draft=draft, key=key, answers=answers, version=version, window=window, by=request.user, at=clock.now()
        )

    kept = _keep(request, found.form, typed, save)
    if isinstance(kept, StaleVersion):
        return _conflict(
            request, draft, found, found.form, kept, typed, reverse("referrals:section", args=[draft.pk, key])
        )
    saved, _, window = kept
    draft = queries.mine(request.user, draft_id)
    return _asked_for(request, draft, found) or _after_section(request, draft, found, saved.version, window)


def _after_section(request: HttpRequest, draft: Draft, found: Section, version: int, window: str) -> HttpResponse:
    answers = sections.collect(draft)
    form = found.bound(_own(draft, found), context=answers)
    needed = found.is_needed(answers[found.key]) if found.is_needed else []
    if form.errors or needed:
        for field, sentence in needed:
            form.need(field, sentence)
        return _section_page(request, draft, found, form, pages.page_version(version, window))
    following = pages.next_section(found, answers)
    return (
        redirect("referrals:section", draft.pk, following.key) if following else redirect("referrals:draft", draft.pk)
    )


def _asked_for(request: HttpRequest, draft: Draft, found: Section) -> HttpResponse | None:
    """Answer where a press other than "Save and continue" leads; what it takes out or puts back is done."""
    verb, _, rest = request.POST.get("then", "").partition(":")
    list_key, _, number = rest.partition(":")
    if verb == "back":
        return redirect("referrals:draft", draft.pk)
    items = found.list_of(list_key)
    if items is None:
        return None
    if found.key == "attachments":
        return _asked_for_file(request, draft, verb, number)
    typed = draft.typed().get(found.key, {})
    if verb == "add":
        return redirect("referrals:item", draft.pk, found.key, list_key, drafts.next_number(typed, list_key))
    if not number.isascii() or not number.isdigit() or len(number) > 4:
        return None
    if verb == "change":
        return redirect("referrals:item", draft.pk, found.key, list_key, int(number))
    if verb in ("remove", "restore"):
        drafts.set_removed(
            draft=draft,
            key=found.key,
            list_key=list_key,
            number=int(number),
            removed=verb == "remove",
            by=request.user,
            at=clock.now(),
        )
        return redirect(f"{reverse('referrals:section', args=[draft.pk, found.key])}#{list_key}")
    return None


def _asked_for_file(request: HttpRequest, draft: Draft, verb: str, key: str) -> HttpResponse | None:
    if verb == "add":
        return redirect("referrals:upload", draft.pk)
    file = next((file for file in queries.files(draft) if str(file.pk) == key), None)
    if verb == "remove" and file is not None:
        documents.remove_from_draft(document=file, by=request.user)
        messages.success(request, "The file was taken out.")
    return redirect("referrals:section", draft.pk, "attachments")


def _section_page(
    request: HttpRequest, draft: Draft, found: Section, form: SectionForm | None, version: str = ""
) -> HttpResponse:
    answers = sections.collect(draft)
    stored = queries.saved_section(draft, found.key)
    typed = stored.answers if stored else {}
    shown = form or _unchecked(found.form, _own(draft, found), answers)
    return render(
        request,
        "referrals/section.html",
        {
            "draft": draft,
            "section": found,
            "form": shown,
            "version": version or pages.page_version(stored.version if stored else 0),
            "was": pages.snapshot(found.form, _own(draft, found)),
            "autosave": reverse("referrals:section_autosave", args=[draft.pk, found.key]),
            "lists": pages.lists_on_page(found, typed, answers, draft),
            "number": sections.IN_ORDER.index(found) + 1,
            "count": len(sections.IN_ORDER),
            "initials": queries.initials(answers["young-person"]),
            "saved_at": stored.saved_at if stored else None,
        },
    )


def _unchecked(form_class: type[SectionForm], typed: Typed, answers: dict[str, Any]) -> SectionForm:
    """Answer the form with what was typed, without telling people off before they pressed a button."""
    form = bind(form_class, typed, context=answers)
    form._errors = ErrorDict()
    return form


# -- a repeated thing --------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, draft_id: UUID, key: str, list_key: str, number: int) -> HttpResponse:
    """One incident, person or allegation. A number one higher than any so far is a new one."""
    draft, found = _open(request, draft_id, key)
    items, stored = _open_item(draft, found, list_key, number)
    before = _typed(stored)
    if draft.stage == "sent":
        return _sent_already(request, draft, items.form, before)
    if request.method != "POST":
        return _item_page(request, draft, found, items, number, None)
    typed = _resolved(request, items.form, before)

    def save(answers: Typed, version: int, window: str) -> drafts.Saved:
        return drafts.save_item(
            draft=draft,
            key=key,
            list_key=list_key,
            number=number,
            answers=answers,
            version=version,
            window=window,
            by=request.user,
            at=clock.now(),
        )

    kept = _keep(request, items.form, typed, save)
    if isinstance(kept, StaleVersion):
        address = reverse("referrals:item", args=[draft.pk, key, list_key, number])
        return _conflict(request, draft, found, items.form, kept, typed, address)
    saved, typed, window = kept
    return _after_item(request, queries.mine(request.user, draft_id), found, items, saved, typed, window)


def _after_item(
    request: HttpRequest, draft: Draft, found: Section, items: ItemList, saved: drafts.Saved, typed: Typed, window: str
) -> HttpResponse:
    number = saved.number or 1
    then = request.POST.get("then", "")
    section_page = f"{reverse('referrals:section', args=[draft.pk, found.key])}#{items.key}"
    if then == "back" or (then == "another" and not has_content(typed)):
        return redirect(section_page)
    form = bind(items.form, typed, context=sections.collect(draft))
    if form.errors:
        version = pages.page_version(saved.version, window)
        return _item_page(request, draft, found, items, number, form, version)
    if then == "another":
        stored = draft.typed().get(found.key, {})
        return redirect("referrals:item", draft.pk, found.key, items.key, drafts.next_number(stored, items.key))
    return redirect(section_page)


def _item_page(
    request: HttpRequest,
    draft: Draft,
    found: Section,
    items: ItemList,
    number: int,
    form: SectionForm | None,
    version: str = "",
) -> HttpResponse:
    answers = sections.collect(draft)
    stored = _stored_item(draft, found, items.key, number)
    return render(
        request,
        "referrals/section_item.html",
        {
            "draft": draft,
            "section": found,
            "items": items,
            "number": number,
            "form": form or _unchecked(items.form, _typed(stored), answers),
            "version": version or pages.page_version(stored["version"] if stored else 0),
            "was": pages.snapshot(items.form, _typed(stored)),
            "action": reverse("referrals:item", args=[draft.pk, found.key, items.key, number]),
            "autosave": reverse("referrals:item_autosave", args=[draft.pk, found.key, items.key, number]),
            "removed": bool(stored and stored.get("removed")),
        },
    )


# -- saving in the background --------------------------------------------------------------------------------------------
@require_POST
def section_autosave(request: HttpRequest, draft_id: UUID, key: str) -> JsonResponse:
    """What changed in a section since the last save is stored."""
    draft, found = _open(request, draft_id, key)
    typed = _changed(request, found.form, _own(draft, found))
    version, window = pages.read_version(request.POST.get("version", ""))

    def save() -> drafts.Saved:
        return drafts.save_section(
            draft=draft, key=key, answers=typed, version=version, window=window, by=request.user, at=clock.now()
        )

    return _background(save, window)


@require_POST
def item_autosave(request: HttpRequest, draft_id: UUID, key: str, list_key: str, number: int) -> JsonResponse:
    """What changed about one repeated thing since the last save is stored."""
    draft, found = _open(request, draft_id, key)
    items, stored = _open_item(draft, found, list_key, number)
    typed = _changed(request, items.form, _typed(stored))
    version, window = pages.read_version(request.POST.get("version", ""))

    def save() -> drafts.Saved:
        return drafts.save_item(
            draft=draft,
            key=key,
            list_key=list_key,
            number=number,
            answers=typed,
            version=version,
            window=window,
            renumber=False,
            by=request.user,
            at=clock.now(),
        )

    return _background(save, window)


def _background(save: Callable[[], drafts.Saved], window: str) -> JsonResponse:
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
    return JsonResponse({"saved_at": saved.saved_at.isoformat(), "version": pages.page_version(saved.version, window)})


def _changed(request: HttpRequest, form_class: type[SectionForm], before: Typed) -> Typed:
    """Answer what is stored with only the boxes that changed replaced."""
    changed = set(request.POST.getlist("changed"))
    new = capture(form_class, request.POST)
    kept = {name: value for name, value in before.items() if name not in changed}
    return kept | {name: value for name, value in new.items() if name in changed}


# -- files -------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A file goes with the referral. What it really is, is decided by its content."""
    draft = queries.mine(request.user, draft_id)
    if draft.stage == "sent":
        return redirect("referrals:sent", draft.pk)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        try:
            documents.store_upload(
                file=form.cleaned_data["file"],
                title=form.cleaned_data["title"],
                draft=draft.pk,
                by=request.user,
                at=clock.now(),
            )
        except ActionNotAllowed as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, "The file was added.")
            return redirect("referrals:section", draft.pk, "attachments")
    return render(request, "referrals/section_upload.html", {"form": form, "draft": draft})


# -- shared ------------------------------------------------------------------------------------------------------------
def _open(request: HttpRequest, draft_id: UUID, key: str) -> tuple[Draft, Section]:
    draft = queries.mine(request.user, draft_id)
    if key not in sections.SECTIONS:
        raise Http404("No such section")
    return draft, sections.SECTIONS[key]


def _open_item(draft: Draft, found: Section, list_key: str, number: int) -> tuple[ItemList, Typed | None]:
    items = found.list_of(list_key)
    stored = draft.typed().get(found.key, {})
    if items is None or found.key == "attachments" or not 1 <= number <= drafts.next_number(stored, list_key):
        raise Http404("No such page")
    return items, _stored_item(draft, found, list_key, number)


def _stored_item(draft: Draft, found: Section, list_key: str, number: int) -> Typed | None:
    return next((one for one in draft.typed().get(found.key, {}).get(list_key, []) if one["n"] == number), None)


def _typed(stored: Typed | None) -> Typed:
    return {name: value for name, value in (stored or {}).items() if name not in HOUSEKEEPING}


def _own(draft: Draft, found: Section) -> Typed:
    """What was typed into a section's own questions, without its lists."""
    lists = {items.key for items in found.lists} | {"next"}
    return {name: value for name, value in draft.typed().get(found.key, {}).items() if name not in lists}


def _resolved(request: HttpRequest, form_class: type[SectionForm], stored: Typed) -> Typed:
    """What this press should store: what was typed, or after a conflict what was chosen of both."""
    typed = capture(form_class, request.POST)
    for name in form_class.base_fields:
        if request.POST.get(f"keep-{name}") == "theirs":
            for posted in pages.names_of(form_class, name):
                typed.pop(posted, None)
                if posted in stored:
                    typed[posted] = stored[posted]
    return typed


Save = Callable[[Typed, int, str], drafts.Saved]


def _keep(
    request: HttpRequest, form_class: type[SectionForm], typed: Typed, save: Save
) -> tuple[drafts.Saved, Typed, str] | StaleVersion:
    """Save what was typed; where another window saved other questions meanwhile, save both windows' answers together.

    Answers the conflict when one question was answered in both.
    """
    version, window = pages.read_version(request.POST.get("version", ""))
    try:
        return save(typed, version, window), typed, window
    except StaleVersion as stale:
        current: Any = stale.current
        whole, clash = pages.merged(form_class, request.POST.get("was", ""), current.typed, typed)
        if clash or current.removed:
            return stale
    try:
        return save(whole, current.version, window), whole, window
    except StaleVersion as again:
        return again


def _conflict(
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
    typed, _ = pages.merged(form_class, request.POST.get("was", ""), current.typed, typed)
    differing = pages.differences(form_class, current.typed, typed, context=sections.collect(draft))
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
        "version": pages.page_version(current.version),
        "action": address,
        "saved_at": current.saved_at,
        "removed": current.removed,
    }
    return render(request, "referrals/draft_conflict.html", context, status=409)


def _sent_already(request: HttpRequest, draft: Draft, form_class: type[SectionForm], stored: Typed) -> HttpResponse:
    """The referral went while this page was open: nothing typed since is lost, it can be added."""
    if request.method != "POST":
        return redirect("referrals:sent", draft.pk)
    new = pages.differences(form_class, stored, capture(form_class, request.POST), context={})
    text = "\n\n".join(f"{one.label}\n{one.yours}" for one in new if one.yours)
    if not text:
        return redirect("referrals:sent", draft.pk)
    messages.error(request, f"{drafts.ALREADY_SENT} What you typed since is below.")
    return addendum_page(request, draft, text=text, status=409)
