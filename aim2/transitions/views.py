"""Pages of the way towards 18."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.form_page import form_page
from aim2.transitions import actions, forms, policies, queries
from aim2.transitions.states import RUNNING, TransitionState
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.agencies.profile import profile
from hsb.ages import birthday
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.documents.download import record_as_pdf
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.press import press_of
from referrals.eligibility.ages import ADULT_AGE

TAB = "intervention"


def _open(request: HttpRequest, reference: str, level: Level = Level.WRITE) -> OpenCase:
    opened = access.get_case(
        request.user, reference, look="transition plan", needs=(RecordClass.INTERVENTION_PLAN, level)
    )
    if opened.case.is_harmed:
        raise Http404("This stands on the record of the young person who displayed the behaviour.")
    return opened


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan, what was sent and what became of it."""
    opened = _open(request, reference, Level.READ)
    found = queries.plans(opened.case)
    plan = found[0] if found else None
    context: dict[str, Any] = {
        **case_frame(opened, TAB, today=clock.today()),
        "plan": plan,
        "runs": plan is not None and plan.state in RUNNING,
        "is_sent": plan is not None and plan.state == TransitionState.SENT,
        "hand_overs": queries.hand_overs(opened.case),
        "turns_18": birthday(opened.case.born_on, ADULT_AGE) if opened.case.born_on else None,
        "corrects": bool(opened.roles & policies.CORRECTORS) and opened.case.born_on is not None,
        "writes": opened.may(RecordClass.INTERVENTION_PLAN, Level.WRITE),
        "approves": opened.may(RecordClass.INTERVENTION_PLAN, Level.APPROVE),
    }
    return render(request, "aim2/transitions/show.html", context)


@require_http_methods(READ_AND_CHANGE)
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the plan."""
    opened = _open(request, reference)
    plan = queries.running(opened.case)
    initial = (
        {name: getattr(plan, name) for name in ("to", "needs", "goes_on", "own_view", "version")} if plan else None
    )
    form = forms.PlanForm(request.POST or None, initial=initial)

    def change() -> None:
        said = form.cleaned_data
        actions.write_plan(case=opened.case, opened=opened, at=clock.now(), **{**said, "version": said["version"] or 0})

    return _page(request, opened, form, change, title="Transition plan", button="Save the plan", done="Saved.")


@require_http_methods(READ_AND_CHANGE)
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the pack."""
    opened = _open(request, reference, Level.APPROVE)
    reports = {str(one.pk): one for one in queries.enclosures(opened.case)}
    form = forms.SendForm(
        request.POST or None, reports=[(key, f"Document {one.number}, full report") for key, one in reports.items()]
    )

    def change() -> None:
        said = form.cleaned_data
        actions.send(
            case=opened.case,
            service=said["service"],
            person=said["person"],
            gateway=said["gateway"],
            why=said["why"],
            enclosed=[reports[key] for key in said.get("enclosed") or () if key in reports],
            opened=opened,
            at=clock.now(),
            press=press_of(request),
        )

    return _page(
        request,
        opened,
        form,
        change,
        title="Send the hand-over",
        button="Send it",
        done="It has left, and is kept as it left. The record stays open until the other service accepts.",
    )


@require_http_methods(READ_AND_CHANGE)
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the other service accepted."""
    opened = _open(request, reference, Level.APPROVE)
    form = forms.AcceptForm(request.POST or None)
    return _page(
        request,
        opened,
        form,
        lambda: actions.accept(case=opened.case, opened=opened, at=clock.now(), **form.cleaned_data),
        title="Accepted",
        button="Record the acceptance",
        done="Recorded. The move to adult services is complete.",
    )


@require_http_methods(READ_AND_CHANGE)
def refuse(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the other service did not accept."""
    opened = _open(request, reference, Level.APPROVE)
    form = forms.ReasonForm(request.POST or None)
    return _page(
        request,
        opened,
        form,
        lambda: actions.refuse(case=opened.case, opened=opened, at=clock.now(), **form.cleaned_data),
        title="Not accepted",
        button="Record it",
        done="Recorded. The plan is open again.",
    )


@require_http_methods(READ_AND_CHANGE)
def finish(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the work is finished before 18."""
    opened = _open(request, reference, Level.APPROVE)
    form = forms.ReasonForm(request.POST or None)
    return _page(
        request,
        opened,
        form,
        lambda: actions.finish(case=opened.case, opened=opened, at=clock.now(), **form.cleaned_data),
        title="Finished here",
        button="Record it",
        done="Recorded.",
    )


@require_http_methods(READ_AND_CHANGE)
def birth_date(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the date of birth right."""
    opened = access.get_case(request.user, reference, look="date of birth", needs=(RecordClass.IDENTITY, Level.READ))
    policies.check_may_correct(opened)
    if opened.case.is_harmed:
        raise Http404("This stands on the record of the young person who displayed the behaviour.")
    form = forms.BirthDateForm(request.POST or None)
    crossed: list[str] = []

    def change() -> None:
        said = form.cleaned_data
        crossed.append(actions.correct_birth_date(case=opened.case, opened=opened, at=clock.now(), **said))

    answer = form_page(
        request,
        opened,
        form,
        change,
        title="Date of birth",
        button="Put it right",
        done="Put right. What is counted to 18 is counted anew.",
        then="cases:overview",
        tab="people",
    )
    if crossed and crossed[0]:
        messages.warning(
            request,
            f"That crosses the age of {crossed[0]}. What has begun may be finished; look at “May work begin?” before anything new.",
        )
    return answer


@require_safe
def copy(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The pack as a tagged PDF, as it left."""
    opened = _open(request, reference, Level.APPROVE)
    policies.check_may_approve(opened)
    pack = queries.hand_over(opened.case, number)
    if pack is None:
        raise Http404("There is no such hand-over on this record.")
    context = {
        "partnership": profile().partnership,
        "reference": reference,
        "version": f"hand-over {pack.number}",
        "recipient": f"{pack.person}, {pack.service}",
        "rendered_at": pack.sent_at,
        "content": pack.content,
        "gateway": pack.get_gateway_display(),
        "sent_by": pack.sent_by.full_name,
    }
    return record_as_pdf(
        request,
        "pdf/hand_over.html",
        context,
        name=f"{reference}-hand-over-{pack.number}",
        case_id=opened.case.pk,
        what="hand-over PDF",
        at=clock.now(),
        instead=lambda: redirect("aim2:transition", reference),
    )


def _page(request: HttpRequest, opened: OpenCase, form: Any, change: Any, **words: str) -> HttpResponse:
    return form_page(request, opened, form, change, then="aim2:transition", tab=TAB, **words)
