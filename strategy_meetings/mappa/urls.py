"""Addresses of MAPPA."""

from django.urls import path

from strategy_meetings.mappa import meeting_views, views

urlpatterns = [
    path("cases/<str:reference>/mappa/", views.show, name="mappa"),
    path("cases/<str:reference>/mappa/eligibility/", views.record_eligibility, name="mappa_eligibility"),
    path("cases/<str:reference>/mappa/refer/", views.refer, name="refer_to_mappa"),
    path("cases/<str:reference>/mappa/<uuid:referral_id>/reply/", views.reply, name="mappa_reply"),
    path("cases/<str:reference>/mappa/<uuid:referral_id>/level/", views.level, name="mappa_level"),
    path("cases/<str:reference>/mappa/<uuid:referral_id>/end/", views.end, name="end_mappa"),
    path(
        "cases/<str:reference>/mappa/<uuid:referral_id>/meeting/", meeting_views.set_meeting, name="set_mappa_meeting"
    ),
    path("cases/<str:reference>/mappa/<uuid:referral_id>/action/", meeting_views.set_action, name="mappa_action"),
    path(
        "cases/<str:reference>/mappa/meetings/<uuid:meeting_id>/attend/", meeting_views.attend, name="mappa_attendance"
    ),
    path("cases/<str:reference>/mappa/meetings/<uuid:meeting_id>/", meeting_views.held, name="record_mappa_meeting"),
]
