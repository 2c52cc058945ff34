"""Writing: a page of texts, one text with everything about it, autosave, evidence, totals."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aim2.assessments import actions, drawn, evidence, pages, parts, policies, queries, writing
from aim2.assessments.queries import Whole
from aim2.assessments.total_views import KEYS
from aim2.models import Assessment
from hsb import clock
from hsb.cases.access import OpenCase
from hsb.cases.other_children import names_another
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.components import TwoTexts
from hsb.ui.fields import LONG_TEXT_LIMIT
from hsb.ui.press import version_of
from hsb.ui.words import date_time, time_words

BOTH = ("GET", "HEAD", "POST")
LETTERS = "abcdfghilm"  # not those that do something else on the page
SHOWN = len(LETTERS)


@dataclass(frozen=True)
class Refused:
    """What was typed for a text and not taken, with why; `then` is the button."""

    key: str
    typed: str
    sentence: str
    then: str


@require_safe
def part(request: HttpRequest, reference: str, number: int, page: str) -> HttpResponse:
    """One domain, or one page of texts of the whole; evidence of this child's own record beside it."""
    opened, assessment = pages.for_reader(request, reference, number)
    return _part_page(request, opened, assessment, page)


def _part_page(
    request: HttpRequest,
    opened: OpenCase,
    assessment: Assessment,
    page: str,
    *,
    refused: Refused | None = None,
) -> HttpResponse:
    found = pages.written(assessment)
    steps = pages.may(opened, assessment)
    shown = drawn.parts_on(found, page, opened.user.pk, writable=steps["may_write"])
    for one in shown:
        if refused and one.key == refused.key:
            one.refuse(refused.sentence, refused.typed, as_reason=refused.then == "keep")
    is_domain = page in parts.Domain.values
    wanted = request.GET.get("for", "")
    target = next((one for one in shown if one.key == wanted), None) or next(
        (one for one in shown if one.editable), shown[0]
    )
    title, href = pages.after(page, assessment)
    n = parts.Domain.values.index(page) + 1 if is_domain else 0
    context = pages.frame(
        opened,
        assessment,
        **steps,
        whole=found,
        steps=pages.steps(found, page),
        page=page,
        title=f"{n} {parts.Domain(page).label}" if is_domain else parts.PAGES[page],
        parts=shown,
        target=target,
        next_title=title,
        next_href=href,
        keys_off=bool(request.session.get(KEYS)),
        limit=LONG_TEXT_LIMIT,
    )
    if is_domain and steps["may_write"]:
        context |= _drawer(request, opened, assessment, found, target)
    return render(request, "aim2/assessments/part.html", context, status=422 if refused else 200)


def _drawer(
    request: HttpRequest, opened: OpenCase, assessment: Assessment, found: Whole, target: drawn.Part
) -> dict[str, Any]:
    asked = request.GET.get("q", "").replace("\x00", "")[:100]
    offers, locked = evidence.offers(opened.case, assessment, locked=bool(found.locks), asked=asked, opened=opened)
    mine = {row.source for row in target.picked if row.by_id == opened.user.pk}
    lettered = [(offer, LETTERS[n] if n < SHOWN else "", offer.source in mine) for n, offer in enumerate(offers[:30])]
    return {"offers": lettered, "more_offers": max(0, len(offers) - 30), "locked_offers": locked, "asked": asked}


def _text_address(assessment: Assessment, key: str) -> str:
    """Answer the page a text stands on, at that text."""
    page = key.partition(".")[0] if "." in key else getattr(parts.part_of(key), "page", "")
    address = reverse("aim2:part", args=[assessment.case.reference, assessment.number, page])
    return f"{address}#{key.replace('.', '-')}"


@require_http_methods(BOTH)
def text(request: HttpRequest, reference: str, number: int, key: str) -> HttpResponse:
    """One text: its earlier versions; POST saves it, says that a view is finished, settles on one wording or keeps both."""
    opened, assessment = pages.for_assessor(request, reference, number)
    try:
        policies.check_key(key)
    except ActionNotAllowed as refusal:
        raise Http404(refusal.sentence) from refusal
    if request.method != "POST":
        return _earlier_page(request, opened, assessment, key)
    typed, then = _typed(request), request.POST.get("then", "")
    try:
        _act(assessment, key, typed, then, request)
    except StaleVersion as stale:
        return _both_texts(request, opened, assessment, key, stale.current, typed)
    except ActionNotAllowed as refusal:
        page = _text_address(assessment, key).partition("#")[0].rstrip("/").rpartition("/")[2]
        words = request.POST.get("because", "") if then == "keep" else typed
        refused = Refused(key, words, refusal.sentence, then)
        return _part_page(request, opened, assessment, page, refused=refused)
    if sentence := names_another(opened.case, [typed]):
        messages.warning(request, f"Saved. {sentence}")
    if then == "next":
        page = key.partition(".")[0] if "." in key else getattr(parts.part_of(key), "page", "")
        return redirect(pages.after(page, assessment)[1])
    return redirect(_text_address(assessment, key))


