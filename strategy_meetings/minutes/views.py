"""The chair's pages of the minutes: who gets what, preview, send, and what is said about them afterwards.

Over 300 lines: one record’s pages, each a few lines.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hsb import clock
from hsb.audit import actions as audit
from hsb.audit.events import AuditKind
from hsb.cases.access import CaseNotThere
from hsb.documents.download import as_download
from hsb.errors import AccessDenied
from hsb.ui.commands import attempt, command
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.meetings import queries as meetings
from strategy_meetings.meetings.kinds import kind_of
from strategy_meetings.meetings.queries import ChildHere, OpenMeeting
from strategy_meetings.meetings.states import DECIDED
from strategy_meetings.minutes import actions, copies, pdf, policies, queries, rows
from strategy_meetings.minutes.audiences import BEARS_ON, Audience, compose, has_annex, what_could_be_left_out
from strategy_meetings.minutes.forms import AddForm, AmendForm, AnswerForm, CopyForm, ReachedForm, WithdrawForm
from strategy_meetings.minutes.states import PdfState, State
from strategy_meetings.models import MinutesCopy

READ_AND_CHANGE = ("GET", "HEAD", "POST")
HOME = "strategy_meetings:minutes"


def _open(request: HttpRequest, meeting_id: UUID, *, drafting: bool = False) -> OpenMeeting:
    """The meeting for its chair; with `drafting`, for its minute-taker too. Everybody else on it reads their own copy."""
    found = meetings.open_meeting(request.user, meeting_id, look="minutes")
    if not (found.writes if drafting else found.is_chair and found.all_children):
        raise AccessDenied("The chair of the meeting sends its minutes. Yours are under “My minutes”.")
    return found


def _with_copy(request: HttpRequest, copy_id: UUID) -> tuple[OpenMeeting, ChildHere, MinutesCopy]:
    copy = queries.copy_of(copy_id)
    if copy is None:
        raise CaseNotThere
    found = _open(request, copy.meeting_id)
    return found, _child_of(found, copy.case_id), copy


def _child_of(found: OpenMeeting, case_id: UUID) -> ChildHere:
    child = next((one for one in found.children if one.case.pk == case_id), None)
    if child is None:
        raise CaseNotThere
    return child


@require_safe
def overview(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Each child's copies: who gets what, sent, opened, acknowledged; and what is said about their accuracy."""
    found = _open(request, meeting_id, drafting=True)
    cases = [child.case.pk for child in found.children]
    made = queries.copies_of(found.meeting, cases)
    said = queries.objections_of(found.meeting, cases)
    is_out = found.meeting.state in policies.OUT
    return render(
        request,
        "strategy_meetings/minutes/overview.html",
        {
            "meeting": found.meeting,
            "kind": found.kind,
            "parts": [
                {
                    "child": child,
                    "copies": [one for one in made if one.case_id == child.case.pk],
                    "objections": [one for one in said if one.case_id == child.case.pk],
                }
                for child in found.children
            ],
            "is_chair": found.is_chair,
            "is_approved": found.meeting.state in DECIDED,
            "is_out": is_out,
            "to_send": sum(1 for one in made if one.state == State.PREPARED),
            "once": press_of(request),
        },
    )


