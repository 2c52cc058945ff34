"""Pages of a safety plan's lines, of who keeps it, who signed it, who has a copy, and that something has changed."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases import form_page as pages
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.ui.commands import READ_AND_CHANGE, attempt, command
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.models import SafetyPlan
from strategy_meetings.safety_plans import actions, keeping, queries, sharing
from strategy_meetings.safety_plans.forms import ChangedForm, CopyForm, LineForm, OwnerForm, SignForm
from strategy_meetings.safety_plans.states import Version
from strategy_meetings.safety_plans.versions import lines_in

HOME = "strategy_meetings:safety_plan"
LINES = "strategy_meetings:safety_plan_lines"


def _open(request: HttpRequest, reference: str, look: str) -> OpenCase:
    return access.get_case(request.user, reference, look=look, needs=(RecordClass.SAFETY_PLAN, Level.WRITE))


def _page(
    request: HttpRequest,
    opened: OpenCase,
    form: BaseForm,
    change: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    hint: str = "",
) -> HttpResponse:
    """One form, one action; then the plan."""
    return pages.form_page(
        request,
        opened,
        form,
        change,
        template="strategy_meetings/safety_plans/form.html",
        tab="safety_plan",
        then=HOME,
        title=title,
        button=button,
        done=done,
        hint=hint,
    )


def _in_force(opened: OpenCase) -> SafetyPlan | None:
    return queries.in_force(opened.case)


def _no_plan(request: HttpRequest, reference: str) -> HttpResponse:
    messages.warning(request, "No safety plan is in force. Write and agree one first.")
    return redirect(HOME, reference)


@require_http_methods(READ_AND_CHANGE)
def lines(request: HttpRequest, reference: str) -> HttpResponse:
    """The risks of the draft, setting by setting; add one, take one out."""
    opened = _open(request, reference, "safety plan, lines")
    form = LineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()

        def change() -> object:
            plan = actions.draft_of(case=opened.case, by=request.user, at=at)
            return actions.add_line(plan=plan, written=form.cleaned_data, by=request.user, at=at)

        if attempt(form, change):
            messages.success(request, "Added to the draft.")
            return redirect(LINES, reference)
    plan = queries.draft(opened.case) or queries.in_force(opened.case)
    return render(
        request,
        "strategy_meetings/safety_plans/lines.html",
        {
            **case_frame(opened, "safety_plan", today=clock.today()),
            "form": form,
            "plan": plan,
            "is_draft": plan is not None and plan.state == "draft",
            "lines": lines_in(Version.WHOLE, queries.lines_of(plan)) if plan else [],
        },
        status=422 if form.errors else 200,
    )


@command(LINES, "reference")
def take_out(request: HttpRequest, reference: str, line_id: UUID) -> HttpResponse:
    """Take one line out of the draft."""
    opened = _open(request, reference, "safety plan, lines")
    line = queries.line_of(opened.case, line_id)
    if line is None:
        raise Http404("There is no such line in this plan.")
    actions.take_out(line=line, by=request.user, at=clock.now())
    messages.success(request, "Taken out of the draft.")
    return redirect(LINES, reference)


@require_http_methods(READ_AND_CHANGE)
def owner(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose which agency keeps the plan."""
    opened = _open(request, reference, "safety plan, owner")
    plan = _in_force(opened)
    if plan is None:
        return _no_plan(request, reference)
    at = clock.now()
    agencies = {str(one.pk): one for one in keeping.may_keep(opened.case, at=at)}
    form = OwnerForm(
        request.POST if request.method == "POST" else None, initial={"agency": str(plan.owner_agency_id or "")}
    )
    form.fields["agency"].choices = [("", "Choose"), *((key, one.name) for key, one in agencies.items())]  # type: ignore[attr-defined]
    return _page(
        request,
        opened,
        form,
        lambda: sharing.own(plan=plan, agency=agencies[form.cleaned_data["agency"]], by=request.user, at=at),
        title="Who keeps the safety plan",
        button="Save",
        done="Saved. That agency is asked when something changes.",
    )


@require_http_methods(READ_AND_CHANGE)
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """The child or a parent signed the plan in force, or why not."""
    opened = _open(request, reference, "safety plan, signing")
    plan = _in_force(opened)
    if plan is None:
        return _no_plan(request, reference)
    form = SignForm(request.POST if request.method == "POST" else None)
    return _page(
        request,
        opened,
        form,
        lambda: sharing.sign(plan=plan, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data),
        title="Signed, or why not",
        button="Record it",
        done="Recorded.",
        hint="A plan is agreed with a child, not put on them. Not signing does not end it: say why, and ask again.",
    )


@require_http_methods(READ_AND_CHANGE)
def give(request: HttpRequest, reference: str) -> HttpResponse:
    """Record who was given which version of the plan in force."""
    opened = _open(request, reference, "safety plan, copies")
    plan = _in_force(opened)
    if plan is None:
        return _no_plan(request, reference)
    form = CopyForm(request.POST if request.method == "POST" else None, initial={"given_on": clock.today()})
    return _page(
        request,
        opened,
        form,
        lambda: sharing.give(plan=plan, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data),
        title="A copy was given",
        button="Record it",
        done="Recorded: when the plan changes, this page says who has an old one.",
    )


@require_http_methods(READ_AND_CHANGE)
def changed(request: HttpRequest, reference: str) -> HttpResponse:
    """The child moved, or something else changed: whoever keeps the plan looks at it today."""
    opened = _open(request, reference, "safety plan, something changed")
    form = ChangedForm(request.POST if request.method == "POST" else None)
    return _page(
        request,
        opened,
        form,
        lambda: actions.ask_again(
            case=opened.case, why=form.cleaned_data["why"], by=request.user, at=clock.now(), press=press_of(request)
        ),
        title="Something has changed",
        button="Ask for the plan to be looked at today",
        done="Whoever keeps the plan is asked to look at it today.",
        hint="Bail, charge, verdict and a new incident ask by themselves.",
    )
