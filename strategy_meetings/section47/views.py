"""Pages of the section 47 enquiries about one child: what was done, how it ends, and the manager's answer.

Over 300 lines: one record’s pages, each a few lines.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.accounts.models import User
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.cases.states import Safeguarding
from hsb.errors import ActionNotAllowed, StaleVersion
from hsb.ui.commands import attempt, command
from hsb.ui.components import TwoTexts
from hsb.ui.forms import BaseForm, LongTextField
from hsb.ui.press import press_of, version_of
from hsb.ui.words import date_time, time_words
from strategy_meetings.models import Section47
from strategy_meetings.section47 import actions, policies, queries
from strategy_meetings.section47.forms import BeginForm, EnquiryForm, ReturnForm, WhoForm, WithoutForm
from strategy_meetings.section47.shown import facts_of, texts_of
from strategy_meetings.section47.states import State

READ_AND_CHANGE = ("GET", "HEAD", "POST")
HOME = "strategy_meetings:section47"


def _open(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    return access.get_case(request.user, reference, look="section 47 enquiry", needs=(RecordClass.SECTION_47, level))


def _current(opened: OpenCase) -> Section47:
    """The enquiry about this child that has not ended; 404 where there is none."""
    found = next((one for one in queries.enquiries_of(opened.case) if one.state != State.ENDED), None)
    if found is None:
        raise Http404("No section 47 enquiry about this child is under way.")
    return found


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The enquiry under way with what a manager still needs, and those that have ended."""
    return _page(request, _open(request, reference, Level.READ))


def _page(request: HttpRequest, opened: OpenCase, send_back: ReturnForm | None = None) -> HttpResponse:
    found = queries.enquiries_of(opened.case)
    newest = found[0] if found else None
    has_plan = queries.has_safety_plan(opened.case) if newest else False
    is_waiting = newest is not None and newest.state == State.PROPOSED
    may_write = opened.may(RecordClass.SECTION_47, Level.WRITE)
    named = queries.deciders(clock.today()) if newest and newest.awaits_conference else []
    return render(
        request,
        "strategy_meetings/section47/show.html",
        {
            **case_frame(opened, "section47", today=clock.today()),
            "enquiry": newest,
            "facts": facts_of(newest) if newest else [],
            "texts": texts_of(newest) if newest else [],
            "earlier": [(one, facts_of(one), texts_of(one)) for one in found[1:]],
            "missing": policies.missing(newest, has_safety_plan=has_plan) if newest and newest.is_open else [],
            "may_write": may_write,
            "may_begin": may_write
            and (newest is None or newest.state == State.ENDED)
            and opened.case.safeguarding in (Safeguarding.ENQUIRY, Safeguarding.STRATEGY, Safeguarding.ASSESSMENT),
            "may_answer": is_waiting
            and opened.may(RecordClass.SECTION_47, Level.APPROVE)
            and newest is not None
            and newest.proposed_by_id != request.user.pk,
            "deciders": named,
            "may_call": opened.may(RecordClass.MEETING, Level.APPROVE),
            "may_do_without": request.user in named
            and newest is not None
            and newest.authorised_by_id != request.user.pk
            and may_write,
            "send_back": send_back or ReturnForm(),
            "form": send_back if send_back is not None and send_back.errors else None,
        },
        status=422 if send_back is not None and send_back.errors else 200,
    )


# -- begin, and who leads ------------------------------------------------------------------------------------------------


def _lead(opened: OpenCase, given: str) -> User | None:
    return next((one.user for one in opened.workers if str(one.user_id) == given), None)


def _with_leads(form: BaseForm, opened: OpenCase) -> BaseForm:
    form.fields["lead"].choices = [("", "Nobody yet"), *queries.leads(opened)]  # type: ignore[attr-defined]
    return form


