"""Moving a meeting, calling it off, handing over its chair."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hsb import clock
from hsb.accounts.models import User
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.ui.forms import BaseForm
from hsb.ui.press import press_of
from strategy_meetings.meetings import changing, invitees
from strategy_meetings.meetings.call_views import (
    chairs_of,
    children_to_choose,
    from_outside,
    instant,
    outside_of,
    where_of,
)
from strategy_meetings.meetings.calling import Invited
from strategy_meetings.meetings.forms import AddChildForm, CallOffForm, DelegateForm, HandOverForm, InviteForm, MoveForm
from strategy_meetings.meetings.live_page import user_of
from strategy_meetings.meetings.queries import INVITED, OpenMeeting, open_meeting


def _may_decide(request: HttpRequest, meeting_id: UUID, look: str) -> OpenMeeting:
    opened = open_meeting(user_of(request), meeting_id, look=look)
    if not (opened.may_decide or (opened.is_chair and opened.all_children)):
        raise AccessDenied(
            "Only the chair, or a manager who may call such a meeting for each of its children, does this."
        )
    return opened


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Another time or place."""
    opened = _may_decide(request, meeting_id, "meeting, moving")
    meeting, row = opened.meeting, opened.children[0].row
    initial = {
        "on": clock.local_date(meeting.starts_at),
        "begins": clock.local_time(meeting.starts_at).time(),
        "minutes": meeting.planned_minutes,
        "how": row.how,
        "place": row.place,
        "video_link": row.video_link,
    }
    form = MoveForm(request.POST or None, initial=initial)

    def change(typed: dict[str, Any]) -> None:
        changing.move(
            meeting=meeting,
            starts_at=instant(typed["on"], typed["begins"]),
            where=where_of(typed),
            reason=typed["reason"],
            by=user_of(request),
            at=clock.now(),
            version=0,
        )

    return _command(request, opened, form, change, title="Move the meeting", submit="Move it")


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting is not held."""
    opened = _may_decide(request, meeting_id, "meeting, calling off")

    def change(typed: dict[str, Any]) -> None:
        changing.call_off(
            meeting=opened.meeting,
            reason=typed["reason"],
            still_needed=typed["still_needed"] == "yes",
            by=user_of(request),
            at=clock.now(),
            press=press_of(request),
        )

    form = CallOffForm(request.POST or None)
    return _command(request, opened, form, change, title="Call the meeting off", submit="Call it off")


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Somebody else chairs."""
    opened = _may_decide(request, meeting_id, "meeting, handing over")

    def change(typed: dict[str, Any]) -> None:
        chair = User.objects.get(pk=typed["chair"])
        changing.hand_over(
            meeting=opened.meeting, chair=chair, reason=typed["reason"], by=user_of(request), at=clock.now()
        )

    form = HandOverForm(request.POST or None, chairs=chairs_of(opened.kind))
    return _command(request, opened, form, change, title="Hand over the chair", submit="Hand over")


def _command(
    request: HttpRequest, opened: OpenMeeting, form: BaseForm, change: Any, *, title: str, submit: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            change(form.cleaned_data)
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Done.")
            return redirect("strategy_meetings:meeting", opened.meeting.pk)
    return render(
        request,
        "strategy_meetings/meetings/command.html",
        {
            "opened": opened,
            "meeting": opened.meeting,
            "form": form,
            "title": title,
            "submit": submit,
            "once": press_of(request),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """More people are called."""
    opened = _may_decide(request, meeting_id, "meeting, inviting")
    at = clock.now()
    called = set(opened.meeting.invitations.filter(state__in=INVITED).values_list("user_id", "case_id"))
    found = [
        one
        for child in opened.children
        for one in invitees.proposed(opened.kind, child.case, chair=opened.meeting.chair, at=at)
        if one.user is not None and (one.user.pk, one.case.pk) not in called
    ]
    form = InviteForm(
        request.POST or None,
        proposed=[(one.key, f"{one.case.label}: {one.words}. {one.because}") for one in found],
        outside=outside_of(opened.kind),
    )

    def change(typed: dict[str, Any]) -> None:
        chosen = [
            Invited(one.case, one.kind, one.because, one.required, one.user, one.agency, one.role)
            for one in found
            if one.key in typed["invite"]
        ]
        chosen += from_outside(opened.children[0].case, typed)
        if not chosen:
            raise ActionNotAllowed("Choose who is asked, or enter an e-mail.")
        changing.invite_more(meeting=opened.meeting, invited=chosen, by=user_of(request), at=at)

    return _command(request, opened, form, change, title="Ask somebody else", submit="Ask them")


@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: HttpRequest, meeting_id: UUID, number: int, invitation_id: UUID) -> HttpResponse:
    """Somebody called, or whoever decides on the meeting, names a colleague of theirs who comes instead."""
    opened = open_meeting(user_of(request), meeting_id, look="meeting, who comes instead")
    here = opened.child(number)
    own = here.invitation is not None and here.invitation.pk == invitation_id
    if not (own or opened.may_decide or (opened.is_chair and opened.all_children)):
        raise AccessDenied("Only whoever is called, or the chair, says who comes instead.")
    found = opened.meeting.invitations.select_related("case").filter(pk=invitation_id, case=here.case).first()
    if found is None:
        raise Http404("Nobody is called by this invitation.")
    people = {str(one.pk): one for one in invitees.colleagues(found, on=clock.today())}
    form = DelegateForm(request.POST or None, colleagues=[(key, one.full_name) for key, one in people.items()])

    def change(typed: dict[str, Any]) -> None:
        changing.name_delegate(
            invitation=found,
            person=people[typed["person"]],
            reason=typed["reason"],
            by=user_of(request),
            at=clock.now(),
        )

    return _command(request, opened, form, change, title=f"Instead of {found.name}", submit="Call them instead")


@require_POST
def uninvite(request: HttpRequest, meeting_id: UUID, number: int, invitation_id: UUID) -> HttpResponse:
    """Somebody is not called any more."""
    opened = _may_decide(request, meeting_id, "meeting, inviting")
    here = opened.child(number)
    found = opened.meeting.invitations.filter(pk=invitation_id, case=here.case).first()
    if found is not None:
        try:
            changing.uninvite(invitation=found, by=user_of(request), at=clock.now())
        except ActionNotAllowed as refusal:
            messages.warning(request, refusal.sentence)
    return redirect("strategy_meetings:meeting", meeting_id)


@require_http_methods(["GET", "HEAD", "POST"])
def add_child(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Another child of the matter is a child of the meeting, also after it has begun."""
    opened = _may_decide(request, meeting_id, "meeting, adding a child")
    here = {child.case.pk for child in opened.children}
    others = {
        str(case.pk): case
        for child in opened.children
        for case in children_to_choose(child.opened)
        if case.pk not in here
    }
    form = AddChildForm(request.POST or None, children=[(key, case.label) for key, case in others.items()])

    def change(typed: dict[str, Any]) -> None:
        case = others[typed["child"]]
        changing.add_child(
            meeting=opened.meeting, case=case, reason=typed["reason"], by=user_of(request), at=clock.now()
        )

    return _command(request, opened, form, change, title="Add a child to the meeting", submit="Add the child")
