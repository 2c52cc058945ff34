"""Pages of my referrals: the list, is anyone in danger, the task list, throwing a draft away."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Power
from hsb.agencies.queries import has_power, memberships
from hsb.errors import AccessDenied
from hsb.ui import words
from hsb.ui.components import Filter, Pages
from hsb.ui.csv_export import csv_response
from hsb.ui.status_tags import find
from referrals import sections
from referrals.drafts import actions as drafts
from referrals.drafts import queries
from referrals.drafts import task_list as pages
from referrals.drafts.forms import DangerForm, StartForm
from referrals.drafts.sending import addendum_page
from referrals.drafts.standing import standing
from referrals.models import Danger, Draft

PER_PAGE = 25
CANNOT_REFER = "Your role does not make referrals. Ask a colleague who works with children, or ring MASH."


@require_safe
def list_(request: HttpRequest) -> HttpResponse:
    """My referrals: those being written and those sent."""
    show, sort = request.GET.get("show", ""), request.GET.get("sort", "")
    found = queries.my_referrals(request.user, show if show in queries.SHOWN else "", sort)
    if request.GET.get("export") == "csv":
        return _export(request, found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    of, stands = queries.young_persons(page), standing(request.user, page)
    return render(
        request,
        "referrals/list.html",
        {
            "rows": [(draft, pages.about(of[draft.pk], today), stands[draft.pk]) for draft in page],
            "count": page.paginator.count,
            "pages": _pages(request, page),
            "filters": [
                Filter("show", "Show", [("", "All"), *queries.SHOWN.items()], show),
                Filter("sort", "Order", list(queries.ORDERS.items()), sort),
            ],
            "export": f"?{urlencode({'show': show, 'sort': sort, 'export': 'csv'})}",
            "may_refer": has_power(request.user, Power.MAKE_REFERRAL),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Is anyone in danger now? Answering starts the draft; pressing twice starts one."""
    if not has_power(request.user, Power.MAKE_REFERRAL):
        raise AccessDenied(CANNOT_REFER)
    agencies = list(dict.fromkeys(membership.agency_role.agency for membership in memberships(request.user)))
    form = StartForm(request.POST or None, agencies=agencies)
    draft_id = _uuid(request.POST.get("draft")) or uuid4()
    if form.is_valid():
        chosen = form.cleaned_data.get("agency")
        draft = drafts.start(
            draft_id=draft_id,
            danger=form.cleaned_data["danger"],
            agency=next((agency for agency in agencies if not chosen or str(agency.pk) == chosen), None),
            by=request.user,
            at=clock.now(),
        )
        return redirect("referrals:draft", draft.pk)
    context = {"form": form, "draft_id": draft_id, "unsent": _unsent(request)}
    return render(request, "referrals/new.html", context)


def _unsent(request: HttpRequest) -> int:
    return queries.my_referrals(request.user, "writing").count()


@require_http_methods(["GET", "HEAD", "POST"])
def danger(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The answer changed."""
    draft = queries.mine(request.user, draft_id)
    form = DangerForm(request.POST or None, initial={"danger": draft.danger_now})
    if draft.stage == "sent":
        return _danger_to_add(request, draft, form)
    if form.is_valid():
        try:
            drafts.answer_danger(draft=draft, danger=form.cleaned_data["danger"], by=request.user, at=clock.now())
        except drafts.AlreadySent:
            return _danger_to_add(request, draft, form)
        return redirect("referrals:draft", draft.pk)
    return render(request, "referrals/new_danger.html", {"form": form, "draft": draft})


def _danger_to_add(request: HttpRequest, draft: Draft, form: DangerForm) -> HttpResponse:
    """The referral went before the answer came: the answer is ready to be added to it, for its readers must know."""
    if not form.is_valid() or form.cleaned_data["danger"] == draft.danger_now:
        return redirect("referrals:sent", draft.pk)
    messages.error(
        request, f"{drafts.ALREADY_SENT} Your answer is below. If somebody is in danger now, ring 999 first."
    )
    answer = Danger(form.cleaned_data["danger"]).label
    return addendum_page(request, draft, text=f"Is anyone in danger now?\n{answer}", status=409)


@require_safe
def draft_page(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The task list of a referral being written."""
    draft = queries.mine(request.user, draft_id)
    if draft.stage == "sent":
        return redirect("referrals:sent", draft.pk)
    answers = sections.collect(draft)
    today = clock.today()
    found = pages.eligibility(answers)
    return render(
        request,
        "referrals/draft.html",
        {
            "draft": draft,
            "about": pages.about(answers["young-person"], today),
            "tasks": pages.task_groups(draft, answers, today),
            "danger_words": Danger(draft.danger_now).label if draft.danger_now else "",
            "refusals": [c for c in found.criteria if found.refused and c.code == "age_at_behaviour"],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask once, then throw the draft away."""
    if request.method == "POST" and queries.was_thrown_away(request.user, draft_id):
        return redirect("referrals:list")
    draft = queries.mine(request.user, draft_id)
    if draft.stage == "sent":
        return _too_late(request, draft)
    if request.method == "POST":
        try:
            drafts.discard(draft=draft, by=request.user, at=clock.now())
        except drafts.AlreadySent:
            return _too_late(request, draft)
        messages.success(request, "The draft was thrown away. Nothing was sent.")
        return redirect("referrals:list")
    return render(request, "referrals/draft_discard.html", {"draft": draft})


def _too_late(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.method == "POST":
        messages.error(
            request, "This referral was not thrown away: it had been sent. Add to it what its readers should know."
        )
    return redirect("referrals:sent", draft.pk)


def _export(request: HttpRequest, found: "QuerySet[Draft]") -> HttpResponse:
    """The list as a file for a spreadsheet. It names nobody."""
    stands = standing(request.user, found)
    rows = (
        (
            draft.reference,
            find("referral", stands[draft.pk].state).words,
            find("referral", stands[draft.pk].yos).words if stands[draft.pk].yos else "",
            *(words.day_month_year(day) for day in (draft.created_at, draft.updated_at, draft.submitted_at)),
        )
        for draft in found
    )
    return csv_response(
        "my-referrals", ("Reference", "State", "Youth offending service", "Started", "Last saved", "Sent"), rows
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _pages(request: HttpRequest, page: "Page[Draft]") -> Pages:
    def address(number: int) -> str:
        kept: dict[str, Any] = {
            name: value for name, value in request.GET.items() if name in ("show", "sort") and value
        }
        return f"?{urlencode({**kept, 'page': number})}"

    if page.paginator.num_pages == 1:
        return Pages()
    return Pages(
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        next=address(page.next_page_number()) if page.has_next() else "",
        shown=f"{page.start_index():,} to {page.end_index():,} of {page.paginator.count:,}",
    )
