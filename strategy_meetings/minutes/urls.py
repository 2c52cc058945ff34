"""Addresses of minutes: the chair's, and those of whoever has a copy."""

from django.urls import path

from strategy_meetings.minutes import copy_views, views

urlpatterns = [
    path("minutes/copies/<uuid:copy_id>/printed/", views.printed, name="printed_minutes_copy"),
    path("meetings/<uuid:meeting_id>/minutes/", views.overview, name="minutes"),
    path("meetings/<uuid:meeting_id>/minutes/issue/", views.issue, name="issue_minutes"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>/draft/", views.draft, name="draft_minutes"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>/add/", views.add, name="add_minutes_copy"),
    path("meetings/<uuid:meeting_id>/minutes/<int:number>/amend/", views.amend, name="amend_minutes"),
    path("minutes/copies/<uuid:copy_id>/reached/", views.reached, name="minutes_copy_reached"),
    path("minutes/copies/<uuid:copy_id>/prepare/", views.prepare, name="prepare_minutes_copy"),
    path("minutes/copies/<uuid:copy_id>/preview/", views.preview, name="preview_minutes_copy"),
    path("minutes/copies/<uuid:copy_id>/withdraw/", views.withdraw, name="withdraw_minutes_copy"),
    path("minutes/objections/<uuid:objection_id>/answer/", views.answer, name="answer_minutes_objection"),
    path("minutes/", copy_views.mine, name="my_minutes"),
    path("minutes/<uuid:copy_id>/", copy_views.read, name="minutes_copy"),
    path("minutes/<uuid:copy_id>/pdf/", copy_views.download, name="minutes_copy_pdf"),
    path("minutes/<uuid:copy_id>/acknowledge/", copy_views.acknowledge, name="acknowledge_minutes"),
    path("minutes/<uuid:copy_id>/not-accurate/", copy_views.object_to, name="object_to_minutes"),
]
