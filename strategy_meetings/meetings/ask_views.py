"""Asking for a strategy discussion, calling none, considering a child of the household."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.errors import AccessDenied
from hsb.ui.press import press_of
from strategy_meetings.meetings import asking, considering, queries
from strategy_meetings.meetings.call_views import form_page, opened_to_convene
from strategy_meetings.meetings.forms import ReasonForm
from strategy_meetings.meetings.live_page import user_of


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Anybody on the record asks for a strategy discussion."""
    opened = access.get_case(
        request.user, reference, look="meetings, asking for one", needs=(RecordClass.MEETING, Level.SUMMARY)
    )
    if opened.is_narrow:
        raise AccessDenied("You are called to one meeting of this child. Ask its chair for another.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asking.ask(
            case=opened.case,
            reason=form.cleaned_data["reason"],
            by=user_of(request),
            at=clock.now(),
            press=press_of(request),
        )
        messages.success(request, "Asked. The managers of children’s social care on this record are told.")
        return redirect("strategy_meetings:meetings_of_case", reference)
    return form_page(request, opened, form, title="Ask for a strategy discussion", submit="Ask for it")


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """No strategy discussion is called, and whoever asked reads why, with the way to disagree."""
    opened, _ = opened_to_convene(request, reference, "strategy", "meetings, refusing one")
    asked = queries.asked_for(opened.case)
    if asked is None:
        raise Http404("Nobody is waiting for an answer.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asking.refuse(
            case=opened.case, asked=asked, reason=form.cleaned_data["reason"], by=user_of(request), at=clock.now()
        )
        messages.success(request, "Whoever asked is told, with your reasons.")
        return redirect("strategy_meetings:meetings_of_case", reference)
    return form_page(request, opened, form, title="Call no strategy discussion", submit="Tell them why not")


def _meeting(request: HttpRequest) -> UUID | None:
    """Answer the meeting in which somebody came to need the record; None where they came from the case."""
    try:
        return UUID(request.GET.get("meeting", ""))
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def consider(request: HttpRequest, reference: str) -> HttpResponse:
    """A child of the household who neither harmed nor was harmed has a record, linked to this one, to be considered."""
    opened, _ = opened_to_convene(request, reference, "strategy", "meetings, considering a child")
    form = considering.ConsiderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = considering.open_considered(
            beside=opened.case, details=form.details(), relationship=form.cleaned_data["relationship"],
            by=user_of(request), at=clock.now(), press=press_of(request),
        )  # fmt: skip
        if meeting_id := _meeting(request):
            messages.success(request, f"{case.label} has a record, {case.reference}. Add the child to the meeting.")
            return redirect("strategy_meetings:add_child_to_meeting", meeting_id)
        messages.success(
            request, f"{case.label} has a record, {case.reference}. Choose the child when you call the meeting."
        )
        return redirect("strategy_meetings:meetings_of_case", reference)
    return form_page(request, opened, form, title="Consider a child of the household", submit="Open a record")
