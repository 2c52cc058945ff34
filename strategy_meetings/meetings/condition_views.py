"""Ending what may not be discussed with a child."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from strategy_meetings.meetings import conditions, lines
from strategy_meetings.meetings.call_views import form_page
from strategy_meetings.meetings.forms import LiftForm
from strategy_meetings.meetings.live_page import user_of


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, reference: str, pk: str) -> HttpResponse:
    """It may be discussed again; every page of the record stops saying that it may not."""
    opened = access.get_case(
        request.user, reference, look="meetings, what may be discussed", needs=(RecordClass.MEETING, Level.WRITE)
    )
    condition = conditions.in_force(opened.case).filter(pk=pk).first()
    if condition is None:
        raise Http404("There is no such condition, or it has ended.")
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lines.lift_not_discussed(condition=condition, by=user_of(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, "Ended. The pages of this record do not say it any more.")
        return redirect("strategy_meetings:meetings_of_case", reference)
    title = f"This may be discussed again: {condition.what}"
    return form_page(request, opened, form, title=title, submit="It may be discussed again")
