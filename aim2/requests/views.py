"""Pages: the police's request and its answer, who leads, whether the tool suits, narrative only, accreditations of a team."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aim2.form_page import form_page
from aim2.models import Accreditation
from aim2.proceedings import queries as proceedings
from aim2.requests import actions, policies, queries
from aim2.requests.forms import (
    AccreditationForm,
    AnswerRequestForm,
    AskForm,
    LeadForm,
    MoreForm,
    NarrativeForm,
    ToolForm,
)
from aim2.requests.states import RequestState
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import queries as agencies
from hsb.agencies.permissions import Level, Power, RecordClass, Role
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.errors import AccessDenied
from hsb.ui.commands import READ_AND_CHANGE, attempt
from hsb.ui.forms import BaseForm, Choice
from hsb.ui.press import drawn_from, press_of
from hsb.ui.views import refused
from hsb.ui.words import long_date
from referrals.engagement import guidance


def _form_of(opened: OpenCase, user: User, waiting: Any) -> type[BaseForm] | None:
    """Answer the form this person may fill in now: the police ask and answer, a YOS manager decides."""
    police = Role.POLICE_OFFICER in agencies.roles(user) and opened.may(RecordClass.CRIMINAL, Level.WRITE)
    if waiting is None:
        return AskForm if police and not opened.case.is_harmed else None
    if waiting.state == RequestState.MORE_ASKED:
        return MoreForm if police else None
    return AnswerRequestForm if agencies.has_power(user, Power.ALLOCATE_YOS_OFFICER) else None


@require_http_methods(READ_AND_CHANGE)
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The police's requests for AIM2 with every answer, and the form for whoever's move it is."""
    level = Level.WRITE if request.method == "POST" else Level.READ
    opened = access.get_case(request.user, reference, look="request for AIM2", needs=(RecordClass.CRIMINAL, level))
    waiting = queries.open_request(opened.case)
    kind = _form_of(opened, request.user, waiting)
    form = kind(request.POST if request.method == "POST" else None) if kind else None
    if request.method == "POST":
        if form is None:
            return _not_their_move(request)
        if form.is_valid() and attempt(form, lambda: _act(request, opened, waiting, form)):
            messages.success(request, DONE[type(form)])
            return redirect("aim2:request", reference)
    stands = proceedings.standing(opened.case)
    return render(
        request,
        "aim2/request.html",
        {
            **case_frame(opened, "aim2", today=clock.today()),
            "form": form,
            "once": press_of(request),
            "drawn_from": waiting.version if waiting else "",
            "button": BUTTONS[type(form)] if form else "",
            "requests": list(queries.requests(opened.case).prefetch_related("steps__by")),
            "may_ask": stands.may_police_ask,
            "framing": guidance.FRAMING,
        },
        status=422 if form is not None and form.errors else 200,
    )


def _not_their_move(request: HttpRequest) -> HttpResponse:
    """Answer that the other side moved first, with what was typed. Raises AccessDenied for those whose move it never is."""
    user: Any = request.user
    if Role.POLICE_OFFICER in agencies.roles(user) or agencies.has_power(user, Power.ALLOCATE_YOS_OFFICER):
        return refused(request, "The other side answered while you were writing. Read what is new before you go on.")
    raise AccessDenied("It is not your move: the police ask, and a YOS manager answers.")


BUTTONS = {AskForm: "Ask for AIM2", MoreForm: "Send answer", AnswerRequestForm: "Record answer"}
DONE = {
    AskForm: "YOS has your request. Its answer will stand here.",
    MoreForm: "YOS has your answer.",
    AnswerRequestForm: "The police are told.",
}


def _act(request: HttpRequest, opened: OpenCase, waiting: Any, form: BaseForm) -> None:
    by, at, given = request.user, clock.now(), form.cleaned_data
    if isinstance(form, AskForm):
        actions.ask(case=opened.case, asks=given["asks"], by=by, at=at, press=press_of(request))
    elif isinstance(form, MoreForm):
        actions.answer(
            request=waiting, to=RequestState.OPEN, text=given["text"], version=drawn_from(request), by=by, at=at
        )
    else:
        actions.answer(
            request=waiting,
            to=given["to"],
            text=given["text"],
            alternative=given["alternative"] or "",
            version=drawn_from(request),
            by=by,
            at=at,
        )


