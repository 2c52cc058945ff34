"""Pages of a harmed child's needs and the support offered for them. They are on no other child's record."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases import form_page as pages
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.models import SupportNeed, SupportOffer
from strategy_meetings.support import actions, queries, rules
from strategy_meetings.support.forms import AnswerForm, EndForm, MetForm, NeedForm, OfferForm
from strategy_meetings.support.states import TRANSITIONS, State

HOME = "strategy_meetings:support"
TAB = "support"


def _open(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    opened = access.get_case(request.user, reference, look="support", needs=(RecordClass.SUPPORT, level))
    if not opened.case.is_harmed:
        raise Http404("Needs and support stand on the record of the child or person harmed.")
    return opened


@require_safe
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """What is needed, what was offered and how it was answered; first what comes next."""
    opened = _open(request, reference, Level.READ)
    today = clock.today()
    needs, offers = list(queries.needs_of(opened.case)), list(queries.offers_of(opened.case))
    may_write = opened.may(RecordClass.SUPPORT, Level.WRITE) and opened.case.closed_at is None
    return render(
        request,
        "strategy_meetings/support/show.html",
        {
            **case_frame(opened, TAB, today=today),
            "next": _next(opened, queries.next_move(needs, offers, today=today), may_write=may_write),
            "needs": needs,
            "offers": [(one, TRANSITIONS[State(one.state)]) for one in offers],
            "may_write": may_write,
        },
    )


def _next(opened: OpenCase, move: rules.NextMove, *, may_write: bool) -> dict[str, Any] | None:
    if opened.case.closed_at is not None:
        return None
    href = ""
    if move.step and may_write:
        href = reverse(f"strategy_meetings:{move.step}", args=[opened.case.reference, *([move.of] if move.of else [])])
    return {"what": move.what, "button": move.button, "href": href}


def _need(opened: OpenCase, need_id: UUID) -> SupportNeed:
    found = queries.need_of(opened.case, need_id)
    if found is None:
        raise Http404("There is no such need on this record.")
    return found


def _offer(opened: OpenCase, offer_id: UUID) -> SupportOffer:
    found = queries.offer_of(opened.case, offer_id)
    if found is None:
        raise Http404("There is no such offer on this record.")
    return found


def _page(
    request: HttpRequest,
    opened: OpenCase,
    form: BaseForm,
    change: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    about: str = "",
) -> HttpResponse:
    """One form, one action; then the page of needs and support."""
    return pages.form_page(
        request,
        opened,
        form,
        change,
        template="strategy_meetings/support/form.html",
        tab=TAB,
        then=HOME,
        title=title,
        button=button,
        done=done,
        about=about,
    )


@require_http_methods(READ_AND_CHANGE)
def record_need(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what the child needs."""
    opened = _open(request, reference, Level.WRITE)
    form = NeedForm(request.POST if request.method == "POST" else None)

    def change() -> object:
        return actions.record_need(opened=opened, at=clock.now(), press=press_of(request), **form.cleaned_data)

    return _page(request, opened, form, change, title="What is needed", button="Record it", done="Recorded.")


@require_http_methods(READ_AND_CHANGE)
def need_met(request: HttpRequest, reference: str, need_id: UUID) -> HttpResponse:
    """Record that a need is met, or is there no longer."""
    opened = _open(request, reference, Level.WRITE)
    need = _need(opened, need_id)
    form = MetForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})

    def change() -> object:
        return actions.meet(need=need, opened=opened, at=clock.now(), **form.cleaned_data)

    title = "The need is met, or is there no longer"
    return _page(request, opened, form, change, title=title, button="Record it", done="Recorded.", about=need.what)


@require_http_methods(READ_AND_CHANGE)
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a support that was offered."""
    opened = _open(request, reference, Level.WRITE)
    needs = {str(one.pk): one for one in queries.needs_of(opened.case) if one.met_on is None}
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        needs=[(key, Truncator(one.what).chars(80)) for key, one in needs.items()],
        initial={"offered_on": clock.today(), "need": next(iter(needs), "")},
    )

    def change() -> object:
        given = {**form.cleaned_data, "need": needs.get(form.cleaned_data["need"])}
        return actions.offer(opened=opened, at=clock.now(), press=press_of(request), **given)

    done = "Recorded. Now it waits for an answer."
    return _page(request, opened, form, change, title="Support that was offered", button="Record it", done=done)


@require_http_methods(READ_AND_CHANGE)
def answer(request: HttpRequest, reference: str, offer_id: UUID) -> HttpResponse:
    """Record whether it was taken up or declined."""
    opened = _open(request, reference, Level.WRITE)
    made = _offer(opened, offer_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})

    def change() -> object:
        given = {**form.cleaned_data, "to": State(form.cleaned_data["to"])}
        return actions.answer(offer=made, opened=opened, at=clock.now(), **given)

    return _page(
        request, opened, form, change, title="The answer", button="Record it", done="Recorded.", about=made.service
    )


@require_http_methods(READ_AND_CHANGE)
def end(request: HttpRequest, reference: str, offer_id: UUID) -> HttpResponse:
    """Record that the support has ended."""
    opened = _open(request, reference, Level.WRITE)
    made = _offer(opened, offer_id)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})

    def change() -> object:
        return actions.end(offer=made, opened=opened, at=clock.now(), **form.cleaned_data)

    title = "The support has ended"
    return _page(request, opened, form, change, title=title, button="Record it", done="Recorded.", about=made.service)
