"""Pages of a child's safety plan: the one in force, the one being written, and either as PDF."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases import access
from hsb.cases.frame import case_frame
from hsb.documents import pdf
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.components import TwoTexts
from hsb.ui.press import press_of, version_of
from hsb.ui.words import date_time, time_words
from strategy_meetings import actions, policies
from strategy_meetings.forms import KeepForm, SafetyPlanForm
from strategy_meetings.models import SafetyPlan
from strategy_meetings.states import PlanState


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan in force, those before it, whether another is being written; and a review that keeps it as it is."""
    level = Level.WRITE if request.method == "POST" else Level.READ
    opened = access.get_case(request.user, reference, look="safety plan", needs=(RecordClass.SAFETY_PLAN, level))
    plans = list(
        SafetyPlan.objects.filter(case=opened.case).select_related("agreed_by", "saved_by").order_by("-number")
    )
    in_force = next((plan for plan in plans if plan.state == PlanState.AGREED), None)
    form = KeepForm(request.POST or None)
    press = press_of(request)
    if request.method == "POST" and in_force is not None and form.is_valid():
        try:
            if not actions.has_been_pressed(case=opened.case, press=press):
                review_on = form.cleaned_data["review_on"]
                actions.keep(plan=in_force, review_on=review_on, by=request.user, at=clock.now(), press=press)
            messages.success(request, "Reviewed. The plan stays as it is.")
            return redirect("strategy_meetings:safety_plan", reference)
        except ActionNotAllowed as refusal:
            form.add_error("review_on", refusal.sentence)
    return render(
        request,
        "strategy_meetings/safety_plan.html",
        {
            "form": form if in_force else None,
            "once": press,
            **case_frame(opened, "safety_plan", today=clock.today()),
            "plan": in_force,
            "rows": _rows(in_force) if in_force else [],
            "draft": next((plan for plan in plans if plan.state == PlanState.DRAFT), None),
            "earlier": [plan for plan in plans if plan.state == PlanState.SUPERSEDED],
            "may_write": opened.may(RecordClass.SAFETY_PLAN, Level.WRITE),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the draft; “Agree the plan” puts it in force."""
    opened = access.get_case(
        request.user, reference, look="safety plan, writing", needs=(RecordClass.SAFETY_PLAN, Level.WRITE)
    )
    at, press = clock.now(), press_of(request)
    if request.POST.get("then") == "agree" and actions.has_been_pressed(case=opened.case, press=press):
        return redirect("strategy_meetings:safety_plan", reference)
    plan = SafetyPlan.objects.filter(case=opened.case, state=PlanState.DRAFT).first()
    if plan is None and request.method == "POST":
        plan = actions.draft_of(case=opened.case, by=request.user, at=at)
    if plan is None:
        plan = SafetyPlan.objects.filter(case=opened.case, state=PlanState.AGREED).first() or SafetyPlan()
        form = SafetyPlanForm(initial={name: getattr(plan, name) for name in actions.TEXTS})
        return _write_page(request, opened, None, form)
    names = (*actions.TEXTS, "review_on")
    form = SafetyPlanForm(request.POST or None, initial={name: getattr(plan, name) for name in names})
    if request.method != "POST" or not form.is_valid():
        return _write_page(request, opened, plan, form)
    try:
        plan = actions.save(plan=plan, written=form.cleaned_data, version=version_of(request), by=request.user, at=at)
        if request.POST.get("then") == "agree":
            actions.agree(plan=plan, by=request.user, at=at, press=press)
            messages.success(request, "The plan is in force.")
            return redirect("strategy_meetings:safety_plan", reference)
    except StaleVersion as stale:
        return _write_page(request, opened, plan, form, conflicts=_both(stale.current, form.cleaned_data))
    except ActionNotAllowed as refusal:
        form.add_error(None, refusal.sentence)
        return _write_page(request, opened, plan, form)
    messages.success(request, f"Saved at {time_words(plan.saved_at)}. It is not in force until you agree it.")
    return redirect("strategy_meetings:safety_plan", reference)


def _both(current: Any, typed: dict[str, Any]) -> list[TwoTexts]:
    return [
        TwoTexts(
            name=name,
            label=str(SafetyPlanForm.base_fields[name].label),
            theirs=getattr(current, name),
            yours=typed[name],
            saved_by=current.saved_by.full_name,
            saved_at=date_time(current.saved_at),
        )
        for name in actions.TEXTS
        if getattr(current, name) != typed[name]
    ]


def _write_page(
    request: HttpRequest,
    opened: access.OpenCase,
    plan: SafetyPlan | None,
    form: SafetyPlanForm,
    conflicts: list[TwoTexts] | None = None,
) -> HttpResponse:
    return render(
        request,
        "strategy_meetings/write.html",
        {
            **case_frame(opened, "safety_plan", today=clock.today()),
            "form": form,
            "plan": plan,
            "once": press_of(request),
            "conflicts": conflicts or [],
            "missing": policies.missing(plan) if plan else [],
        },
        status=409 if conflicts else (422 if form.errors else 200),
    )


@require_POST
def autosave(request: HttpRequest, reference: str) -> JsonResponse:
    """The boxes that changed are kept, the others left as they stand; says when, or that a colleague saved first."""
    opened = access.get_case(
        request.user, reference, look="safety plan, writing", needs=(RecordClass.SAFETY_PLAN, Level.WRITE)
    )
    at = clock.now()
    plan = actions.draft_of(case=opened.case, by=request.user, at=at)
    form = SafetyPlanForm(request.POST)
    form.is_valid()
    written = {name: form.cleaned_data[name] for name in actions.TEXTS if name in request.POST}
    if form.cleaned_data.get("review_on"):
        written["review_on"] = form.cleaned_data["review_on"]
    try:
        plan = actions.save(plan=plan, written=written, version=version_of(request), by=request.user, at=at)
    except StaleVersion:
        return JsonResponse({"message": "A colleague saved this plan too. Save to see both texts."}, status=409)
    return JsonResponse({"saved_at": time_words(plan.saved_at), "version": plan.version})


@require_safe
def copy(request: HttpRequest, reference: str, plan_id: UUID) -> HttpResponse:
    """The plan as a one-page PDF, named by reference; where PDFs cannot be made, a sentence and the page to print."""
    opened = access.get_case(
        request.user, reference, look="safety plan PDF", needs=(RecordClass.SAFETY_PLAN, Level.READ)
    )
    plan = (
        SafetyPlan.objects.filter(case=opened.case, pk=plan_id, agreed_at__isnull=False)
        .select_related("agreed_by")
        .first()
    )
    if plan is None:
        raise Http404("There is no such plan on this case.")
    at = clock.now()
    try:
        content = pdf.render("pdf/safety_plan.html", _pdf_context(request, opened, plan, at=at))
    except pdf.RenderingFailed as failed:
        messages.error(request, failed.sentence)
        return redirect("strategy_meetings:safety_plan", reference)
    audit.record(AuditKind.COPY_MADE, by=request.user, at=at, case_id=opened.case.pk, what="safety plan PDF")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{opened.case.reference}-safety-plan-{plan.number}.pdf"'
    return response


def _rows(plan: SafetyPlan) -> list[tuple[str, str]]:
    """Answer (heading, words) of every part that says something."""
    fields = SafetyPlanForm.base_fields
    return [(str(fields[name].label), getattr(plan, name)) for name in actions.TEXTS if getattr(plan, name)]


def _pdf_context(request: HttpRequest, opened: access.OpenCase, plan: SafetyPlan, *, at: Any) -> dict[str, Any]:
    user: Any = request.user
    return {
        "partnership": profile().partnership,
        "reference": opened.case.reference,
        "version": f"{plan.number}.0",
        "recipient": user.full_name,
        "rendered_at": at,
        "initials": opened.case.label,
        "setting": "",
        "effective_from": clock.local_date(plan.agreed_at or at),
        "review_on": plan.review_on,
        "known": plan.what_is_known,
        "sections": [
            {"title": title, "text": text}
            for title, text in _rows(plan)
            if text not in (plan.what_is_known, plan.if_this_happens)
        ],
        "adults": [],
        "if_this_happens": [{"when": "If something goes wrong", "then": plan.if_this_happens}],
        "sign_off": [
            {
                "name": plan.agreed_by.full_name if plan.agreed_by else "",
                "role": "Agreed the plan",
                "agreed_on": clock.local_date(plan.agreed_at) if plan.agreed_at else None,
            }
        ],
    }
