"""Addresses of the way towards 18."""

from django.urls import path

from aim2.transitions import views

_CASE = "cases/<str:reference>/towards-18/"

urls = [
    path(_CASE, views.show, name="transition"),
    path(f"{_CASE}plan/", views.write, name="write_transition"),
    path(f"{_CASE}send/", views.send, name="send_hand_over"),
    path(f"{_CASE}accepted/", views.accept, name="hand_over_accepted"),
    path(f"{_CASE}not-accepted/", views.refuse, name="hand_over_refused"),
    path(f"{_CASE}finished/", views.finish, name="finish_transition"),
    path("cases/<str:reference>/date-of-birth/", views.birth_date, name="correct_birth_date"),
    path(f"{_CASE}packs/<int:number>/", views.copy, name="hand_over_copy"),
]
