"""Pages of the new incidents of one child: told by anybody on the record, decided on by a manager of children's social care."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.timeliness import queries as timeliness
from hsb.ui.commands import READ_AND_CHANGE, attempt
from hsb.ui.press import press_of
from strategy_meetings.incidents import actions, policies, queries
from strategy_meetings.incidents.forms import DecideForm, IncidentForm
from strategy_meetings.incidents.states import State
from strategy_meetings.meetings.call_views import opened_to_convene

HOME = "strategy_meetings:incidents"
STANDARD = "INCIDENT"


def _open(request: HttpRequest, reference: str, look: str) -> OpenCase:
    opened = access.get_case(request.user, reference, look=look, needs=(RecordClass.MEETING, Level.SUMMARY))
    policies.check_is_on_the_record(opened)
    return opened


@require_safe
def listing(request: HttpRequest, reference: str) -> HttpResponse:
    """Every new incident of this child, those to decide on first. Who may not read accounts reads their own, and where each stands."""
    opened = _open(request, reference, "new incidents")
    today = clock.today()
    due = timeliness.due_by_key(opened.case.pk, (STANDARD,), today=today)
    reads_all = opened.may(RecordClass.INCIDENT, Level.READ)
    found = [
        (one, due.get(str(one.pk)), reads_all or one.recorded_by_id == request.user.pk)
        for one in queries.incidents_of(opened.case)
    ]
    return render(
        request,
        "strategy_meetings/incidents/list.html",
        {
            **case_frame(opened, "incidents", today=today),
            "waiting": [line for line in found if line[0].waits],
            "others": [line for line in found if not line[0].waits],
            "is_open": policies.is_open(opened.case),
            "may_decide": opened.may(RecordClass.MEETING, Level.APPROVE),
        },
    )


@require_http_methods(READ_AND_CHANGE)
def tell(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a new incident: the strategy decision is asked again."""
    opened = _open(request, reference, "new incidents, recording")
    form = IncidentForm(request.POST if request.method == "POST" else None, initial={"happened_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given, at, press = form.cleaned_data, clock.now(), press_of(request)
        if attempt(form, lambda: actions.tell(case=opened.case, by=request.user, at=at, press=press, **given)):
            messages.success(
                request,
                "Recorded. A manager of children’s social care decides again, and the safety plan is looked at today.",
            )
            return redirect(HOME, reference)
    return render(
        request,
        "strategy_meetings/incidents/form.html",
        {
            **case_frame(opened, "incidents", today=clock.today()),
            "form": form,
            "once": press_of(request),
            "page_title": "Record a new incident",
            "button": "Record it",
            "incident": None,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(READ_AND_CHANGE)
def decide(request: HttpRequest, reference: str, incident_id: UUID) -> HttpResponse:
    """A manager decides whether a strategy discussion is held about it."""
    opened, _ = opened_to_convene(request, reference, "strategy", "new incident, deciding")
    incident = queries.incident_of(opened.case, incident_id)
    if incident is None:
        raise Http404("There is no such incident on this record.")
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        to = State(form.cleaned_data["decision"])
        reasons, at = form.cleaned_data["reasons"], clock.now()
        if attempt(form, lambda: actions.decide(incident=incident, to=to, reasons=reasons, by=request.user, at=at)):
            if to == State.STRATEGY:
                messages.success(
                    request, "Decided. Call the discussion now, or record the one that was held: its clock runs."
                )
                return redirect("strategy_meetings:call_meeting", reference, "strategy")
            messages.success(request, "Decided. The reasons stand in the chronology.")
            return redirect(HOME, reference)
    return render(
        request,
        "strategy_meetings/incidents/form.html",
        {
            **case_frame(opened, "incidents", today=clock.today()),
            "form": form,
            "once": press_of(request),
            "page_title": f"New incident {incident.number}: the strategy decision",
            "button": "Decide",
            "incident": incident,
        },
        status=422 if form.errors else 200,
    )
