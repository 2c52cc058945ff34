"""One meeting: what somebody called sees of it, and the commands of its chair."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hsb import clock
from hsb.agencies.models import AgencyKind
from hsb.agencies.permissions import Level, RecordClass
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.ui.press import press_of
from strategy_meetings.meetings import changing, ending, live_page, live_views, policies, queries
from strategy_meetings.meetings.forms import AnswerForm, EndForm
from strategy_meetings.meetings.queries import ChildHere, OpenMeeting, open_meeting
from strategy_meetings.meetings.states import COMING, MeetingState
from strategy_meetings.models import Action, Invitation


@require_safe
def show(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting: the live page for whoever writes its record, and for everybody else what they are called for."""
    opened = open_meeting(_user(request), meeting_id, look="meeting")
    if opened.writes and opened.is_written_on:
        return live_page.live_page(request, opened, opened.children[0])
    return called_page(request, opened)


def called_page(
    request: HttpRequest, opened: OpenMeeting, answer: AnswerForm | None = None, number: int = 0
) -> HttpResponse:
    """Time, place, who the children are of whom this person may know, who is asked about them, and an answer to give."""
    meeting = opened.meeting
    invited = {
        child.case.pk: list(
            Invitation.objects.filter(meeting=meeting, case=child.case)
            .exclude(state="removed")
            .order_by("agency_kind", "name")
        )
        for child in opened.children
    }
    coming = meeting.state in COMING
    openings = dict(meeting.conference_children.values_list("case_id", "opening")) if opened.kind.is_conference else {}
    children = [
        {
            "here": child,
            "opening": openings.get(child.case.pk, ""),
            "who": live_page.who_it_is(child) if _may_know(opened, child) else {},
            "invited": [{"row": one, "agency": AgencyKind(one.agency_kind).label} for one in invited[child.case.pk]],
            "answer": (
                answer
                if answer is not None and child.row.number == number
                else AnswerForm(
                    initial={
                        "coming": _said(child.invitation),
                        "words": child.invitation.answer,
                        "report": child.invitation.report,
                    },
                    auto_id=f"answer{child.row.number}_%s",
                )
            )
            if child.invitation and coming
            else None,
            "own_actions": list(
                Action.objects.filter(meeting=meeting, case=child.case, owner=opened.user).order_by("number")
            )
            if meeting.approved_at
            else [],
        }
        for child in opened.children
    ]
    still = (
        queries.missing(meeting, [child.case for child in opened.children])
        if opened.writes and opened.is_written_on
        else []
    )
    return render(
        request,
        "strategy_meetings/meetings/show.html",
        {
            "opened": opened,
            "meeting": meeting,
            "children": children,
            "missing": still,
            "coming": coming,
            "once": press_of(request),
            "form": answer,
            "agenda": [line for line in opened.children[0].row.agenda.splitlines() if line.strip()],
        },
        status=422 if answer is not None and answer.errors else 200,
    )


def _may_know(opened: OpenMeeting, child: ChildHere) -> bool:
    """Answer whether name, date of birth, address and school of a child are for this person: who is called for that child, and who
    runs the meeting, must know whom it is about; everybody else goes as far as on the record itself."""
    named = child.invitation is not None or opened.is_chair or opened.takes_minutes
    return named or child.opened.may(RecordClass.IDENTITY, Level.READ)


def _said(invitation: Invitation) -> str:
    return {"coming": "yes", "apologies": "no"}.get(invitation.state, "")


@require_POST
def answer(request: HttpRequest, meeting_id: UUID, number: int) -> HttpResponse:
    """Somebody called says whether they come, for one child, and may send a report."""
    opened = open_meeting(_user(request), meeting_id, look="meeting, answering")
    child = opened.child(number)
    if child.invitation is None:
        raise AccessDenied("You are not asked to this meeting for this child.")
    form = AnswerForm(request.POST, auto_id=f"answer{number}_%s")
    if form.is_valid():
        typed = form.cleaned_data
        try:
            changing.answer(
                invitation=child.invitation,
                coming=typed["coming"] == "yes",
                words=typed["words"],
                report=typed["report"],
                by=_user(request),
                at=clock.now(),
            )
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Thank you. The chair has your answer.")
            return redirect("strategy_meetings:meeting", meeting_id)
    return called_page(request, opened, form, number)


@require_POST
def begin(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting begins now."""
    opened = open_meeting(_user(request), meeting_id, look="meeting, beginning")
    if not opened.writes:
        raise AccessDenied("Only the chair or the minute-taker begins the meeting.")
    return _attempt(request, opened, lambda: ending.begin(meeting=opened.meeting, by=_user(request), at=clock.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Ask about quorum and say what ending does; a POST ends it."""
    opened = live_views.opened_to_write(request, meeting_id)
    if opened.meeting.state != MeetingState.HELD_NOW:
        return redirect("strategy_meetings:meeting", meeting_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        exception = form.cleaned_data["exception"]

        def change() -> None:
            ended = ending.end(
                meeting=opened.meeting, by=_user(request), at=clock.now(), exception=exception, press=press_of(request)
            )
            said = (
                "not quorate: its notes are kept, call another" if ended.state == MeetingState.NOT_QUORATE else "held"
            )
            messages.success(request, f"The meeting has ended and counts as {said}.")

        return _attempt(request, opened, change)
    short = ending.not_quorate(opened.meeting, [child.case for child in opened.children])
    return render(
        request,
        "strategy_meetings/meetings/end.html",
        {
            "opened": opened,
            "meeting": opened.meeting,
            "short": short,
            "may_except": policies.may_except(opened.kind),
            "form": form,
            "once": press_of(request),
            "missing": queries.missing(opened.meeting, [child.case for child in opened.children]),
        },
    )


@require_POST
def approve(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The chair approves the record."""
    opened = open_meeting(_user(request), meeting_id, look="meeting, approving")

    def change() -> None:
        ending.approve(meeting=opened.meeting, by=_user(request), at=clock.now(), press=press_of(request))
        messages.success(request, "Approved. The minutes can be sent.")

    return _attempt(request, opened, change)


def _attempt(request: HttpRequest, opened: OpenMeeting, change: Any) -> HttpResponse:
    try:
        change()
    except ActionNotAllowed as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("strategy_meetings:meeting", opened.meeting.pk)


def _user(request: HttpRequest) -> Any:
    return request.user
