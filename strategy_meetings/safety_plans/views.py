"""Pages of a child's safety plan: in force, being written, as PDF. Lines, owner, signatures, copies: `sharing_views.py`."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.frame import case_frame, read
from hsb.documents.download import record_as_pdf
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.commands import say_on
from hsb.ui.components import TwoTexts
from hsb.ui.press import press_of, version_of
from hsb.ui.words import date_time, time_words
from strategy_meetings.models import SafetyPlan
from strategy_meetings.safety_plans import actions, policies, queries
from strategy_meetings.safety_plans.forms import KeepForm, SafetyPlanForm
from strategy_meetings.safety_plans.paper import paper
from strategy_meetings.safety_plans.states import PlanState, Signer, Version
from strategy_meetings.safety_plans.versions import lines_in, sections_in


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan in force, those before it, whether another is being written; and a review that keeps it as it is."""
    level = Level.WRITE if request.method == "POST" else Level.READ
    opened = access.get_case(request.user, reference, look="safety plan", needs=(RecordClass.SAFETY_PLAN, level))
    found = read(opened, **queries.around(opened.case))
    plans = queries.plans_of(opened.case)
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
            **case_frame(opened, "safety_plan", today=clock.today(), found=found),
            "plan": in_force,
            **(_as_followed(in_force, found) if in_force else {}),
            "copies": _with_versions(found["copies"], plans),
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
    plan = queries.draft(opened.case)
    if plan is None and request.method == "POST":
        plan = actions.draft_of(case=opened.case, by=request.user, at=at)
    if plan is None:
        plan = queries.in_force(opened.case) or SafetyPlan()
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
        say_on(form, refusal)
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
    found = read(opened, **queries.around(opened.case))
    return render(
        request,
        "strategy_meetings/write.html",
        {
            **case_frame(opened, "safety_plan", today=clock.today(), found=found),
            "form": form,
            "plan": plan,
            "once": press_of(request),
            "conflicts": conflicts or [],
            "missing": policies.missing(plan) if plan else [],
            "lines": lines_in(Version.WHOLE, (one for one in found["lines"] if one.plan_id == plan.pk)) if plan else [],
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
    """The whole plan as a PDF, named by reference; where PDFs cannot be made, a sentence and the page to print."""
    return _copy(request, reference, plan_id, Version.WHOLE)


@require_safe
def version(request: HttpRequest, reference: str, plan_id: UUID, which: str) -> HttpResponse:
    """The school's or the family's version of the same plan, as a PDF."""
    if which not in Version.values:
        raise Http404("There is no such version of the plan.")
    return _copy(request, reference, plan_id, Version(which))


def _copy(request: HttpRequest, reference: str, plan_id: UUID, which: Version) -> HttpResponse:
    opened = access.get_case(
        request.user, reference, look="safety plan PDF", needs=(RecordClass.SAFETY_PLAN, Level.READ)
    )
    plan = queries.agreed_plan(opened.case, plan_id)
    if plan is None:
        raise Http404("There is no such plan on this case.")
    user: Any = request.user
    at = clock.now()
    of_whom = "" if which == Version.WHOLE else f"-{which}"
    return record_as_pdf(
        request,
        "pdf/safety_plan.html",
        paper(opened, plan, which, recipient=user.full_name, at=at),
        name=f"{opened.case.reference}-safety-plan-{plan.number}{of_whom}",
        case_id=opened.case.pk,
        what="safety plan PDF",
        at=at,
        instead=lambda: redirect("strategy_meetings:safety_plan", reference),
    )


def _as_followed(plan: SafetyPlan, found: dict[str, list[Any]]) -> dict[str, Any]:
    """What the page says of the plan in force beside its texts: risk by risk, signed or not, what is still to come."""
    lines = [one for one in found["lines"] if one.plan_id == plan.pk]
    said = {one.who: one for one in found["signatures"] if one.plan_id == plan.pk}
    return {
        "known": plan.what_is_known,
        "sections": sections_in(Version.WHOLE, plan, lines, _headings()),
        "if_this_happens": plan.if_this_happens,
        "signatures": [(who.label, said[str(who)]) for who in Signer if str(who) in said],
        "versions": [(str(one), one.label) for one in (Version.SCHOOL, Version.FAMILY)],
        "to_come": policies.to_come(plan, lines, queries.unsigned(said)),
    }


def _with_versions(copies: list[Any], plans: list[SafetyPlan]) -> list[tuple[Any, int]]:
    numbers = {plan.pk: plan.number for plan in plans}
    return [(one, numbers[one.plan_id]) for one in copies]


def _headings() -> dict[str, str]:
    return {name: str(field.label) for name, field in SafetyPlanForm.base_fields.items()}
