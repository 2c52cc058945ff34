"""Pages of rating: the profile, one domain item by item, one item with all that bears on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aim2.assessments import evidence, pages
from aim2.assessments.total_views import KEYS
from aim2.instruments import queries
from aim2.instruments.sheet import Sheet
from aim2.models import Assessment
from aim2.ratings import actions, drawn, policies
from hsb import clock
from hsb.cases.access import OpenCase
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.numbers import whole_number
from hsb.ui.words import time_words


def _offers(opened: OpenCase, assessment: Assessment, *, locked: bool, asked: str = "") -> list[Any]:
    return evidence.offers(opened.case, assessment, locked=locked, asked=asked, opened=opened)[0]


def _context(request: HttpRequest, opened: OpenCase, assessment: Assessment, page: str) -> dict[str, Any]:
    """What every page of rating shows: the assessment with its parts, the sheet, the profile."""
    whole = pages.written(assessment)
    sheet = whole.sheet
    context = pages.frame(
        opened,
        assessment,
        **pages.may(opened, assessment),
        whole=whole,
        steps=pages.steps(whole, "ratings"),
        sheet=sheet,
        keys_off=bool(request.session.get(KEYS)),
    )
    if sheet is None:
        return context
    left = drawn.left_of(sheet, opened.user.pk)
    writable = context["may_write"] and sheet.rated
    return context | {
        "may_rate": writable,
        "domains": drawn.steps(sheet, left, page),
        "left": sum(left.values()),
        "profile": drawn.profile(sheet, opened.user.pk, queries.earlier_sheets(assessment)),
        "withdrawn": policies.why_withdrawn(sheet.row) if sheet.is_withdrawn else "",
        "colleague": assessment.co_worker if assessment.lead_id == opened.user.pk else assessment.lead,
    }


@require_safe
def overview(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The profile with its chart and table, the totals beside those of earlier versions, and what is missing of each."""
    opened, assessment = pages.for_reader(request, reference, number)
    context = _context(request, opened, assessment, "")
    if context["sheet"] is not None:
        steps = context["domains"]
        context["begin_at"] = next((one for one in steps if one.state != "full"), steps[0])
    return render(request, "aim2/ratings/overview.html", context)


def _group(sheet: Sheet, domain: str) -> tuple[str, list[Any]]:
    """Answer title and items of a domain. Raises 404 where the pack has none of that code."""
    for place, (code, title, items) in enumerate(sheet.pack.groups(), start=1):
        if code == domain:
            return f"{place} {title}", items
    raise Http404("This instrument has no such domain.")


def _sheet_or_404(context: dict[str, Any]) -> Sheet:
    if context["sheet"] is None:
        raise Http404("Nobody has said with which instrument this assessment is rated.")
    sheet: Sheet = context["sheet"]
    return sheet


@require_safe
def domain(request: HttpRequest, reference: str, number: int, domain: str) -> HttpResponse:
    """One domain: one item a line, its evidence beside it, the profile so far."""
    opened, assessment = pages.for_reader(request, reference, number)
    return _domain_page(request, opened, assessment, domain)


