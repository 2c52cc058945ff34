"""Pages of a child's transfers between authorities."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.agencies.permissions import Level, RecordClass
from hsb.cases import access
from hsb.cases import form_page as pages
from hsb.cases.access import OpenCase
from hsb.cases.frame import case_frame
from hsb.timeliness import queries as timeliness
from hsb.ui.commands import READ_AND_CHANGE
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.models import Transfer
from strategy_meetings.transfers import actions, queries
from strategy_meetings.transfers.forms import AnswerForm, NotifyForm
from strategy_meetings.transfers.states import State, Way

HOME = "strategy_meetings:transfers"
STANDARD = "T15"


def _open(request: HttpRequest, reference: str, level: Level) -> OpenCase:
    return access.get_case(request.user, reference, look="transfers", needs=(RecordClass.DECISION, level))


@require_safe
def listing(request: HttpRequest, reference: str) -> HttpResponse:
    """Every transfer of this child, the open one first, with what it waits for."""
    opened = _open(request, reference, Level.READ)
    today = clock.today()
    found = queries.transfers_of(opened.case)
    due = timeliness.due_by_key(opened.case.pk, (STANDARD,), today=today)
    return render(
        request,
        "strategy_meetings/transfers/list.html",
        {
            **case_frame(opened, "transfers", today=today),
            "waiting": next((one for one in found if one.is_open), None),
            "others": [one for one in found if not one.is_open],
            "due": next(iter(due.values()), None),
            "may_write": opened.may(RecordClass.DECISION, Level.WRITE),
            "may_answer": opened.may(RecordClass.DECISION, Level.APPROVE),
        },
    )


def _page(
    request: HttpRequest,
    opened: OpenCase,
    form: BaseForm,
    change: Callable[[], object],
    *,
    title: str,
    button: str,
    done: str,
    hint: str = "",
    transfer: Transfer | None = None,
) -> HttpResponse:
    """One form, one action; then the list."""
    return pages.form_page(
        request,
        opened,
        form,
        change,
        template="strategy_meetings/transfers/form.html",
        tab="transfers",
        then=HOME,
        title=title,
        button=button,
        done=done,
        hint=hint,
        transfer=transfer,
    )


def _notify(request: HttpRequest, reference: str, way: Way, **words: str) -> HttpResponse:
    opened = _open(request, reference, Level.WRITE)
    form = NotifyForm(request.POST if request.method == "POST" else None, initial={"told_on": clock.today()})

    def change() -> object:
        at, press = clock.now(), press_of(request)
        return actions.notify(case=opened.case, way=way, by=request.user, at=at, press=press, **form.cleaned_data)

    return _page(request, opened, form, change, **words)


@require_http_methods(READ_AND_CHANGE)
def moved_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Another authority told us that the child has moved here."""
    return _notify(
        request,
        reference,
        Way.IN,
        title="The child has moved here",
        button="Record it",
        done="Recorded. A manager says whether we accept; until then the other authority stays responsible.",
        hint="With a child protection plan there, a transfer-in conference is due 15 working days after we were told.",
    )


@require_http_methods(READ_AND_CHANGE)
def moved_out(request: HttpRequest, reference: str) -> HttpResponse:
    """The child has moved away, and the authority there is asked to accept."""
    return _notify(
        request,
        reference,
        Way.OUT,
        title="The child has moved away",
        button="Record that they were told",
        done="Recorded. Nothing here ends until the other authority accepts.",
        hint="Tell them by telephone first. Nothing here ends by being sent: the child is ours until they accept.",
    )


@require_http_methods(READ_AND_CHANGE)
def answer(request: HttpRequest, reference: str, transfer_id: UUID) -> HttpResponse:
    """Record how the receiving authority answered; for a child who moved here, that is us."""
    opened = _open(request, reference, Level.APPROVE)
    transfer = queries.transfer_of(opened.case, transfer_id)
    if transfer is None:
        raise Http404("There is no such transfer of this child.")
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answered_on": clock.today()})

    def change() -> object:
        given = {**form.cleaned_data, "to": State(form.cleaned_data["to"])}
        return actions.answer(transfer=transfer, by=request.user, at=clock.now(), **given)

    return _page(
        request,
        opened,
        form,
        change,
        title="Do we accept the child?" if transfer.is_in else "What did the other authority answer?",
        button="Record the answer",
        done="Recorded.",
        hint="" if transfer.is_in else "Only their acceptance ends our responsibility. Then end what runs here.",
        transfer=transfer,
    )
