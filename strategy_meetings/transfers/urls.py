"""Addresses of transfers between authorities."""

from django.urls import path

from strategy_meetings.transfers import views

urlpatterns = [
    path("cases/<str:reference>/transfers/", views.listing, name="transfers"),
    path("cases/<str:reference>/transfers/in/", views.moved_in, name="transfer_in"),
    path("cases/<str:reference>/transfers/out/", views.moved_out, name="transfer_out"),
    path("cases/<str:reference>/transfers/<uuid:transfer_id>/answer/", views.answer, name="answer_transfer"),
]
