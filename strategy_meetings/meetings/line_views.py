"""Lines of the live page: one more, one less, who is there, the next date."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hsb import clock
from hsb.accounts.models import User
from hsb.errors import AccessDenied, ActionNotAllowed
from hsb.tasks.queries import askable
from strategy_meetings.meetings import attending, lines, writing
from strategy_meetings.meetings.forms import ROW_FORMS, NextForm
from strategy_meetings.meetings.live_page import asks_contact, live_page, user_of
from strategy_meetings.meetings.live_views import opened_to_write
from strategy_meetings.meetings.queries import ChildHere, OpenMeeting, open_meeting
from strategy_meetings.models import (
    Action,
    Attendance,
    Contingency,
    Decision,
    Information,
    Told,
)

ROWS: dict[str, Any] = {
    "information": Information,
    "decision": Decision,
    "action": Action,
    "contingency": Contingency,
    "told": Told,
}


@require_POST
def add(request: HttpRequest, meeting_id: UUID, number: int, what: str) -> HttpResponse:
    """One row more for this child; what is wrong is said on the live page, with what was typed."""
    opened = opened_to_write(request, meeting_id)
    here, at = opened.child(number), clock.now()
    kind_form = ROW_FORMS.get(what)
    if kind_form is None:
        raise Http404("There is no such line.")
    asked = {one.value: one for one in askable(here.case, at=at)}
    form = kind_form(request.POST, kind=opened.kind, askable=[(v, one.words) for v, one in asked.items()])
    if form.is_valid():
        try:
            _add(what, opened, here, form.cleaned_data, asked, by=user_of(request), at=at)
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            address = reverse("strategy_meetings:meeting_child", args=[meeting_id, number])
            more = "?more=information" if what == "information" else ""  # every agency speaks: its boxes stay open
            return redirect(f"{address}{more}#{what}")
    return live_page(request, opened, here, rows={what: form})


def _add(
    what: str,
    opened: OpenMeeting,
    here: ChildHere,
    typed: dict[str, Any],
    asked: dict[str, Any],
    *,
    by: User,
    at: datetime,
) -> None:
    common = {"meeting": opened.meeting, "case": here.case, "by": by, "at": at}
    if what == "information":
        nature = typed.pop("nature")
        writing.add_information(**common, is_opinion=nature == "opinion", **typed)
    elif what == "decision":
        writing.add_decision(**common, **typed)
    elif what == "action":
        owner = asked.get(typed["owner"])
        writing.add_action(
            **common,
            what=typed["what_is_done"],
            owner=owner.person if owner else None,
            owner_agency=owner.agency if owner else None,
            owner_name=owner.name if owner else typed["owner_name"],
            due_on=typed["due_on"],
        )
    elif what == "contingency":
        writing.add_contingency(**common, **typed)
    elif what == "told":
        due = typed["due_on"]
        when = datetime.combine(due, typed["due_at"] or clock.NOON, tzinfo=clock.LONDON) if due else None
        writing.add_told(
            **common,
            whom=typed["whom"],
            what=typed["what_told"],
            not_yet=typed["not_yet"],
            by_whom=typed["by_whom"],
            due_at=when,
            done=bool(typed["done"]),
        )
    elif what == "not-discussed":
        lines.set_not_discussed(**common, what=typed.pop("what_not"), **typed)
    else:
        attending.add_attendance(**common, **typed)


@require_POST
def take_out(request: HttpRequest, meeting_id: UUID, number: int, what: str, row_id: UUID) -> HttpResponse:
    """A line written by mistake is gone."""
    opened = opened_to_write(request, meeting_id)
    here = opened.child(number)
    model = ROWS.get(what)
    row = model.objects.filter(pk=row_id, meeting=opened.meeting, case=here.case).first() if model else None
    if row is not None:
        try:
            lines.take_out(row=row, by=user_of(request), at=clock.now())
        except ActionNotAllowed as refusal:
            messages.warning(request, refusal.sentence)
    return redirect(f"{reverse('strategy_meetings:meeting_child', args=[meeting_id, number])}#{what}")


@require_POST
def told_done(request: HttpRequest, meeting_id: UUID, number: int, row_id: UUID) -> HttpResponse:
    """The family has been told."""
    opened = open_meeting(user_of(request), meeting_id, look="meeting, family told")
    here = opened.child(number)
    told = Told.objects.filter(pk=row_id, meeting=opened.meeting, case=here.case).first()
    if told is None or not (opened.writes or opened.may_decide or told.by_user_id == user_of(request).pk):
        raise AccessDenied("Only the chair, the minute-taker or whoever tells the family records that it is done.")
    lines.tell_done(told=told, by=user_of(request), at=clock.now())
    messages.success(request, "Recorded: the family has been told.")
    return redirect("strategy_meetings:meeting", meeting_id)


@require_POST
def attendance(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Who is there is ticked; why somebody is not stands beside it. Or everybody is, by one press."""
    opened = opened_to_write(request, meeting_id)
    at = clock.now()
    try:
        for row in Attendance.objects.filter(meeting=opened.meeting, is_chair=False).select_related("case", "meeting"):
            there = "everybody" in request.POST or request.POST.get(f"there_{row.pk}") == "yes"
            why = request.POST.get(f"why_{row.pk}", "")[:2000]
            contact = (
                request.POST.get(f"contact_{row.pk}") == "yes" if asks_contact(opened.kind, row) else row.direct_contact
            )
            said = (there, "" if there else why.strip(), contact)
            if said != (row.took_part, row.absent_because, row.direct_contact):
                late = at if there and at - opened.meeting.starts_at > timedelta(minutes=10) else None
                attending.set_attendance(
                    attendance=row,
                    took_part=there,
                    absent_because=why,
                    direct_contact=contact,
                    joined_at=row.joined_at or (None if opened.meeting.was_recorded_afterwards else late),
                    by=user_of(request),
                    at=at,
                )
    except ActionNotAllowed as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("strategy_meetings:meeting", meeting_id)


@require_POST
def next_date(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """When it is looked at again, or why not."""
    opened = opened_to_write(request, meeting_id)
    form = NextForm(request.POST)
    if form.is_valid():
        next_on: date | None = form.cleaned_data["next_on"]
        try:
            writing.set_next(
                meeting=opened.meeting,
                next_on=next_on,
                because=form.cleaned_data["because"],
                by=user_of(request),
                at=clock.now(),
            )
        except ActionNotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("strategy_meetings:meeting", meeting_id)
    return live_page(request, opened, opened.children[0], next_form=form)
