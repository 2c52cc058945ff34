"""Pages of the intervention plan of one young person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.assessments import pages as people
from aim2.assessments import queries as assessments
from aim2.models import InterventionPlan
from aim2.plans import actions, forms, policies, queries
from aim2.plans.states import HELD, PlanState
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.other_children import hidden_from, on_paper
from hsb.documents.download import record_as_pdf
from hsb.ui.commands import attempt, command
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of

TAB = "intervention"
BOTH = ("GET", "HEAD", "POST")
BACK = ("aim2:plan", "reference")


def _open(request: HttpRequest, reference: str, level: Level = Level.WRITE) -> OpenCase:
    opened = access.get_case(
        request.user, reference, look="intervention plan", needs=(RecordClass.INTERVENTION_PLAN, level)
    )
    if opened.case.is_harmed:
        raise Http404("This stands on the record of the young person who displayed the behaviour.")
    return opened


def _plan(opened: OpenCase, number: int) -> InterventionPlan:
    found = queries.one(opened.case, number)
    if found is None:
        raise Http404("There is no such plan on this record.")
    return found


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan with its goals, sessions and reviews; to whoever reads no more, that there is one and where it stands."""
    opened = _open(request, reference, Level.SUMMARY)
    found = queries.plans(opened.case)
    plan = queries.current(found)
    reads = opened.may(RecordClass.INTERVENTION_PLAN, Level.READ)
    context: dict[str, Any] = {
        **case_frame(opened, TAB, today=clock.today()),
        "plan": plan,
        "earlier": [one for one in found if one is not plan],
        "reads": reads,
        "may_open": opened.may(RecordClass.INTERVENTION_PLAN, Level.WRITE)
        and (plan is None or plan.state == PlanState.ENDED),
    }
    if plan is not None:
        goals = queries.goals(plan)
        writes = opened.may(RecordClass.INTERVENTION_PLAN, Level.WRITE) and plan.state != PlanState.ENDED
        context |= {
            "goals": goals if reads else [],
            "strands": list(dict.fromkeys(one.get_strand_display() for one in goals)),
            "may_write": writes,
            "may_agree": opened.may(RecordClass.INTERVENTION_PLAN, Level.APPROVE) and plan.state == PlanState.DRAFT,
        }
        if reads:
            sessions = queries.sessions(plan)
            context |= {
                "sessions": sessions,
                "came": sum(1 for one in sessions if one.attendance in HELD),
                "reviews": queries.reviews(plan),
            }
    return render(request, "aim2/plans/show.html", context)


