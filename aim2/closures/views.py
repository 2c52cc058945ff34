"""Pages of the end of a strand: how each stands, proposing it, and a manager's answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.closures import actions, forms, policies, queries
from aim2.closures.parting import NO_LONGER
from aim2.closures.states import CLOSES_FROM
from aim2.form_page import form_page
from aim2.models import Closure
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.states import STATES, Strand
from hsb.errors import ActionNotAllowed
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.press import press_of

TAB = "closure"
HOME = "aim2:closures"


def _open(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    return access.get_case(request.user, reference, look="end of the work", needs=(RecordClass.CLOSURE, level))


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Each strand and how it stands; what was proposed, returned and approved."""
    opened = _open(request, reference, Level.READ)
    found = queries.closures_of(opened.case)
    waits = {one.strand for one in found if one.waits}
    strands = [
        {
            "strand": one,
            "state": STATES[one](getattr(opened.case, one.value)).label,
            "may_propose": one not in waits
            and getattr(opened.case, one.value) in CLOSES_FROM[one]
            and policies.may_propose(opened, one),
            "closes": getattr(opened.case, one.value) in CLOSES_FROM[one],
        }
        for one in queries.open_strands(opened.case)
    ]
    context: dict[str, Any] = {
        **case_frame(opened, TAB, today=clock.today()),
        "strands": strands,
        "closures": [(one, policies.may_decide(opened, one)) for one in found],
    }
    return render(request, "aim2/closures/show.html", context)


@require_http_methods(READ_AND_CHANGE)
def propose(request: HttpRequest, reference: str, strand: str) -> HttpResponse:
    """Propose to close a strand: a manager approves."""
    opened = _open(request, reference, Level.WRITE)
    if strand not in queries.CLOSED:
        raise Http404("There is no such piece of work.")
    of_strand = Strand(strand)
    policies.check_may_propose(opened, of_strand)
    at = clock.now()
    ending = queries.ending(opened.case, of_strand, at=at)
    form = forms.ClosureForm(request.POST or None, strand=of_strand, tasks=ending.tasks, homes=ending.homes)
    return form_page(
        request,
        opened,
        form,
        lambda: actions.propose(
            case=opened.case,
            strand=of_strand,
            written=form.cleaned_data,
            rehomed=form.rehomed,
            opened=opened,
            at=at,
            press=press_of(request),
        ),
        title=f"Close: {of_strand.label.lower()}",
        button="Send it for approval",
        done=f"Sent. A {queries.approver(of_strand)} approves it; until then the work goes on.",
        intro="Other work on this record goes on. "
        if not ending.last
        else "Nothing else runs: the record closes with it.",
        lists=_lists(ending),
        then=HOME,
        tab=TAB,
    )


def _lists(ending: queries.Ending) -> list[tuple[str, list[str]]]:
    gone = [
        ", ".join(filter(None, (one.user.full_name if one.user else "", one.get_role_display(), str(one.agency or ""))))
        for one in ending.leaving
    ]
    return [("Their part ends with it", gone or ["Nobody’s"])]


def _closure(opened: OpenCase, closure_id: UUID) -> Closure:
    found = queries.closure_of(opened.case, closure_id)
    if found is None:
        raise Http404("There is no such closure on this record.")
    return found


@require_http_methods(READ_AND_CHANGE)
def approve(request: HttpRequest, reference: str, closure_id: UUID) -> HttpResponse:
    """Read what was proposed, and approve it."""
    opened = _open(request, reference, Level.APPROVE)
    closure = _closure(opened, closure_id)
    policies.check_may_decide(opened, closure)
    refusal = ""
    at = clock.now()
    if request.method == "POST":
        try:
            actions.approve(closure=closure, opened=opened, at=at)
        except ActionNotAllowed as refused:
            refusal = refused.sentence
        else:
            messages.success(request, f"{closure.get_strand_display()} is closed on {reference}. Other work goes on.")
            return redirect("pages:home")
    ending = queries.ending(opened.case, Strand(closure.strand), at=at)
    homes = {**dict(ending.homes), NO_LONGER: "Nobody: it is no longer needed"}
    context = {
        **case_frame(opened, TAB, today=clock.today()),
        "closure": closure,
        "refusal": refusal,
        "once": press_of(request),
        "lists": _lists(ending),
        "actions": [(task, homes.get(closure.rehomed.get(str(task.pk), ""), "Not said")) for task in ending.tasks],
        "last": ending.last,
    }
    return render(request, "aim2/closures/approve.html", context, status=422 if refusal else 200)


@require_http_methods(READ_AND_CHANGE)
def send_back(request: HttpRequest, reference: str, closure_id: UUID) -> HttpResponse:
    """The work goes on: say why."""
    opened = _open(request, reference, Level.APPROVE)
    closure = _closure(opened, closure_id)
    policies.check_may_decide(opened, closure)
    form = forms.ReturnForm(request.POST or None)
    return form_page(
        request,
        opened,
        form,
        lambda: actions.send_back(closure=closure, because=form.cleaned_data["because"], opened=opened, at=clock.now()),
        title="The work goes on",
        button="Return it",
        done="Returned. Whoever proposed it reads why.",
        then=HOME,
        tab=TAB,
    )
