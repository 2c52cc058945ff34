"""Addresses of steps of which only the day is recorded."""

from django.urls import path

from aim2.dated import views

_CASE = "cases/<str:reference>/days/<str:group>/"

urls = [
    path(_CASE, views.choose, name="choose_date"),
    path(f"{_CASE}<str:code>/", views.record, name="record_date"),
]
