"""Pages of whoever has a copy of minutes: read it, keep it, acknowledge it, say what is not accurate.

A copy is its recipient's own: it stays readable when their part in the meeting has ended, and for nobody else at all.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.documents.download import as_download
from hsb.errors import AccessDenied
from hsb.ui.commands import attempt, command
from hsb.ui.press import press_of
from strategy_meetings.meetings import reach
from strategy_meetings.minutes import actions, pdf, queries
from strategy_meetings.minutes.forms import ObjectForm
from strategy_meetings.minutes.states import PdfState, State

HOME = "strategy_meetings:minutes_copy"


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The copies of minutes sent to this person: those to acknowledge, then the others."""
    found = queries.own_copies(request.user)
    waiting = [one for one in found if one.acknowledged_at is None and one.state == State.SENT]
    return render(
        request,
        "strategy_meetings/minutes/mine.html",
        {"waiting": waiting, "others": [one for one in found if one not in waiting]},
    )


@require_safe
def read(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """The copy as a page; that it was opened is known to the chair."""
    copy = queries.own_copy(request.user, copy_id)
    actions.open_copy(copy=copy, by=request.user, at=clock.now())
    assert copy.sent_at is not None
    until = reach.objections_until(clock.local_date(copy.sent_at))
    return render(
        request,
        "strategy_meetings/minutes/copy.html",
        {
            "copy": copy,
            "says": copy.contents,
            "digest": pdf.digest_words(copy.digest),
            "marking": pdf.marking(),
            "until": until,
            "may_object": copy.state == State.SENT and clock.today() <= until,
            "objections": queries.has_objected(copy),
        },
    )


@require_safe
def download(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """The copy's PDF, named by reference and numbers; the same bytes as were made when it was sent."""
    copy = queries.own_copy(request.user, copy_id)
    if copy.pdf_state != PdfState.READY or copy.pdf is None:
        raise AccessDenied(copy.pdf_note or "The PDF is still being made. Try again in a minute, or read the page.")
    at = clock.now()
    actions.open_copy(copy=copy, by=request.user, at=at)
    audit.record(AuditKind.COPY_MADE, by=request.user, at=at, case_id=copy.case_id, what="minutes PDF")
    name = f"{copy.contents['reference']}-minutes-{copy.version}-copy-{copy.number}.pdf"
    return as_download(bytes(copy.pdf), "application/pdf", name)


@command(HOME, "copy_id")
def acknowledge(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Say that one has the copy."""
    copy = queries.own_copy(request.user, copy_id)
    actions.acknowledge(copy=copy, by=request.user, at=clock.now())
    messages.success(request, "The chair sees that you have the minutes.")
    return redirect(HOME, copy_id)


@require_http_methods(("GET", "HEAD", "POST"))
def object_to(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Say what is not accurate."""
    copy = queries.own_copy(request.user, copy_id)
    form = ObjectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text, press = form.cleaned_data["text"], press_of(request)
        if attempt(form, lambda: actions.object_to(copy=copy, text=text, by=request.user, at=clock.now(), press=press)):
            messages.success(request, "The chair has what you wrote, and answers it.")
            return redirect(HOME, copy_id)
    return render(
        request,
        "strategy_meetings/minutes/object.html",
        {"form": form, "copy": copy, "once": press_of(request)},
        status=422 if form.errors else 200,
    )