@require_safe
def draft(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """One child's whole part as it reads now, for the chair and the minute-taker; what is written is changed on the meeting."""
    found = _open(request, meeting_id, drafting=True)
    child = found.child(number)
    record = rows.one_child(child.row)
    says = compose(record, Audience.RESTRICTED if has_annex(record) else Audience.WHOLE)
    return render(
        request,
        "strategy_meetings/minutes/preview.html",
        {"meeting": found.meeting, "child": child, "says": says, "marking": pdf.marking(), "copy": None},
    )


@require_safe
def preview(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """The copy exactly as its recipient will read it, or does."""
    found, child, copy = _with_copy(request, copy_id)
    says: Any = copy.contents if copy.sent_at else copies.composed(copy, rows.one_child(child.row))
    return render(
        request,
        "strategy_meetings/minutes/preview.html",
        {
            "meeting": found.meeting,
            "child": child,
            "says": says,
            "marking": pdf.marking(),
            "copy": copy,
            "next_copy": queries.next_to_send(copy) if not copy.sent_at else None,
        },
    )


@require_safe
def printed(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """The PDF of a copy for one of the family, who has no account: the chair has it printed, and posted or handed over."""
    _, _, copy = _with_copy(request, copy_id)
    if copy.recipient_id is not None or copy.audience != Audience.FAMILY:
        raise CaseNotThere
    if copy.pdf_state != PdfState.READY or copy.pdf is None:
        raise AccessDenied(copy.pdf_note or "The PDF is still being made. Try again in a minute, or print the page.")
    audit.record(AuditKind.COPY_MADE, by=request.user, at=clock.now(), case_id=copy.case_id, what="family’s copy")
    name = f"{copy.contents['reference']}-record-{copy.version}-copy-{copy.number}.pdf"
    return as_download(bytes(copy.pdf), "application/pdf", name)


@command(HOME, "meeting_id")
def issue(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Send the minutes: everybody has their copy, and an e-mail that only says that something waits."""
    found = _open(request, meeting_id)
    actions.issue(meeting=found.meeting, by=request.user, at=clock.now(), press=press_of(request))
    messages.success(request, "The minutes are out. You see here who has opened and acknowledged them.")
    return redirect(HOME, meeting_id)


# -- one form, one action --------------------------------------------------------------------------------------------------


def _form_page(
    request: HttpRequest,
    found: OpenMeeting,
    form: BaseForm,
    *,
    title: str,
    button: str,
    child: ChildHere,
    lede: str = "",
) -> HttpResponse:
    return render(
        request,
        "strategy_meetings/minutes/form.html",
        {
            "meeting": found.meeting,
            "child": child,
            "form": form,
            "page_title": title,
            "button": button,
            "lede": lede,
            "once": press_of(request),
            "back": reverse(HOME, args=[found.meeting.pk]),
        },
        status=422 if form.errors else 200,
    )


def _audiences(found: OpenMeeting) -> list[tuple[str, str]]:
    offered = kind_of(found.meeting.kind).audiences
    return [(str(value), str(words)) for value, words in Audience.choices if value in offered]


@require_http_methods(READ_AND_CHANGE)
def prepare(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Decide what one copy holds, what is left out of it and why, or that it is not sent."""
    found, child, copy = _with_copy(request, copy_id)
    record = rows.one_child(child.row)
    form = CopyForm(
        request.POST if request.method == "POST" else None,
        initial={
            "audience": copy.audience,
            "left_out": copy.left_out,
            "left_out_why": copy.left_out_why,
            "added": copy.added,
            "kept_back": copy.state == State.KEPT_BACK,
            "kept_back_why": copy.kept_back_why,
        },
    )
    bears = BEARS_ON.get(copy.agency_kind, BEARS_ON["other"])
    fields: Any = form.fields
    fields["audience"].choices = _audiences(found)
    fields["left_out"].choices = what_could_be_left_out(record)
    fields["added"].choices = [(one.key, one.title) for one in record.written if one.words and one.key not in bears]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: actions.decide_copy(copy=copy, by=request.user, at=clock.now(), **given)):
            return redirect("strategy_meetings:preview_minutes_copy", copy_id)
    return _form_page(
        request, found, form, title=f"Copy for {copy.recipient_name}", button="Save and preview", child=child
    )


@require_http_methods(READ_AND_CHANGE)
def add(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """One more copy of one child's part."""
    found = _open(request, meeting_id)
    child = found.child(number)
    form = AddForm(request.POST if request.method == "POST" else None)
    people = {str(one.user_id): one for one in child.opened.everyone if one.user is not None}
    fields: Any = form.fields
    fields["audience"].choices = _audiences(found)
    fields["person"].choices = [
        ("", "Somebody without an account"),
        *((key, one.user.full_name) for key, one in people.items() if one.user),
    ]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        named = people.get(given["person"])
        agency = named.agency if named else None

        def change() -> object:
            return actions.add_copy(
                child=child.row,
                user=named.user if named else None,
                name=given["name"],
                agency_kind=agency.kind if agency else "other",
                agency_id=agency.pk if agency else None,
                audience=given["audience"],
                by=request.user,
                at=clock.now(),
            )

        if attempt(form, change):
            return redirect(HOME, meeting_id)
    lede = "Where the minutes are out, the copy goes at once."
    return _form_page(request, found, form, title="Add a copy", button="Add", child=child, lede=lede)


@require_http_methods(READ_AND_CHANGE)
def amend(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """Amend one row of one child's part; everybody who has a copy of it gets the amended one."""
    found = _open(request, meeting_id)
    child = found.child(number)
    form = AmendForm(request.POST if request.method == "POST" else None)
    fields: Any = form.fields
    fields["key"].choices = [("", "Choose"), *_rows_to_amend(child)]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(
            form,
            lambda: actions.amend(
                child=child.row,
                key=given["key"],
                text=given["text"],
                reasons=given["words"],
                by=request.user,
                at=clock.now(),
            ),
        ):
            messages.success(request, "Amended. Everybody who has these minutes gets the amended ones.")
            return redirect(HOME, meeting_id)
    return _form_page(request, found, form, title="Amend the minutes", button="Amend and send", child=child)


def _rows_to_amend(child: ChildHere) -> list[tuple[str, str]]:
    record = rows.one_child(child.row)
    return [(key, f"{rows.called_row(record, key)}: {text[:90]}") for key, text in actions.amendable(child.row)]


@require_http_methods(READ_AND_CHANGE)
def answer(request: HttpRequest, objection_id: UUID) -> HttpResponse:
    """Answer what somebody says is not accurate: amend, or keep it beside the minutes."""
    objection = queries.objection_of(objection_id)
    if objection is None:
        raise CaseNotThere
    found = _open(request, objection.meeting_id)
    child = _child_of(found, objection.case_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    fields: Any = form.fields
    fields["key"].choices = [("", "Choose"), *_rows_to_amend(child)]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(
            form,
            lambda: actions.answer_objection(objection=objection, by=request.user, at=clock.now(), **given),
        ):
            messages.success(request, "Answered.")
            return redirect(HOME, objection.meeting_id)
    return _form_page(
        request, found, form, title="Answer an objection", button="Answer", child=child, lede=objection.text
    )


@require_http_methods(READ_AND_CHANGE)
def reached(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """How one of the family got their copy: handed over, posted to a safe address, read to them."""
    found, child, copy = _with_copy(request, copy_id)
    form = ReachedForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given, press = form.cleaned_data, press_of(request)
        if attempt(form, lambda: actions.reached(copy=copy, by=request.user, at=clock.now(), press=press, **given)):
            messages.success(request, f"Recorded: how {copy.recipient_name} got the copy.")
            return redirect(HOME, copy.meeting_id)
    title = f"How {copy.recipient_name} got the copy"
    return _form_page(request, found, form, title=title, button="Record it", child=child)


@require_http_methods(READ_AND_CHANGE)
def withdraw(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Withdraw a copy at once, and say whether it is a data breach."""
    found, child, copy = _with_copy(request, copy_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given, press = form.cleaned_data, press_of(request)
        if attempt(form, lambda: actions.withdraw(copy=copy, by=request.user, at=clock.now(), press=press, **given)):
            messages.success(request, "Withdrawn: nobody can read this copy any more.")
            return redirect(HOME, copy.meeting_id)
    title = f"Withdraw the copy of {copy.recipient_name}"
    return _form_page(request, found, form, title=title, button="Withdraw it now", child=child)