@require_http_methods(BOTH)
def open_plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin a plan: on what it is built, who leads."""
    opened = _open(request, reference)
    given = {"leads": people.people_on(opened, policies.LEADS)}
    form = forms.OpenForm(request.POST or None, initial={"lead": str(request.user.pk)}, **given)

    def change() -> None:
        said = form.cleaned_data
        lead = people.person_on(opened, said["lead"])
        actions.open_plan(
            case=opened.case, basis=said["basis"], lead=lead, proviso=said["proviso"], opened=opened, at=clock.now()
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The plan can be written. It begins with its first session.")
        return redirect(*_back(reference))
    return _form_page(request, opened, form, "Intervention plan", "Go on to its goals")


def _back(reference: str) -> tuple[str, str]:
    return "aim2:plan", reference


def _form_page(
    request: HttpRequest, opened: OpenCase, form: BaseForm, title: str, submit: str, plan: Any = None
) -> HttpResponse:
    context = {
        **case_frame(opened, TAB, today=clock.today()),
        "form": form,
        "title": title,
        "submit": submit,
        "plan": plan,
        "once": press_of(request),
    }
    return render(request, "aim2/plans/form.html", context, status=422 if form.errors else 200)


@require_http_methods(BOTH)
def goals(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Add a goal."""
    opened = _open(request, reference)
    plan = _plan(opened, number)
    form = forms.GoalForm(request.POST or None)

    def change() -> None:
        actions.add_goal(plan=plan, by=request.user, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The goal stands in the plan.")
        return redirect(*_back(reference))
    return _form_page(request, opened, form, "Add a goal", "Add the goal", plan)


@command(*BACK)
def reached(request: HttpRequest, reference: str, number: int, goal: int) -> HttpResponse:
    """A goal is reached."""
    opened = _open(request, reference)
    actions.reach(plan=_plan(opened, number), number=goal, by=request.user, at=clock.now())
    return redirect(*_back(reference))


@command(*BACK)
def agree(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The YOS manager agrees the plan."""
    opened = _open(request, reference, Level.APPROVE)
    actions.agree(plan=_plan(opened, number), opened=opened, at=clock.now())
    messages.success(request, "Agreed. The intervention begins with the first session.")
    return redirect(*_back(reference))


@require_http_methods(BOTH)
def sessions(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Record a session, held or missed."""
    opened = _open(request, reference)
    plan = _plan(opened, number)
    form = forms.SessionForm(request.POST or None)

    def change() -> None:
        actions.record_session(plan=plan, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The session is recorded.")
        return redirect(*_back(reference))
    return _form_page(request, opened, form, "Record a session", "Record the session", plan)


@require_http_methods(BOTH)
def review(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Record a review: what came of it, and whether what can change was rated again."""
    opened = _open(request, reference)
    plan = _plan(opened, number)
    versions = assessments.versions(opened.case)
    choices = [
        (str(one.number), f"{one.called}, version {one.number}: {one.get_state_display().lower()}") for one in versions
    ]
    form = forms.ReviewForm(request.POST or None, versions=choices)

    def change() -> None:
        said = form.cleaned_data
        actions.review(
            plan=plan,
            held_on=said["held_on"],
            result=said["result"],
            rated_again=next((one for one in versions if str(one.number) == said["rated_again"]), None),
            because=said["because"],
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        )

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The review is recorded.")
        return redirect(*_back(reference))
    return _form_page(request, opened, form, "Review the plan", "Record the review", plan)


@require_http_methods(BOTH)
def restorative(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Record the victim worker's yes or no."""
    opened = _open(request, reference)
    plan = _plan(opened, number)
    form = forms.RestorativeForm(request.POST or None)

    def change() -> None:
        actions.answer_restorative(plan=plan, yes=bool(form.cleaned_data["yes"]), by=request.user, at=clock.now())

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        return redirect(*_back(reference))
    return _form_page(request, opened, form, "Restorative work", "Record the answer", plan)


@require_http_methods(BOTH)
def end(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End the work with its outcome and a closure summary."""
    opened = _open(request, reference)
    plan = _plan(opened, number)
    form = forms.EndForm(request.POST or None)

    def change() -> None:
        actions.end(plan=plan, by=request.user, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, change):
        messages.success(request, "The work has ended.")
        return redirect(*_back(reference))
    return _form_page(request, opened, form, "End the work", "End the work", plan)


@require_safe
def copy(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The plan as a tagged PDF, with what the work must not touch on top."""
    opened = _open(request, reference, Level.READ)
    plan = _plan(opened, number)
    at = clock.now()
    return record_as_pdf(
        request,
        "pdf/intervention.html",
        pdf_context(opened, plan, at=at),
        name=f"{reference}-intervention-{plan.number}",
        case_id=opened.case.pk,
        what="intervention plan PDF",
        at=at,
        instead=lambda: redirect(*_back(reference)),
    )


def pdf_context(opened: OpenCase, plan: InterventionPlan, *, at: Any) -> dict[str, Any]:
    """Answer what the PDF of a plan is drawn from."""
    user: Any = opened.user
    others = hidden_from(opened.case)
    return {
        "partnership": profile().partnership,
        "reference": opened.case.reference,
        "version": f"intervention plan {plan.number}",
        "recipient": user.full_name,
        "rendered_at": at,
        "about": opened.case.label,
        "plan": on_paper(plan, others, "proviso", "summary"),
        "goals": [on_paper(one, others, "goal", "measure", "method", "practitioner") for one in queries.goals(plan)],
        "reviews": [on_paper(one, others, "result") for one in queries.reviews(plan)],
    }
