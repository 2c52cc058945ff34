"""Addresses of a harmed child's needs and support."""

from django.urls import path

from strategy_meetings.support import views

urlpatterns = [
    path("cases/<str:reference>/support/", views.show, name="support"),
    path("cases/<str:reference>/support/needs/", views.record_need, name="record_need"),
    path("cases/<str:reference>/support/needs/<uuid:need_id>/met/", views.need_met, name="need_met"),
    path("cases/<str:reference>/support/offers/", views.offer, name="offer_support"),
    path("cases/<str:reference>/support/offers/<uuid:offer_id>/answer/", views.answer, name="answer_support"),
    path("cases/<str:reference>/support/offers/<uuid:offer_id>/end/", views.end, name="end_support"),
]
