"""Pages around an AIM assessment: where it stands, who does it, sessions, sources, timeline."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.assessments import actions, allegations, forms, gates, pages, policies, queries, rules
from aim2.assessments.states import FINAL
from aim2.models import Assessment
from aim2.proceedings import early
from aim2.proceedings.policies import may_choose
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.timeliness import queries as timeliness
from hsb.ui.commands import attempt
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of

STANDARD = "T26"
BOTH = ("GET", "HEAD", "POST")


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the assessment stands and why it waits, in words; its parts for those who write it; its versions."""
    opened = pages.open_page(request, reference)
    found = queries.versions(opened.case)
    assessment = queries.current(found)
    at, today = clock.now(), clock.today()
    clocks = list(timeliness.open_clocks(opened.case.pk))
    due = next((one for one in clocks if one.standard_code == STANDARD), None)
    reports_due = any(one.standard_code == early.REPORT for one in clocks)
    context: dict[str, Any] = {
        **case_frame(opened, pages.TAB, today=today),
        "assessment": assessment,
        "earlier": [one for one in found if one is not assessment],
        "early_reports": early.reports(opened.case, today)
        if reports_due and opened.may(RecordClass.CRIMINAL, Level.READ)
        else [],
        "may_choose": may_choose(opened),
        "locks": gates.locks(opened.case, at=at),
        "refusal": _refusal(opened, assessment, at) if assessment else "",
        "due": timeliness.due_words(due, today, timeliness.book().holidays) if due else None,
        "why": timeliness.explanation_for(due, today) if due else None,
        "may_open": policies.may_open(opened, today=today) and not (assessment and assessment.state not in ("ended",)),
    }
    if assessment is not None:
        context |= pages.may(opened, assessment)
        context["who_does_what"] = pages.frame(opened, assessment)["who_does_what"]
        if context["may_read"]:
            whole = pages.written(assessment)
            context |= {"whole": whole, "steps": pages.steps(whole, ""), "missing": policies.missing(whole)}
        if assessment.state in FINAL and assessment.signed_at:
            months = int(profile().settings.get("aim_rated_again_after_months", 3))
            context["is_stale"] = rules.is_stale(
                signed_on=clock.local_date(assessment.kept_at or assessment.signed_at), today=today, months=months
            )
            context["months"] = months
            context["happened_since"] = queries.significant_since(assessment, readable=opened.readable)
    return render(request, "aim2/assessments/show.html", context)


def _refusal(opened: OpenCase, assessment: Assessment, at: datetime) -> str:
    """Answer why work waits; to whoever may not read who answered what about consent, only that it does."""
    try:
        gates.check_may_work(opened.case, tool=assessment.tool, at=at)
    except ActionNotAllowed as refusal:
        reads = opened.may(RecordClass.CONSENT, Level.READ)
        return refusal.sentence if reads else gates.in_words(opened.case, at=at)
    return ""