def _domain_page(
    request: HttpRequest,
    opened: OpenCase,
    assessment: Assessment,
    domain: str,
    *,
    refused: tuple[str, dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _context(request, opened, assessment, domain)
    sheet = _sheet_or_404(context)
    title, items = _group(sheet, domain)
    offers = _offers(opened, assessment, locked=bool(context["whole"].locks)) if context["may_rate"] else []
    rows = [
        drawn.row(
            sheet,
            sheet.lines[item.code],
            opened.user.pk,
            writable=context["may_rate"],
            offers=offers,
            typed=refused[1] if refused and refused[0] == item.code else None,
        )
        for item in items
    ]
    following = _following(sheet, domain)
    context |= {
        "domain": domain,
        "title": title,
        "sides": _by_side(rows),
        "next_title": following[1] if following else "The profile",
        "next_href": reverse("aim2:rating_domain", args=[opened.case.reference, assessment.number, following[0]])
        if following
        else reverse("aim2:ratings", args=[opened.case.reference, assessment.number]),
        "error": refused[1]["error"] if refused else "",
    }
    return render(request, "aim2/ratings/domain.html", context, status=status)


def _following(sheet: Sheet, domain: str) -> tuple[str, str] | None:
    groups = [(code, f"{place} {title}") for place, (code, title, _) in enumerate(sheet.pack.groups(), start=1)]
    place = next(n for n, (code, _) in enumerate(groups) if code == domain)
    return groups[place + 1] if place + 1 < len(groups) else None


def _by_side(rows: list[drawn.Row]) -> list[tuple[str, list[drawn.Row]]]:
    titles = {"concern": "Concerns", "strength": "Strengths", "factor": "Factors"}
    found = [(title, [row for row in rows if row.item.side == side]) for side, title in titles.items()]
    return [(title, some) for title, some in found if some]


def _by_keys(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "keys"


@require_http_methods(READ_AND_CHANGE)
def rate(request: HttpRequest, reference: str, number: int, item: str) -> HttpResponse:
    """One item: every rating of it that this person may read, all that may be evidence; POST rates it."""
    opened, assessment = pages.for_assessor(request, reference, number)
    if request.method != "POST":
        return _item_page(request, opened, assessment, item)
    typed = {"why": _text(request, "why"), "sources": request.POST.getlist("source")}

    def change() -> None:
        actions.rate(
            assessment=assessment,
            item=item,
            typed=request.POST.get("answer", ""),
            number=whole_number(request.POST.get("version", ""), digits=8) or 0,
            by=request.user,
            at=clock.now(),
            opened=opened,
            **typed,
        )

    return _answer(request, opened, assessment, item, change, typed)


@require_POST
def settle(request: HttpRequest, reference: str, number: int, item: str) -> HttpResponse:
    """Record the rating both stand by, with the reason."""
    opened, assessment = pages.for_assessor(request, reference, number)
    because = _text(request, "because")

    def change() -> None:
        actions.settle(
            assessment=assessment,
            item=item,
            typed=request.POST.get("answer", ""),
            because=because,
            number=whole_number(request.POST.get("version", ""), digits=8) or 0,
            by=request.user,
            at=clock.now(),
        )

    return _answer(request, opened, assessment, item, change, {"because": because})


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()


def _answer(
    request: HttpRequest, opened: OpenCase, assessment: Assessment, item: str, change: Any, typed: dict[str, Any]
) -> HttpResponse:
    """Do it; then the item as it is now, or the sentence why not with everything that was typed."""
    status, sentence = 200, ""
    try:
        change()
    except StaleVersion as stale:
        status, sentence = 409, stale.sentence
    except ActionNotAllowed as refusal:
        status, sentence = 422, refusal.sentence
    if _by_keys(request):
        return _item_for_keys(request, opened, assessment, item, sentence, typed, status)
    sheet = _sheet_or_404({"sheet": pages.written(assessment).sheet})
    code = next((code for code, _, items in sheet.pack.groups() if any(one.code == item for one in items)), None)
    if sentence:
        if code is None:
            messages.warning(request, sentence)
            return redirect("aim2:ratings", opened.case.reference, assessment.number)
        return _domain_page(
            request, opened, assessment, code, refused=(item, {**typed, "error": sentence}), status=status
        )
    page = reverse("aim2:rating_domain", args=[opened.case.reference, assessment.number, code])
    after = _next_left(sheet, opened.user.pk, item)
    return redirect(f"{page}#i-{(after or item).replace('.', '-')}")


def _next_left(sheet: Sheet, you: int, item: str) -> str:
    """The next item of the same domain that this person has still to rate; "" where there is none."""
    line = sheet.lines[item]
    here = [one.code for one in sheet.pack.items_of(line.item.domain)]
    return next((code for code in here[here.index(item) + 1 :] if drawn.is_left(sheet, sheet.lines[code], you)), "")


def _item_for_keys(
    request: HttpRequest,
    opened: OpenCase,
    assessment: Assessment,
    item: str,
    sentence: str,
    typed: dict[str, Any],
    status: int,
) -> JsonResponse:
    if sentence:
        return JsonResponse({"message": sentence}, status=status)
    context = _context(request, opened, assessment, "")
    sheet = _sheet_or_404(context)
    line = sheet.lines[item]
    offers = _offers(opened, assessment, locked=bool(context["whole"].locks))
    row = drawn.row(sheet, line, opened.user.pk, writable=context["may_rate"], offers=offers)
    context |= {"row": row, "open": bool(typed.get("why") or typed.get("sources"))}
    return JsonResponse(
        {
            "item": render_to_string("aim2/ratings/_item.html", context, request),
            "profile": render_to_string("aim2/ratings/_profile.html", context, request),
            "left": context["left"],
            "saved": f"Saved {time_words(clock.now())}",
        }
    )


def _item_page(request: HttpRequest, opened: OpenCase, assessment: Assessment, item: str) -> HttpResponse:
    context = _context(request, opened, assessment, "")
    sheet = _sheet_or_404(context)
    line = sheet.lines.get(item)
    if line is None:
        raise Http404("This instrument has no such item.")
    you = opened.user.pk
    asked = request.GET.get("q", "").replace("\x00", "")[:100]
    offers = _offers(opened, assessment, locked=bool(context["whole"].locks), asked=asked)
    row = drawn.row(sheet, line, you, writable=context["may_rate"], offers=[])
    held = {source for source, _, _ in row.evidence}
    row.evidence += [(one.source, f"{one.title}: {one.words}", False) for one in offers[:30] if one.source not in held]
    ratings = queries.ratings_of(sheet, item, None if line.both_are_in else you)
    context |= {
        "row": row,
        "open": True,
        "asked": asked,
        "more": max(0, len(offers) - 30),
        "guidance": line.item.guidance if sheet.shows_wording else "",
        "earlier": [(one, sheet.value_words(line.item, queries.answer_of(one))) for one in ratings],
        "settled": [
            (one, sheet.value_words(line.item, queries.answer_of(one))) for one in queries.resolutions_of(sheet, item)
        ],
        "domain": line.item.domain or "other",
    }
    return render(request, "aim2/ratings/item.html", context)