@require_http_methods(READ_AND_CHANGE)
def lead(request: HttpRequest, reference: str) -> HttpResponse:
    """Name who leads: those accredited, with how long that holds and how much each holds."""
    opened = access.get_case(request.user, reference, look="lead of AIM2", needs=(RecordClass.SCREENING, Level.APPROVE))
    policies.check_may_decide(request.user)
    today = clock.today()
    people = queries.who_may_lead(opened.case, on=today)
    kept_off = queries.kept_off(opened.case)
    workers = [one.user for one in opened.workers if one.user is not None]
    others = {str(user.pk): user for user in workers if user.pk not in kept_off}
    holds = queries.accreditations([user.pk for user in others.values()])
    form = LeadForm(request.POST if request.method == "POST" else None)
    accredited = {str(one.user.pk): one for one in people if one.may_lead}
    form.fields["lead"].choices = [_leads(one) for one in accredited.values()]  # type: ignore[attr-defined]
    form.fields["co_worker"].choices = [  # type: ignore[attr-defined]
        ("", "Nobody"),
        *((key, f"{user.full_name}: {_held(holds.get(user.pk), today)}") for key, user in others.items()),
    ]
    conflicts = queries.left_out(opened.case, on=today) if kept_off else 0
    return form_page(
        request,
        opened,
        form,
        lambda: actions.name_lead(
            case=opened.case,
            lead=accredited[form.cleaned_data["lead"]].user,
            co_worker=others.get(form.cleaned_data["co_worker"]),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        ),
        title="Name who leads AIM2",
        button="Name lead",
        done="Who leads is recorded. Accreditation is looked at again on the day of signing.",
        then="aim2:may_begin",
        intro="" if accredited else "Nobody on this page is accredited today. Record an accreditation first.",
        lists=(
            ("Not accredited: may co-work, not lead", [_why_not(one) for one in people if not one.may_lead]),
            ("Conflicts", [_conflicts(conflicts)]),
        ),
    )


def _conflicts(left_out: int) -> str:
    """Answer that somebody is missing, never who: that, and why, is said by those who decide about access to the record."""
    if not left_out:
        return "None is declared on this record among those who could lead."
    who = "One colleague is" if left_out == 1 else f"{left_out} colleagues are"
    return f"{who} left out: kept from this record. Those who decide about access know who, and why."


def _held(held: Accreditation | None, today: date) -> str:
    if held is None:
        return "no accreditation recorded"
    until = f"to {long_date(held.expires_on)}" if held.expires_on >= today else f"ended on {long_date(held.expires_on)}"
    return f"{held.instrument}, edition {held.edition}, accredited {long_date(held.accredited_on)}, {until}"


def _leads(one: queries.Accredited) -> Choice:
    assert one.held is not None
    held = f"{_held(one.held, one.on)}. Certificate: {one.held.certificate.rstrip('.')}"
    return Choice(str(one.user.pk), one.user.full_name, hint=f"{held}. Leads {one.leads_words}.")


def _why_not(one: queries.Accredited) -> str:
    if one.held is None:
        return f"{one.user.full_name}: no accreditation recorded"
    return f"{one.user.full_name}: ended on {long_date(one.held.expires_on)}"


@require_http_methods(READ_AND_CHANGE)
def tool(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether AIM2 suits how the young person learns, or what is used instead."""
    opened = access.get_case(
        request.user, reference, look="whether AIM2 suits", needs=(RecordClass.SCREENING, Level.WRITE)
    )
    form = ToolForm(request.POST if request.method == "POST" else None)
    return form_page(
        request,
        opened,
        form,
        lambda: actions.judge_tool(
            case=opened.case,
            suits=form.cleaned_data["suits"],
            learning_disability=form.cleaned_data["learning_disability"],
            reasons=form.cleaned_data["reasons"],
            changes=form.cleaned_data["changes"] or "",
            alternative=form.cleaned_data["alternative"] or "",
            by=request.user,
            at=clock.now(),
            press=press_of(request),
        ),
        title="Does AIM2 suit?",
        button="Record",
        done="Recorded. An earlier judgement stays readable in the chronology.",
        then="aim2:may_begin",
    )


@require_http_methods(READ_AND_CHANGE)
def narrative(request: HttpRequest, reference: str) -> HttpResponse:
    """A YOS manager lets work begin as a narrative only."""
    opened = access.get_case(
        request.user, reference, look="narrative only", needs=(RecordClass.SCREENING, Level.APPROVE)
    )
    policies.check_may_decide(request.user)
    form = NarrativeForm(request.POST if request.method == "POST" else None)
    return form_page(
        request,
        opened,
        form,
        lambda: actions.let_narrative_begin(case=opened.case, by=request.user, at=clock.now(), **form.cleaned_data),
        title="Let a narrative begin",
        button="Record",
        done="Recorded. No rating, total, band or level will stand in any output.",
        then="aim2:may_begin",
        intro="This opens nothing else: age, hold, consent and accreditation stay as they are, and nobody may override them.",
    )


@require_http_methods(READ_AND_CHANGE)
def accreditations(request: HttpRequest) -> HttpResponse:
    """Who in a manager's service is accredited, until when; and the form to record one, never their own."""
    if not agencies.has_power(request.user, Power.MANAGE_TEAM):
        raise AccessDenied("A manager records accreditations. Ask yours.")
    today = clock.today()
    people = queries.colleagues(request.user, on=today)
    form = AccreditationForm(request.POST if request.method == "POST" else None, initial={"instrument": "AIM2"})
    form.fields["user"].choices = [  # type: ignore[attr-defined]
        ("", "Choose"),
        *((str(one.user.pk), one.user.full_name) for one in people if one.user.pk != request.user.pk),
    ]
    found = {str(one.user.pk): one.user for one in people}
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        user = found[given.pop("user")]
        if attempt(form, lambda: actions.accredit(user=user, by=request.user, at=clock.now(), **given)):
            messages.success(request, f"{user.full_name}’s accreditation is recorded.")
            return redirect("aim2:accreditations")
    return render(
        request,
        "aim2/accreditations.html",
        {"form": form, "people": people, "once": press_of(request)},
        status=422 if form.errors else 200,
    )
