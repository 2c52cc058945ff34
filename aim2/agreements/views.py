"""Pages of the agreement on work before trial: where it stands, and the form for what comes next."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aim2.agreements import actions, policies, queries
from aim2.agreements.forms import PROVISO, AnswerForm, AskForm, EndForm, ReviewForm
from aim2.form_page import form_page
from aim2.models import PreTrialAgreement
from hsb import clock
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """What was agreed by whom and when, what it locks, and those before it."""
    opened = access.get_case(
        request.user, reference, look="agreement on work before trial", needs=(RecordClass.CRIMINAL, Level.READ)
    )
    every = queries.agreements(opened.case)
    unended = next((one for one in every if one.ended_at is None), None)
    in_force = queries.in_force(opened.case)
    return render(
        request,
        "aim2/agreement.html",
        {
            **case_frame(opened, "aim2", today=clock.today()),
            "agreement": unended,
            "in_force": in_force,
            "locked": [words for _, words in queries.LOCKED],
            "earlier": [one for one in every if one.ended_at is not None],
            "may_record": opened.may(RecordClass.CRIMINAL, Level.WRITE)
            and not opened.case.is_harmed
            and bool(policies.MAY_RECORD & agencies.roles(request.user)),
        },
    )


def _open(request: HttpRequest, reference: str) -> OpenCase:
    opened = access.get_case(
        request.user, reference, look="agreement on work before trial", needs=(RecordClass.CRIMINAL, Level.WRITE)
    )
    policies.check_may_record(request.user)
    return opened


@require_http_methods(READ_AND_CHANGE)
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask police and CPS to agree."""
    opened = _open(request, reference)
    form = AskForm(request.POST if request.method == "POST" else None, initial={"proviso": PROVISO})
    return form_page(
        request,
        opened,
        form,
        lambda: actions.ask(
            case=opened.case, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data
        ),
        title="Ask police and CPS to agree work before trial",
        button="Record",
        done="Asked. It is in force when both have agreed, each by name and date.",
        then="aim2:agreement",
        lists=(("Locked while it is in force", [words for _, words in queries.LOCKED]),),
    )


def _about_it(
    request: HttpRequest,
    reference: str,
    form: BaseForm,
    change: Callable[[PreTrialAgreement], object],
    *,
    title: str,
    button: str,
    done: str,
) -> HttpResponse:
    opened = _open(request, reference)
    agreement = queries.unended(opened.case)
    if agreement is None:
        return redirect("aim2:agreement", reference)
    return form_page(
        request,
        opened,
        form,
        lambda: change(agreement),
        title=title,
        button=button,
        done=done,
        then="aim2:agreement",
    )


@require_http_methods(READ_AND_CHANGE)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """One party has agreed."""
    form = AnswerForm(request.POST if request.method == "POST" else None)
    return _about_it(
        request,
        reference,
        form,
        lambda one: actions.answer(agreement=one, by=request.user, at=clock.now(), **form.cleaned_data),
        title="Somebody agreed",
        button="Record",
        done="Recorded. Without both, police and CPS, it is not in force.",
    )


@require_http_methods(READ_AND_CHANGE)
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """The agreement was reviewed and stays."""
    form = ReviewForm(request.POST if request.method == "POST" else None)
    return _about_it(
        request,
        reference,
        form,
        lambda one: actions.review(
            agreement=one, by=request.user, at=clock.now(), press=press_of(request), **form.cleaned_data
        ),
        title="Review the agreement",
        button="Record review",
        done="Reviewed. It stays in force.",
    )


@require_http_methods(READ_AND_CHANGE)
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """The agreement ends."""
    form = EndForm(request.POST if request.method == "POST" else None)
    return _about_it(
        request,
        reference,
        form,
        lambda one: actions.end(agreement=one, by=request.user, at=clock.now(), **form.cleaned_data),
        title="End the agreement",
        button="End it",
        done="Ended. What it locked is open again.",
    )
