"""Pages of one section, of one repeated thing in it, and of a file: every press saves first, whatever it asks for next."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hsb import clock
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.press import name_of
from hsb.writing import merging
from hsb.writing.fields import SectionForm, Typed
from hsb.writing.sections import Section, bind
from hsb.writing.typed import unchecked
from referrals import sections
from referrals.drafts import actions as drafts
from referrals.drafts import queries
from referrals.drafts import task_list as pages
from referrals.drafts.forms import FileForm
from referrals.drafts.saving import (
    background,
    changed,
    conflict_page,
    keep,
    open_draft,
    own_answers,
    resolved,
    sent_already,
)
from referrals.models import Draft

NOT_ADDED = (
    "The file was not added: this referral was sent meanwhile. Tell its readers of the file by adding to the referral."
)


# -- a section ---------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, draft_id: UUID, key: str) -> HttpResponse:
    """One section: its own questions, and its lists. Every press saves first, whatever it asks for next."""
    draft, found = open_draft(request, draft_id, key)
    if draft.stage == "sent":
        return sent_already(request, draft, found.form, own_answers(draft, found))
    if request.method != "POST":
        return _section_page(request, draft, found, None)
    typed = resolved(request, found.form, own_answers(draft, found))

    def save(answers: Typed, version: int, window: str) -> drafts.Saved:
        return drafts.save_section(
            draft=draft, key=key, answers=answers, version=version, window=window, by=request.user, at=clock.now()
        )

    try:
        kept = keep(request, found.form, typed, save)
    except drafts.AlreadySent:
        return sent_already(request, draft, found.form, own_answers(draft, found))
    if isinstance(kept, StaleVersion):
        return conflict_page(
            request, draft, found, found.form, kept, typed, reverse("referrals:section", args=[draft.pk, key])
        )
    saved, _, window = kept
    draft = queries.mine(request.user, draft_id)
    return _asked_for(request, draft, found) or _after_section(request, draft, found, saved.version, window)


def _after_section(request: HttpRequest, draft: Draft, found: Section, version: int, window: str) -> HttpResponse:
    answers = sections.collect(draft)
    form = found.bound(own_answers(draft, found), context=answers)
    needed = found.is_needed(answers[found.key]) if found.is_needed else []
    if form.errors or needed:
        for field, sentence in needed:
            form.need(field, sentence)
        return _section_page(request, draft, found, form, merging.page_version(version, window))
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
        drafts.remove_file(draft=draft, document=file, by=request.user)
        messages.success(request, "The file was taken out.")
    return redirect("referrals:section", draft.pk, "attachments")


def _section_page(
    request: HttpRequest, draft: Draft, found: Section, form: SectionForm | None, version: str = ""
) -> HttpResponse:
    answers = sections.collect(draft)
    stored = queries.saved_section(draft, found.key)
    typed = stored.answers if stored else {}
    shown = form or unchecked(bind(found.form, own_answers(draft, found), context=answers))
    return render(
        request,
        "referrals/section.html",
        {
            "draft": draft,
            "section": found,
            "form": shown,
            "version": version or merging.page_version(stored.version if stored else 0),
            "was": merging.snapshot(found.form, own_answers(draft, found)),
            "autosave": reverse("referrals:section_autosave", args=[draft.pk, found.key]),
            "lists": pages.lists_on_page(found, typed, answers, draft),
            "number": sections.IN_ORDER.index(found) + 1,
            "count": len(sections.IN_ORDER),
            "initials": queries.initials(answers["young-person"]),
            "saved_at": stored.saved_at if stored else None,
        },
    )


# -- saving in the background --------------------------------------------------------------------------------------------
@require_POST
def section_autosave(request: HttpRequest, draft_id: UUID, key: str) -> JsonResponse:
    """What changed in a section since the last save is stored."""
    draft, found = open_draft(request, draft_id, key)
    typed = changed(request, found.form, own_answers(draft, found))
    version, window = merging.read_version(request.POST.get("version", ""))

    def save() -> drafts.Saved:
        return drafts.save_section(
            draft=draft, key=key, answers=typed, version=version, window=window, by=request.user, at=clock.now()
        )

    return background(save, window)


# -- files -------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A file goes with the referral. What it really is, is decided by its content."""
    draft = queries.mine(request.user, draft_id)
    if draft.stage == "sent":
        if request.method == "POST":
            messages.error(request, NOT_ADDED)
        return redirect("referrals:sent", draft.pk)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        try:
            drafts.add_file(
                draft=draft,
                file=form.cleaned_data["file"],
                title=form.cleaned_data["title"],
                press=name_of(request),
                by=request.user,
                at=clock.now(),
            )
        except drafts.AlreadySent:
            messages.error(request, NOT_ADDED)
            return redirect("referrals:sent", draft.pk)
        except ActionNotAllowed as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, "The file was added.")
            return redirect("referrals:section", draft.pk, "attachments")
    return render(request, "referrals/section_upload.html", {"form": form, "draft": draft})
