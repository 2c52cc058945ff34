"""Addresses of meetings."""

from django.urls import path

from strategy_meetings.meetings import (
    ask_views,
    call_views,
    change_views,
    condition_views,
    line_views,
    lists,
    live_views,
    views,
)

_MEETING = "meetings/<uuid:meeting_id>/"
_CHILD = f"{_MEETING}child/<int:number>/"

urlpatterns = [
    path("meetings/", lists.show, name="list"),
    path("cases/<str:reference>/meetings/", lists.of_case, name="meetings_of_case"),
    path("cases/<str:reference>/meetings/call/<slug:kind>/", call_views.call, name="call_meeting"),
    path("cases/<str:reference>/meetings/record/<slug:kind>/", call_views.record_held, name="record_meeting"),
    path("cases/<str:reference>/meetings/ask/", ask_views.ask, name="ask_for_meeting"),
    path("cases/<str:reference>/meetings/refuse/", ask_views.refuse, name="refuse_meeting"),
    path("cases/<str:reference>/meetings/consider/", ask_views.consider, name="consider_child"),
    path("cases/<str:reference>/meetings/date/", call_views.date_says, name="meeting_date_says"),
    path(
        "cases/<str:reference>/meetings/not-discussed/<uuid:pk>/lift/", condition_views.lift, name="lift_not_discussed"
    ),
    path(_MEETING, views.show, name="meeting"),
    path(f"{_MEETING}move/", change_views.move, name="move_meeting"),
    path(f"{_MEETING}call-off/", change_views.call_off, name="call_off_meeting"),
    path(f"{_MEETING}hand-over/", change_views.hand_over, name="hand_over_meeting"),
    path(f"{_MEETING}invite/", change_views.invite, name="invite_to_meeting"),
    path(f"{_MEETING}add-child/", change_views.add_child, name="add_child_to_meeting"),
    path(f"{_CHILD}uninvite/<uuid:invitation_id>/", change_views.uninvite, name="uninvite_from_meeting"),
    path(f"{_CHILD}delegate/<uuid:invitation_id>/", change_views.delegate, name="delegate_to_meeting"),
    path(f"{_MEETING}begin/", views.begin, name="begin_meeting"),
    path(f"{_MEETING}end/", views.end, name="end_meeting"),
    path(f"{_MEETING}approve/", views.approve, name="approve_meeting"),
    path(f"{_MEETING}attendance/", line_views.attendance, name="meeting_attendance"),
    path(f"{_MEETING}next/", line_views.next_date, name="meeting_next"),
    path(f"{_CHILD}answer/", views.answer, name="answer_meeting"),
    path(f"{_CHILD}", live_views.child, name="meeting_child"),
    path(f"{_CHILD}autosave/", live_views.autosave, name="meeting_autosave"),
    path(f"{_CHILD}add/<slug:what>/", line_views.add, name="meeting_add"),
    path(f"{_CHILD}take-out/<slug:what>/<uuid:row_id>/", line_views.take_out, name="meeting_take_out"),
    path(f"{_CHILD}told/<uuid:row_id>/", line_views.told_done, name="meeting_told"),
]
