"""Addresses of new incidents."""

from django.urls import path

from strategy_meetings.incidents import views

urlpatterns = [
    path("cases/<str:reference>/incidents/", views.listing, name="incidents"),
    path("cases/<str:reference>/incidents/new/", views.tell, name="record_incident"),
    path("cases/<str:reference>/incidents/<uuid:incident_id>/decide/", views.decide, name="decide_incident"),
]
