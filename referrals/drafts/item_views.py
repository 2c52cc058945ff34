"""Pages of one repeated thing in a section of a draft."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hsb import clock
from hsb.errors import StaleVersion
from hsb.writing import merging
from hsb.writing.fields import SectionForm, Typed
from hsb.writing.sections import ItemList, Section, bind
from hsb.writing.typed import has_content, unchecked
from referrals import sections
from referrals.drafts import actions as drafts
from referrals.drafts import queries
from referrals.drafts.saving import (
    background,
    changed,
    conflict_page,
    keep,
    open_draft,
    resolved,
    sent_already,
    typed_of,
)
from referrals.models import Draft


# -- a repeated thing --------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, draft_id: UUID, key: str, list_key: str, number: int) -> HttpResponse:
    """One incident, person or allegation. A number one higher than any so far is a new one."""
    draft, found = open_draft(request, draft_id, key)
    items, stored = _open_item(draft, found, list_key, number)
    before = typed_of(stored)
    if draft.stage == "sent":
        return sent_already(request, draft, items.form, before)
    if request.method != "POST":
        return _item_page(request, draft, found, items, number, None)
    typed = resolved(request, items.form, before)

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

    try:
        kept = keep(request, items.form, typed, save)
    except drafts.AlreadySent:
        return sent_already(request, draft, items.form, before)
    if isinstance(kept, StaleVersion):
        address = reverse("referrals:item", args=[draft.pk, key, list_key, number])
        return conflict_page(request, draft, found, items.form, kept, typed, address)
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
        version = merging.page_version(saved.version, window)
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
            "form": form or unchecked(bind(items.form, typed_of(stored), context=answers)),
            "version": version or merging.page_version(stored["version"] if stored else 0),
            "was": merging.snapshot(items.form, typed_of(stored)),
            "action": reverse("referrals:item", args=[draft.pk, found.key, items.key, number]),
            "autosave": reverse("referrals:item_autosave", args=[draft.pk, found.key, items.key, number]),
            "removed": bool(stored and stored.get("removed")),
        },
    )


@require_POST
def item_autosave(request: HttpRequest, draft_id: UUID, key: str, list_key: str, number: int) -> JsonResponse:
    """What changed about one repeated thing since the last save is stored."""
    draft, found = open_draft(request, draft_id, key)
    items, stored = _open_item(draft, found, list_key, number)
    typed = changed(request, items.form, typed_of(stored))
    version, window = merging.read_version(request.POST.get("version", ""))

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

    return background(save, window)


def _open_item(draft: Draft, found: Section, list_key: str, number: int) -> tuple[ItemList, Typed | None]:
    items = found.list_of(list_key)
    stored = draft.typed().get(found.key, {})
    if items is None or found.key == "attachments" or not 1 <= number <= drafts.next_number(stored, list_key):
        raise Http404("No such page")
    return items, _stored_item(draft, found, list_key, number)


def _stored_item(draft: Draft, found: Section, list_key: str, number: int) -> Typed | None:
    return next((one for one in draft.typed().get(found.key, {}).get(list_key, []) if one["n"] == number), None)