@require_http_methods(BOTH)
def open_assessment(request: HttpRequest, reference: str) -> HttpResponse:
    """Open an assessment: by which framework, who leads and who co-works."""
    opened = pages.open_page(request, reference)
    policies.check_may_open(opened, today=clock.today())
    leads = pages.people_on(opened, policies.LEADS)
    given = {"leads": leads, "co_workers": pages.people_on(opened, policies.CO_WORKERS)}
    me = str(opened.user.pk)
    form = forms.OpenForm(
        request.POST or None, initial={"lead": me, "tool": policies.usual_tool(opened, today=clock.today())}, **given
    )

    def change() -> None:
        said = form.cleaned_data
        actions.open_assessment(
            case=opened.case,
            lead=pages.person_on(opened, said["lead"]),
            co_worker=pages.person_on(opened, said["co_worker"]),
            alone_because=said["alone_because"],
            tool=said["tool"],
            tool_name=said["tool_name"],
            narrative_only=said["narrative_only"],
            by=request.user,
            at=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The assessment can be written. It starts with its first session.")
        return redirect("aim2:assessment", reference)
    return _form_page(request, opened, form, "Open an assessment", "Open the assessment")


@require_http_methods(BOTH)
def planning_meeting(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the first AIM planning meeting."""
    opened = pages.open_page(request, reference, Level.WRITE)
    form = forms.PlanningForm(request.POST or None)

    def change() -> None:
        actions.hold_planning_meeting(
            case=opened.case,
            on=form.cleaned_data["on"],
            who=form.cleaned_data["who"],
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The planning meeting is recorded.")
        return redirect("aim2:assessment", reference)
    return _form_page(request, opened, form, "AIM planning meeting", "Record the meeting")


def _form_page(
    request: HttpRequest, opened: OpenCase, form: BaseForm, title: str, submit: str, **more: Any
) -> HttpResponse:
    return render(
        request,
        "aim2/assessments/form.html",
        {
            **case_frame(opened, pages.TAB, today=clock.today()),
            "form": form,
            "title": title,
            "submit": submit,
            "once": press_of(request),
            **more,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(BOTH)
def people(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Name lead and co-worker."""
    opened = pages.open_page(request, reference)
    assessment = pages.version_or_404(opened, number)
    if not (policies.manages(assessment, opened) or assessment.lead_id == opened.user.pk):
        raise AccessDenied("The lead or the YOS manager says who assesses.")
    initial = {
        "lead": str(assessment.lead_id),
        "co_worker": str(assessment.co_worker_id or ""),
        "alone_because": assessment.alone_because,
    }
    given = {
        "leads": pages.people_on(opened, policies.LEADS),
        "co_workers": pages.people_on(opened, policies.CO_WORKERS),
    }
    form = forms.PeopleForm(request.POST or None, initial=initial, **given)

    def change() -> None:
        actions.name_people(
            assessment=assessment,
            lead=pages.person_on(opened, form.cleaned_data["lead"]),
            co_worker=pages.person_on(opened, form.cleaned_data["co_worker"]),
            alone_because=form.cleaned_data["alone_because"],
            by=request.user,
            at=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "Lead and co-worker are named.")
        return redirect("aim2:assessment", reference)
    return _form_page(request, opened, form, "Who assesses", "Save")


@require_http_methods(BOTH)
def sessions(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Sessions held and missed, and the next one recorded. The first held starts the assessment."""
    opened, assessment = pages.for_assessor(request, reference, number)
    form = forms.SessionForm(request.POST or None)

    def change() -> None:
        said = form.cleaned_data
        actions.record_session(
            assessment=assessment,
            held_on=said["held_on"],
            whom=said["whom"],
            attended=said["attended"] == "yes",
            how=said["how"],
            notes=said["notes"],
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The session is recorded.")
        return redirect("aim2:sessions", reference, number)
    return _list_page(request, opened, assessment, form, "sessions")


@require_http_methods(BOTH)
def sources(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who was seen, what was read, what could not be had; specialist opinions."""
    opened, assessment = pages.for_assessor(request, reference, number)
    form = forms.SourceForm(request.POST or None)

    def change() -> None:
        said = form.cleaned_data
        actions.add_source(
            assessment=assessment,
            kind=said["kind"],
            what=said["what"],
            on=said["on"],
            note=said["note"],
            by=request.user,
            at=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The source is named.")
        return redirect("aim2:sources", reference, number)
    return _list_page(request, opened, assessment, form, "sources")


@require_http_methods(BOTH)
def opinion(request: HttpRequest, reference: str, number: int, source_id: UUID) -> HttpResponse:
    """Say what became of a specialist opinion."""
    opened, assessment = pages.for_assessor(request, reference, number)
    source = queries.source_of(assessment, source_id)
    if source is None:
        raise Http404("There is no such source.")
    posted = request.method == "POST"
    form = forms.OpinionForm(request.POST if posted else None, request.FILES if posted else None)

    def change() -> None:
        said = form.cleaned_data
        given: dict[str, Any] = {"source": source, "note": said["note"], "by": request.user, "at": clock.now()}
        if said["came"] == "chased":
            actions.chase_opinion(press=press_of(request), **given)
        else:
            actions.answer_opinion(came=said["came"] == "yes", file=said["file"], **given)

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        return redirect("aim2:sources", reference, number)
    return _form_page(request, opened, form, f"Specialist opinion: {source.what}", "Save")


@require_http_methods(BOTH)
def timeline(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The behaviours in order, each tied to an allegation or to none."""
    opened, assessment = pages.for_assessor(request, reference, number)
    known = allegations.of_case(opened.case)
    choices = [(str(one.pk), f"{one.number} {one.offence[:80]}") for one in known]
    form = forms.TimelineForm(request.POST or None, allegations=choices)

    def change() -> None:
        said = form.cleaned_data
        actions.add_to_timeline(
            assessment=assessment,
            when=said["when"],
            sorted_on=said["sorted_on"],
            what=said["what"],
            source=said["source"],
            allegation=next((one.row for one in known if str(one.pk) == said["allegation"]), None),
            by=request.user,
            at=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The entry is on the timeline.")
        return redirect("aim2:timeline", reference, number)
    return _list_page(request, opened, assessment, form, "timeline")


def _list_page(request: HttpRequest, opened: OpenCase, assessment: Any, form: BaseForm, name: str) -> HttpResponse:
    context = pages.frame(
        opened,
        assessment,
        whole=pages.written(assessment),
        form=form,
        once=press_of(request),
        **pages.may(opened, assessment),
    )
    return render(request, f"aim2/assessments/{name}.html", context, status=422 if form.errors else 200)