def _form_page(
    request: HttpRequest, opened: OpenCase, form: BaseForm, *, title: str, button: str, hint: str = ""
) -> HttpResponse:
    return render(
        request,
        "strategy_meetings/section47/form.html",
        {
            **case_frame(opened, "section47", today=clock.today()),
            "form": form,
            "once": press_of(request),
            "page_title": title,
            "button": button,
            "hint": hint,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(READ_AND_CHANGE)
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """The record of an enquiry that a discussion or the MASH decision began."""
    opened = _open(request, reference, Level.WRITE)
    form = _with_leads(BeginForm(request.POST if request.method == "POST" else None), opened)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "lead": _lead(opened, form.cleaned_data["lead"])}
        if attempt(form, lambda: actions.begin(case=opened.case, by=request.user, at=clock.now(), **given)):
            messages.success(request, "The enquiry is on record.")
            return redirect(HOME, reference)
    title = "Begin the record of a section 47 enquiry"
    return _form_page(request, opened, form, title=title, button="Begin the enquiry")


@require_http_methods(READ_AND_CHANGE)
def who(request: HttpRequest, reference: str) -> HttpResponse:
    """Who leads the enquiry, and with which police officer."""
    opened = _open(request, reference, Level.WRITE)
    enquiry = _current(opened)
    initial = {"lead": enquiry.lead_id, "kind": enquiry.kind, "joint_officer": enquiry.joint_officer}
    form = _with_leads(WhoForm(request.POST if request.method == "POST" else None, initial=initial), opened)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "lead": _lead(opened, form.cleaned_data["lead"])}
        if attempt(form, lambda: actions.lead_by(enquiry=enquiry, by=request.user, at=clock.now(), **given)):
            return redirect(HOME, reference)
    return _form_page(request, opened, form, title="Who leads the enquiry", button="Save")


# -- writing ---------------------------------------------------------------------------------------------------------------


@require_http_methods(READ_AND_CHANGE)
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """What was done, what was found, and the outcome proposed."""
    opened = _open(request, reference, Level.WRITE)
    enquiry = _current(opened)
    if not enquiry.is_open:
        messages.warning(request, "The outcome is waiting for a manager and cannot be changed now.")
        return redirect(HOME, reference)
    form = EnquiryForm(request.POST or None, initial={name: getattr(enquiry, name) for name in actions.WRITTEN})
    if request.method != "POST" or not form.is_valid():
        return _write_page(request, opened, enquiry, form)
    try:
        actions.save(
            enquiry=enquiry, written=form.cleaned_data, version=version_of(request), by=request.user, at=clock.now()
        )
    except StaleVersion as stale:
        return _write_page(request, opened, stale.current, form, conflicts=_both(stale.current, form))
    except ActionNotAllowed as refusal:
        form.add_error(None, refusal.sentence)
        return _write_page(request, opened, enquiry, form)
    messages.success(request, "Saved.")
    return redirect(HOME, reference)


def _both(current: Any, form: EnquiryForm) -> list[TwoTexts]:
    return [
        TwoTexts(
            name=name,
            label=str(field.label),
            theirs=getattr(current, name),
            yours=form.cleaned_data[name],
            saved_by=current.saved_by.full_name if current.saved_by else "",
            saved_at=date_time(current.saved_at),
        )
        for name, field in form.fields.items()
        if isinstance(field, LongTextField) and getattr(current, name) != form.cleaned_data[name]
    ]


def _write_page(
    request: HttpRequest, opened: OpenCase, enquiry: Any, form: EnquiryForm, conflicts: list[TwoTexts] | None = None
) -> HttpResponse:
    kept = []
    if conflicts is not None:
        shown = {one.name for one in conflicts}
        kept = [(name, request.POST[name]) for name in request.POST if name not in shown]
        kept = [(name, value) for name, value in kept if name not in ("csrfmiddlewaretoken", "version", *shown)]
        if not conflicts:
            form.add_error(None, "Somebody else changed this while you were choosing. Check it and save again.")
    return render(
        request,
        "strategy_meetings/section47/write.html",
        {
            **case_frame(opened, "section47", today=clock.today()),
            "form": form,
            "enquiry": enquiry,
            "conflicts": conflicts or [],
            "kept": kept,
            "missing": policies.missing(enquiry, has_safety_plan=queries.has_safety_plan(opened.case)),
        },
        status=409 if conflicts else (422 if form.errors else 200),
    )


