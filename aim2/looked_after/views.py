"""Pages of looked-after status: what stands, what the referral claimed, who reviews, and the days of the care plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.form_page import form_page
from aim2.looked_after import actions, forms, policies, queries
from aim2.looked_after.terms import BY_REMAND
from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.ui.commands import READ_AND_CHANGE, command
from hsb.ui.press import press_of

TAB = "care"
DATES = (
    ("care_plan.written", "Care plan written"),
    ("placement.started", "Placement began"),
    ("placement.ended", "Placement ended"),
    ("lac_visit.made", "Last visit"),
    ("lac_review.held", "Last review"),
    ("lac_review.decisions_sent", "Decisions sent"),
    ("lac_review.recorded", "Record of the review complete"),
    ("lac_review.record_sent", "Record of the review sent"),
)


def _open(request: HttpRequest, reference: str, level: Level = Level.WRITE) -> OpenCase:
    return access.get_case(request.user, reference, look="looked-after status", needs=(RecordClass.LOOKED_AFTER, level))


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether the child is looked after, by which law, who reviews, and when was what."""
    opened = _open(request, reference, Level.READ)
    spells = queries.spells(opened.case)
    found = queries.dates(opened.case, tuple(code for code, _ in DATES))
    return render(
        request,
        "aim2/looked_after/show.html",
        {
            **case_frame(opened, TAB, today=clock.today()),
            "standing": [one for one in spells if one.ended_at is None],
            "earlier": [one for one in spells if one.ended_at is not None],
            "by_remand": [str(one) for one in BY_REMAND],
            "reviewer": queries.reviewer(opened.case),
            "dates": [(label, clock.local_date(found[code])) for code, label in DATES if code in found],
            "records": policies.may_record(opened),
            "writes": opened.may(RecordClass.LOOKED_AFTER, Level.WRITE),
            "reads_report": opened.may(RecordClass.AIM_REPORT, Level.READ),
        },
    )


@require_http_methods(READ_AND_CHANGE)
def start(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the child is looked after."""
    opened = _open(request, reference)
    policies.check_may_record(opened)
    form = forms.StartForm(request.POST or None)
    return _page(
        request,
        opened,
        form,
        lambda: actions.start(
            case=opened.case, opened=opened, at=clock.now(), press=press_of(request), **form.cleaned_data
        ),
        title="Looked after",
        button="Record it",
        done="Recorded. Its reviews and visits are counted from that day.",
    )


@require_http_methods(READ_AND_CHANGE)
def end(request: HttpRequest, reference: str, spell_id: UUID) -> HttpResponse:
    """Record that one legal basis ended."""
    opened = _open(request, reference)
    policies.check_may_record(opened)
    spell = queries.one(opened.case, spell_id)
    if spell is None:
        raise Http404("There is no such entry on this record.")
    form = forms.EndForm(request.POST or None)
    return _page(
        request,
        opened,
        form,
        lambda: actions.end(spell=spell, opened=opened, at=clock.now(), **form.cleaned_data),
        title=f"End: {spell.get_basis_display()}",
        button="Record the end",
        done="Recorded.",
    )


@command("aim2:looked_after", "reference")
def deny(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that what the referral claimed is not so."""
    opened = _open(request, reference)
    actions.deny(case=opened.case, opened=opened, at=clock.now())
    messages.success(request, "Recorded: the child is not looked after.")
    return redirect("aim2:looked_after", reference)


@require_http_methods(READ_AND_CHANGE)
def name_reviewer(request: HttpRequest, reference: str) -> HttpResponse:
    """Name the independent reviewing officer."""
    opened = _open(request, reference)
    policies.check_may_record(opened)
    possible = {str(one.user_id): one.user for one in queries.reviewers(opened.case, on=clock.today())}
    form = forms.ReviewerForm(request.POST or None, people=[(key, user.full_name) for key, user in possible.items()])
    return _page(
        request,
        opened,
        form,
        lambda: actions.name_reviewer(
            case=opened.case, user=possible.get(form.cleaned_data["user"]), opened=opened, at=clock.now()
        ),
        title="Who reviews",
        button="Name them",
        done="Named. They can read this record now.",
    )


def _page(request: HttpRequest, opened: OpenCase, form: Any, change: Any, **words: str) -> HttpResponse:
    return form_page(request, opened, form, change, then="aim2:looked_after", tab=TAB, **words)
