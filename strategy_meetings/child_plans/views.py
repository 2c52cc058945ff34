"""Pages of a child’s plan: how it stands, start and review of a child in need plan, and its end."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.timeliness import queries as timeliness
from hsb.timeliness.calendar import is_working_day, previous_working_day
from hsb.timeliness.models import Deadline
from hsb.ui.commands import READ_AND_CHANGE, attempt
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.child_plans import actions, policies, queries
from strategy_meetings.child_plans.forms import EndForm, ReviewForm, StartForm
from strategy_meetings.child_plans.states import PlanKind
from strategy_meetings.meetings.live_page import user_of
from strategy_meetings.meetings.parts import CATEGORIES
from strategy_meetings.models import ChildPlan

HOME = "strategy_meetings:child_plan"
CLOCKS = ("T10", "T11", "T12", "T13", "T16")


def _open(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    return access.get_case(request.user, reference, look="child’s plan", needs=(RecordClass.CHILD_PLAN, level))


def _current(opened: OpenCase) -> ChildPlan:
    found = queries.open_plan(opened.case)
    if found is None:
        raise Http404("This child has no plan now.")
    return found


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan this child has, its items and core group for whoever may read them, and those that have ended."""
    opened = _open(request, reference, Level.SUMMARY)
    plans = queries.plans_of(opened.case)
    current = next((one for one in plans if one.is_open), None)
    group = queries.core_group_of(opened.case)
    stands = set(agencies.stands_for(opened.user))
    reads = opened.may(RecordClass.CHILD_PLAN, Level.READ) or any(one.user_id in stands for one in group)
    items = queries.items_of(opened.case) if current is not None and current.kind == PlanKind.PROTECTION else []
    clocks = queries.clocks_of(opened.case, CLOCKS)
    is_protection = current is not None and current.kind == PlanKind.PROTECTION
    return render(
        request,
        "strategy_meetings/child_plans/show.html",
        {
            **case_frame(opened, "child_plan", today=clock.today()),
            "plan": current,
            "category": dict(CATEGORIES).get(current.category, "") if current else "",
            "reads": reads,
            "items": items if reads else [one for one in items if one.owner_id in stands],
            "core_group": group if is_protection else [],
            "clocks": [(one, _last_working_day(one)) for one in clocks],
            "earlier": [one for one in plans if not one.is_open] if reads else [],
            "may_start": current is None and opened.may(RecordClass.CHILD_PLAN, Level.WRITE),
            "may_write": opened.may(RecordClass.CHILD_PLAN, Level.WRITE),
            "may_end": opened.may(RecordClass.CHILD_PLAN, Level.APPROVE),
            "may_call": is_protection and opened.may(RecordClass.MEETING, Level.WRITE),
            "may_call_review": is_protection and opened.may(RecordClass.MEETING, Level.APPROVE),
        },
    )


def _last_working_day(clock_of: Deadline) -> date | None:
    """Answer the last working day before a due date that is a day off; None where it is none."""
    days_off = timeliness.holidays()
    if clock_of.due_on is None or is_working_day(clock_of.due_on, days_off):
        return None
    return previous_working_day(clock_of.due_on, days_off)


def _form_page(
    request: HttpRequest, opened: OpenCase, form: BaseForm, *, title: str, submit: str, open_items: Any = ()
) -> HttpResponse:
    return render(
        request,
        "strategy_meetings/child_plans/form.html",
        {
            **case_frame(opened, "child_plan", today=clock.today()),
            "form": form,
            "title": title,
            "submit": submit,
            "open_items": open_items,
            "once": press_of(request),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(READ_AND_CHANGE)
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """Start a child in need plan."""
    opened = _open(request, reference, Level.WRITE)
    leads: dict[str, User] = {str(one.user.pk): one.user for one in opened.workers if one.user is not None}
    form = StartForm(
        request.POST if request.method == "POST" else None,
        leads=[(key, user.full_name) for key, user in leads.items()],
        initial={"started_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data | {"lead": leads.get(form.cleaned_data["lead"])}
        press = press_of(request)
        if attempt(
            form,
            lambda: actions.start_in_need(case=opened.case, by=user_of(request), at=clock.now(), press=press, **typed),
        ):
            messages.success(request, "The child in need plan has begun.")
            return redirect(HOME, reference)
    return _form_page(request, opened, form, title="Start a child in need plan", submit="Start the plan")


@require_http_methods(READ_AND_CHANGE)
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """A child in need plan was looked at."""
    opened = _open(request, reference, Level.WRITE)
    plan = _current(opened)
    if plan.kind != PlanKind.IN_NEED:
        raise Http404("A protection plan is looked at by a review conference.")
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed, press = form.cleaned_data, press_of(request)
        if attempt(
            form,
            lambda: actions.review_in_need(plan=plan, by=user_of(request), at=clock.now(), press=press, **typed),
        ):
            return redirect(HOME, reference)
    return _form_page(request, opened, form, title="The plan was looked at", submit="Save")


@require_http_methods(READ_AND_CHANGE)
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """A manager ends the plan, for a listed reason."""
    opened = _open(request, reference, Level.APPROVE)
    plan = _current(opened)
    is_protection = plan.kind == PlanKind.PROTECTION
    still_open = queries.open_items(opened.case) if is_protection else []
    form = EndForm(
        request.POST if request.method == "POST" else None,
        reasons=policies.reasons_without_review() if is_protection else policies.reasons_in_need(),
        asks_core_group=is_protection,
        asks_where=bool(still_open),
    )
    if request.method == "POST" and form.is_valid():
        typed = {"core_group_said": "", "where": ""} | form.cleaned_data
        press = press_of(request)
        if attempt(form, lambda: actions.end(plan=plan, by=user_of(request), at=clock.now(), press=press, **typed)):
            told = (
                "Everybody first invited is told: on this record by a notice, the family by letter, others by the task set."
                if is_protection
                else "Everybody on this record is told."
            )
            messages.success(
                request, f"The plan has ended. {told} Where the work ends too, close it under “End of the work”."
            )
            return redirect(HOME, reference)
    title = "End the protection plan without a review" if is_protection else "End the child in need plan"
    return _form_page(request, opened, form, title=title, submit="End the plan", open_items=still_open)