@require_POST
def autosave(request: HttpRequest, reference: str) -> JsonResponse:
    """The boxes that changed are kept, the others left as they stand; says when, or that a colleague saved first."""
    opened = _open(request, reference, Level.WRITE)
    enquiry = _current(opened)
    form = EnquiryForm(request.POST)
    form.is_valid()
    written = {
        name: form.cleaned_data[name]
        for name in actions.WRITTEN
        if name in form.cleaned_data and (name in request.POST or f"{name}_day" in request.POST)
    }
    try:
        saved = actions.save(
            enquiry=enquiry, written=written, version=version_of(request), by=request.user, at=clock.now()
        )
    except StaleVersion:
        return JsonResponse({"message": "A colleague saved this too. Save to see both texts."}, status=409)
    except ActionNotAllowed as refusal:
        return JsonResponse({"message": refusal.sentence}, status=409)
    return JsonResponse({"saved_at": time_words(clock.now()), "version": saved.version})


# -- the manager's answer --------------------------------------------------------------------------------------------------


@command(HOME, "reference")
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the outcome to a manager."""
    opened = _open(request, reference, Level.WRITE)
    actions.propose(enquiry=_current(opened), by=request.user, at=clock.now())
    messages.success(request, "The outcome waits for a manager’s authorisation.")
    return redirect(HOME, reference)


@command(HOME, "reference")
def authorise(request: HttpRequest, reference: str) -> HttpResponse:
    """A manager authorises the outcome: the enquiry has ended."""
    opened = _open(request, reference, Level.APPROVE)
    enquiry = _current(opened)
    policies.check_as_read(enquiry, version_of(request))
    actions.authorise(enquiry=enquiry, by=request.user, at=clock.now())
    messages.success(
        request, "The enquiry has ended. Decide now whether to meet again: the agencies plan what follows from it."
    )
    return redirect(HOME, reference)


@require_POST
def send_back(request: HttpRequest, reference: str) -> HttpResponse:
    """A manager returns the outcome with a comment."""
    opened = _open(request, reference, Level.APPROVE)
    enquiry = _current(opened)
    form = ReturnForm(request.POST)

    def change() -> None:
        policies.check_as_read(enquiry, version_of(request))
        actions.send_back(enquiry=enquiry, comment=form.cleaned_data["comment"], by=request.user, at=clock.now())

    if form.is_valid() and attempt(form, change):
        messages.success(request, "Returned with your comment.")
        return redirect(HOME, reference)
    return _page(request, opened, send_back=form)


@require_http_methods(READ_AND_CHANGE)
def without(request: HttpRequest, reference: str) -> HttpResponse:
    """An escalation contact decides that no conference is held although a risk continues."""
    opened = _open(request, reference, Level.WRITE)
    enquiry = next((one for one in queries.enquiries_of(opened.case) if one.awaits_conference), None)
    if enquiry is None:
        messages.warning(request, "No conference is waited for: there is nothing to decide.")
        return redirect(HOME, reference)
    form = WithoutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reasons, press = form.cleaned_data["reasons"], press_of(request)
        if attempt(
            form,
            lambda: actions.do_without_conference(
                enquiry=enquiry, reasons=reasons, by=request.user, at=clock.now(), press=press
            ),
        ):
            messages.success(request, "Recorded. The reasons stand in the chronology.")
            return redirect(HOME, reference)
    return _form_page(
        request,
        opened,
        form,
        title="No conference although a risk continues",
        button="Record the decision",
        hint="A conference within 15 working days is what the guidance expects. Only an escalation contact decides otherwise.",
    )
