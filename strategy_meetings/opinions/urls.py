"""Addresses of specialist opinions."""

from django.urls import path

from strategy_meetings.opinions import views

urlpatterns = [
    path("cases/<str:reference>/opinions/", views.listing, name="opinions"),
    path("cases/<str:reference>/opinions/ask/", views.ask, name="ask_opinion"),
    path("cases/<str:reference>/opinions/<uuid:opinion_id>/chase/", views.chase, name="chase_opinion"),
    path("cases/<str:reference>/opinions/<uuid:opinion_id>/receive/", views.receive, name="receive_opinion"),
    path("cases/<str:reference>/opinions/<uuid:opinion_id>/not-come/", views.give_up, name="opinion_not_come"),
    path("cases/<str:reference>/opinions/<uuid:opinion_id>/withdraw/", views.withdraw, name="withdraw_opinion"),
]
