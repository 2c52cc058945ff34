"""One clock of a case: why its date is what it is, what happened to it, and what those who answer for it may do about it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.cases import access
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.clocks import actions as clocks
from hsb.clocks import policies
from hsb.clocks import steps as next_move
from hsb.clocks import story as clock_story
from hsb.clocks.forms import ExtendForm, PauseForm, ResumeForm, WhyLateForm
from hsb.errors import ActionNotAllowed
from hsb.timeliness import queries as timeliness
from hsb.timeliness.delay_reasons import Reason
from hsb.timeliness.english import long_date
from hsb.timeliness.extension_reasons import ExtensionReason
from hsb.timeliness.facts import State
from hsb.timeliness.fold import fell_due
from hsb.timeliness.models import Deadline
from hsb.timeliness.standing import Standing
from hsb.ui.commands import say_on
from hsb.ui.components import Link
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of

ASKING = ["GET", "HEAD", "POST"]


def _opened(request: HttpRequest, reference: str, pk: int) -> tuple[OpenCase, Deadline]:
    """Answer the case and the clock, if this person may see them."""
    opened = access.get_case(request.user, reference, look="clock")
    deadline = clocks.clock_for(opened, pk)
    if deadline is None:
        raise Http404("This record has no such clock.")
    return opened, deadline


@require_safe
def show(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Everything about one date."""
    opened, deadline = _opened(request, reference, pk)
    today, at = clock.today(), clock.now()
    known = timeliness.book()
    due = timeliness.due_words(deadline, today, known.holidays)
    reasons = timeliness.reasons_given(deadline)
    move = next_move.for_clock(opened, deadline)
    why = timeliness.explanation_for(deadline, today, given=known)
    missed = fell_due(deadline, at)
    unexplained = missed is not None and all(one.fell_due_on != missed for one in reasons)
    return render(
        request,
        "cases/clock.html",
        {
            **case_frame(opened, "overview", today=today),
            "deadline": deadline,
            "due": due,
            "late": due.standing in (Standing.OVERDUE, Standing.MET_LATE),
            "why": why,
            "binding": known.standard_of(deadline).binding,
            "pause_words": deadline.paused_spans[-1]["reason"] if due.standing is Standing.PAUSED else "",
            "moments": clock_story.moments(opened, deadline, reasons, started_by=why.started_by),
            "do": _primary(opened, deadline, move, unexplained=unexplained),
            "also": _also(opened, deadline, at, missed=missed, unexplained=unexplained),
        },
    )


def _primary(opened: OpenCase, deadline: Deadline, move: next_move.Move, *, unexplained: bool) -> Link | None:
    """Answer the one green button: the step itself where it is the reader's, else the reason that is missing."""
    if deadline.is_running and move.href:
        return Link(move.button, move.href)
    if unexplained and not deadline.private and policies.answers_for(opened, deadline):
        return Link("Say why it was late", _address(deadline, opened, "explain_delay"))
    return None


def _also(opened: OpenCase, deadline: Deadline, at: datetime, *, missed: date | None, unexplained: bool) -> list[Link]:
    """Answer what else the reader may do about the clock."""
    if deadline.private:
        return []
    found = []
    answers = policies.answers_for(opened, deadline)
    if missed and answers:
        said = "Say why it was late" if unexplained else "Give another reason why it was late"
        found.append(Link(said, _address(deadline, opened, "explain_delay")))
    if policies.manages(opened, deadline) and not refused(policies.check_can_be_extended, deadline):
        found.append(Link("Agree a later date", _address(deadline, opened, "extend_clock")))
    if answers and not refused(policies.check_could_pause, deadline, at):
        found.append(Link("Pause", _address(deadline, opened, "pause_clock")))
    if (
        answers
        and deadline.state == State.PAUSED
        and not refused(policies.check_can_resume, deadline, clocks.began_by(deadline))
    ):
        found.append(Link("Let it go on", _address(deadline, opened, "resume_clock")))
    return found


def refused(check: Callable[..., object], *arguments: Any) -> str:
    """Answer the sentence of a policy that says no; "" when it says yes."""
    try:
        check(*arguments)
    except ActionNotAllowed as refusal:
        return refusal.sentence
    return ""


def _address(deadline: Deadline, opened: OpenCase, name: str) -> str:
    return reverse(f"cases:{name}", args=[opened.case.reference, deadline.pk])


