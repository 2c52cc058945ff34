"""Addresses of custody."""

from django.urls import path

from aim2.custody import views

_CASE = "cases/<str:reference>/custody/"

urls = [
    path(_CASE, views.show, name="custody"),
    path(f"{_CASE}open/", views.open_stay, name="open_stay"),
    path(f"{_CASE}move/", views.move, name="move_stay"),
    path(f"{_CASE}hand-over/", views.hand_over, name="hand_over_aim"),
    path(f"{_CASE}sent/", views.sent, name="aim_sent"),
    path(f"{_CASE}dates/", views.dates, name="custody_dates"),
    path(f"{_CASE}risks/", views.note_risk, name="custody_risk"),
    path(f"{_CASE}risks/<uuid:risk_id>/over/", views.end_risk, name="custody_risk_over"),
    path(f"{_CASE}placement-plan/", views.detention_plan, name="detention_plan"),
]