def _typed(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\x00", "").replace("\r\n", "\n").strip()[: LONG_TEXT_LIMIT * 2]


def _act(assessment: Assessment, key: str, typed: str, then: str, request: HttpRequest) -> None:
    given: dict[str, Any] = {"assessment": assessment, "key": key, "by": request.user, "at": clock.now()}
    if then == "keep":
        writing.keep_both(because=request.POST.get("because", ""), **given)
        return
    if len(typed) > LONG_TEXT_LIMIT:
        raise ActionNotAllowed(
            f"This text has {len(typed):,} characters; {LONG_TEXT_LIMIT:,} is the most. Shorten it: nothing is lost, "
            "it stands in the box."
        )
    if then == "settle":
        writing.settle(text=typed, **given)
        return
    writing.save(text=typed, version=version_of(request), **given)
    if then == "finish":
        writing.finish(**given)


def _both_texts(
    request: HttpRequest, opened: OpenCase, assessment: Assessment, key: str, current: Any, typed: str
) -> HttpResponse:
    both = TwoTexts(
        name="text",
        label=parts.title_of(key),
        theirs=current.text,
        yours=typed,
        saved_by=current.saved_by.full_name,
        saved_at=date_time(current.saved_at),
    )
    context = pages.frame(
        opened, assessment, conflicts=[both], version=current.version, title=parts.title_of(key), key=key
    )
    return render(request, "aim2/assessments/text.html", context, status=409)


def _earlier_page(request: HttpRequest, opened: OpenCase, assessment: Assessment, key: str) -> HttpResponse:
    row, former = queries.rows_of_text(assessment, key, opened.user.pk)
    context = pages.frame(
        opened,
        assessment,
        title=parts.title_of(key),
        key=key,
        row=row,
        earlier=queries.earlier_of(row) if row else [],
        former=former,
        back=_text_address(assessment, key),
    )
    return render(request, "aim2/assessments/text.html", context)


@require_POST
def autosave(request: HttpRequest, reference: str, number: int, key: str) -> JsonResponse:
    """What was typed is kept; says when, or that a colleague saved first, or why it cannot be kept."""
    _, assessment = pages.for_assessor(request, reference, number)
    at = clock.now()
    typed = _typed(request)
    if len(typed) > LONG_TEXT_LIMIT:
        return JsonResponse(
            {"message": f"Not saved: {len(typed):,} characters; {LONG_TEXT_LIMIT:,} is the most."}, status=422
        )
    try:
        row = writing.save(
            assessment=assessment, key=key, text=typed, version=version_of(request), by=request.user, at=at
        )
    except StaleVersion:
        return JsonResponse({"message": "Your colleague saved this text too. Save to see both texts."}, status=409)
    except ActionNotAllowed as refusal:
        return JsonResponse({"message": refusal.sentence}, status=422)
    return JsonResponse({"saved_at": time_words(row.saved_at), "version": row.version})


@require_POST
def pick(request: HttpRequest, reference: str, number: int, key: str) -> HttpResponse:
    """Attach an entry of this child's record to a text, or take it off again."""
    opened, assessment = pages.for_assessor(request, reference, number)
    source, off = request.POST.get("source", ""), request.POST.get("then") == "off"
    given: dict[str, Any] = {
        "assessment": assessment,
        "key": key,
        "source": source,
        "by": request.user,
        "at": clock.now(),
    }
    wants_json = request.headers.get("X-Requested-With") == "keys"
    try:
        row = None if off else actions.attach(opened=opened, **given)
        if off:
            actions.detach(**given)
    except ActionNotAllowed as refusal:
        if wants_json:
            return JsonResponse({"message": refusal.sentence}, status=422)
        messages.warning(request, refusal.sentence)
        row = None
    if wants_json:
        said = {"title": row.title, "who": f"{row.who} · {row.get_nature_display().lower()}"} if row else {}
        return JsonResponse({"attached": not off, **said})
    page = key.partition(".")[0]
    address = reverse("aim2:part", args=[reference, number, page])
    return redirect(f"{address}?for={key}#evidence")