def _page(
    request: HttpRequest,
    opened: OpenCase,
    deadline: Deadline,
    form: BaseForm,
    act: Callable[[dict[str, Any]], str],
    *,
    ask: str,
    says: str,
    submit: str,
    refusal: str = "",
) -> HttpResponse:
    """Ask; when it is answered do it and say so, or say why not. `refusal` says why it is not even asked."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except ActionNotAllowed as refused:
            say_on(form, refused)
        else:
            messages.success(request, done)
            return redirect("cases:clock", opened.case.reference, deadline.pk)
    return render(
        request,
        "cases/clock_change.html",
        {
            **case_frame(opened, "overview", today=clock.today()),
            "once": press_of(request),
            "deadline": deadline,
            "form": form,
            "ask": ask,
            "says": says,
            "submit": submit,
            "refusal": refusal,
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(ASKING)
def explain_delay(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask those who answer for a clock why it was late."""
    opened, deadline = _opened(request, reference, pk)
    policies.check_answers_for(opened, deadline)

    def act(answers: dict[str, Any]) -> str:
        reason = Reason(answers["reason"])
        clocks.explain_delay(
            opened=opened,
            deadline=deadline,
            reason=reason,
            text=answers["text"],
            at=clock.now(),
            press=press_of(request),
        )
        return "The reason stands in the chronology. Thank you."

    missed = fell_due(deadline, clock.now())
    return _page(
        request,
        opened,
        deadline,
        WhyLateForm(request.POST or None),
        act,
        ask="Why was this late?",
        says=f"“{deadline.title}” fell due on {long_date(missed) if missed else 'no day yet'}. Your answer counts in how the"
        " partnership sees where delay comes from.",
        submit="Save the reason",
        refusal=refused(policies.check_was_late, deadline, clock.now()),
    )


@require_http_methods(ASKING)
def extend(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A manager agrees a later date beside the due date."""
    opened, deadline = _opened(request, reference, pk)
    policies.check_manages(opened, deadline)

    def act(answers: dict[str, Any]) -> str:
        until = answers["until"]
        clocks.extend(
            opened=opened,
            deadline=deadline,
            until=until,
            reason=ExtensionReason(answers["reason"]),
            text=answers["text"],
            coordinator=answers.get("coordinator", ""),
            at=clock.now(),
            press=press_of(request),
        )
        return f"{long_date(until)} stands beside the due date."

    return _page(
        request,
        opened,
        deadline,
        ExtendForm(request.POST or None, coordinated=timeliness.book().standard_of(deadline).coordinated),
        act,
        ask="Agree a later date",
        says=clock_story.what_extending_does(
            deadline, at=clock.now(), binding=timeliness.book().standard_of(deadline).binding
        ),
        submit="Agree the later date",
        refusal=refused(policies.check_can_be_extended, deadline),
    )


@require_http_methods(ASKING)
def pause(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Let the clock stand still, for a reason its standard knows."""
    opened, deadline = _opened(request, reference, pk)
    policies.check_answers_for(opened, deadline)
    standard = timeliness.book().standard_of(deadline)

    def act(answers: dict[str, Any]) -> str:
        clocks.pause(
            opened=opened,
            deadline=deadline,
            reason=answers["reason"],
            text=answers["text"],
            at=clock.now(),
            press=press_of(request),
        )
        return f"“{deadline.title}” stands still until you let it go on."

    return _page(
        request,
        opened,
        deadline,
        PauseForm(request.POST or None, standard=standard),
        act,
        ask="Pause this clock",
        says="While it stands still no day is counted. What is left of its time counts again from the day it goes on.",
        submit="Pause",
        refusal=refused(policies.check_ever_pauses, standard)
        or refused(policies.check_could_pause, deadline, clock.now()),
    )


@require_http_methods(ASKING)
def resume(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Let the clock go on."""
    opened, deadline = _opened(request, reference, pk)
    policies.check_answers_for(opened, deadline)

    def act(answers: dict[str, Any]) -> str:
        clocks.resume(opened=opened, deadline=deadline, text=answers["text"], at=clock.now(), press=press_of(request))
        return f"“{deadline.title}” goes on."

    return _page(
        request,
        opened,
        deadline,
        ResumeForm(request.POST or None),
        act,
        ask="Let this clock go on",
        says="What is left of its time counts again from today.",
        submit="Let it go on",
        refusal=refused(policies.check_can_resume, deadline, clocks.began_by(deadline)),
    )
