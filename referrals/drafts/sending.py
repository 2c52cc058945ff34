"""Pages around sending: check answers, send once, what happens now, add to it afterwards, a copy to keep."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.profile import profile
from hsb.documents import pdf
from hsb.documents.download import pdf_to_save
from hsb.errors import ActionNotAllowed
from hsb.ui import words
from referrals import sections
from referrals.drafts import actions as drafts
from referrals.drafts import copies, queries
from referrals.drafts import task_list as pages
from referrals.drafts.as_read import copies_of
from referrals.drafts.forms import AddendumForm
from referrals.eligibility import facts
from referrals.models import Draft
from referrals.sections.contradictions import contradictions
from referrals.submission import actions as submission
from referrals.submission import addenda


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Every answer on one page, what is still needed, who the procedure is for; pressing Send sends once."""
    if request.method == "POST" and queries.was_thrown_away(request.user, draft_id):
        messages.error(request, drafts.DISCARDED)
        return redirect("referrals:list")
    draft = queries.mine(request.user, draft_id)
    if draft.stage == "sent":
        return redirect("referrals:sent", draft.pk)
    if request.method == "POST":
        try:
            submission.submit(draft=draft, by=request.user, at=clock.now())
        except ActionNotAllowed as refusal:
            messages.error(request, refusal.sentence)
            gone = queries.was_thrown_away(request.user, draft.pk)
            return redirect("referrals:list") if gone else redirect("referrals:check", draft.pk)
        return redirect("referrals:sent", draft.pk)
    answers = sections.collect(draft)
    found = pages.eligibility(answers)
    return render(
        request,
        "referrals/check.html",
        {
            "draft": draft,
            "about": pages.about(answers["young-person"], clock.today()),
            "pages": pages.checked(draft, answers),
            "still_needed": [(problem, sections.SECTIONS[problem.section]) for problem in sections.still_needed(draft)],
            "contradictions": [
                (problem, sections.SECTIONS[problem.section])
                for problem in contradictions(answers, danger_now=draft.danger_now)
            ],
            "criteria": [
                (criterion, pages.MARKS[criterion.state])
                for criterion in found.criteria
                if not found.refused or criterion.code in ("age_at_behaviour", "age_now")
            ],
            "refused": found.refused,
            "elsewhere": [facts.ELSEWHERE_TITLE[place] for place in found.elsewhere],
            "nobody_harmed": not answers["harmed"]["people"] and not answers["harmed"]["nobody_known"],
            "no_allegation": "criminal_justice" in answers["request"]["routes"]
            and not answers["police"]["allegations"],
            "own_harm_asked": bool(answers["own-harm"]["own_harm"]),
            "receivers": receivers(answers, long=True),
            "criminal": "criminal_justice" in answers["request"]["routes"],
        },
    )


@require_safe
def readers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Each child's copy as its readers will have it, before it is sent: what is hidden from whom, and what cannot be."""
    draft = queries.mine(request.user, draft_id)
    if draft.stage == "sent":
        return redirect("referrals:sent", draft.pk)
    answers = sections.collect(draft)
    context = {
        "draft": draft,
        "about": pages.about(answers["young-person"], clock.today()),
        "copies": copies_of(answers, on=clock.today()),
    }
    return render(request, "referrals/readers.html", context)


def receivers(answers: dict[str, sections.Answers], *, long: bool = False) -> str:
    """Answer who has a referral by these routes when it is sent."""
    mash = profile().name("mash")
    yos = f"the {profile().long_names['yos']}" if long else profile().name("yos")
    return f"{mash} and {yos}" if "criminal_justice" in answers["request"]["routes"] else mash


@require_safe
def sent(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The page to keep: who has it, when they must answer, what to do meanwhile."""
    draft = queries.mine(request.user, draft_id)
    if draft.stage != "sent":
        return redirect("referrals:draft", draft.pk)
    answers = copies.original(draft)
    criminal = "criminal_justice" in answers["request"]["routes"]
    return render(
        request,
        "referrals/sent.html",
        {
            "draft": draft,
            "initials": queries.initials(answers["young-person"]),
            "others": len([person for person in answers["harmed"]["people"] if person["kind"] != "self"]),
            "receipts": copies.receipts(draft),
            "addenda": copies.addenda(draft),
            "names": profile().names,
            "steps": copies.steps(draft, clock.today()),
            "panel_title": f"{receivers(answers)} {'have' if criminal else 'has'} your referral",
            "panel_body": f"{draft.reference} · sent {words.date_time(draft.submitted_at)}",
            "criminal": criminal,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def addendum(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """More was said, or something was wrong: it stands beside the referral, dated."""
    draft = queries.mine(request.user, draft_id)
    if draft.stage != "sent":
        return redirect("referrals:draft", draft.pk)
    if request.method != "POST":
        return addendum_page(request, draft)
    form = AddendumForm(request.POST)
    if not form.is_valid():
        return addendum_page(request, draft, form=form)
    try:
        addenda.add_addendum(
            referral=copies.referral(draft),
            text=form.cleaned_data["text"],
            key=request.POST.get("key", "")[:64] or uuid4().hex,
            by=request.user,
            at=clock.now(),
        )
    except ActionNotAllowed as refusal:
        form.add_error("text", refusal.sentence)
        return addendum_page(request, draft, form=form)
    messages.success(request, "Added. Everyone who has the referral can read it.")
    return redirect("referrals:sent", draft.pk)


def addendum_page(
    request: HttpRequest, draft: Draft, *, form: AddendumForm | None = None, text: str = "", status: int = 200
) -> HttpResponse:
    """Answer the page for adding, with text already typed elsewhere when there is some."""
    context = {
        "draft": draft,
        "form": form or AddendumForm(initial={"text": text}),
        "key": request.POST.get("key", "") or uuid4().hex,
        "addenda": copies.addenda(draft),
    }
    return render(request, "referrals/addendum.html", context, status=status)


@require_safe
def copy(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The sender's own copy as a PDF; where PDFs cannot be made, a sentence and the page to print."""
    draft = queries.mine(request.user, draft_id)
    if draft.stage != "sent":
        return redirect("referrals:check", draft.pk)
    try:
        content = pdf.render("pdf/referral.html", _pdf_context(request, draft, copies.original(draft), at=clock.now()))
    except pdf.RenderingFailed as failed:
        messages.error(request, failed.sentence)
        return redirect("referrals:sent_answers", draft.pk)
    return pdf_to_save(content, draft.reference)


@require_safe
def sent_answers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything as it was sent, to read or print."""
    draft = queries.mine(request.user, draft_id)
    if draft.stage != "sent":
        return redirect("referrals:check", draft.pk)
    context = {"draft": draft, "pages": pages.checked(None, copies.original(draft)), "addenda": copies.addenda(draft)}
    return render(request, "referrals/sent_answers.html", context)


def _pdf_context(
    request: HttpRequest, draft: Draft, answers: Mapping[str, sections.Answers], *, at: datetime
) -> dict[str, Any]:
    own = profile()
    answers, left_out = copies.without_protected_addresses(answers)
    agency = draft.agency.name if draft.agency else ""
    return {
        "partnership": own.partnership,
        "reference": draft.reference,
        "recipient": request.user.full_name,  # type: ignore[union-attr]
        "version": "1.0",
        "rendered_at": at,
        "initials_and_age": pages.about(answers["young-person"], clock.local_date(draft.submitted_at or at)),
        "sent_at": draft.submitted_at,
        "from_line": ", ".join(filter(None, [draft.owner.full_name, agency])),
        "to_line": f"{own.name('mash')} and {own.name('yos')}",
        "masked_note": "Addresses that must not be disclosed are left out" if left_out else "",
        "conditions": copies.conditions(answers),
        "sections": copies.numbered(answers),
        "addenda": copies.addenda(draft),
    }
