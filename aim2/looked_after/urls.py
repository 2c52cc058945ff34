"""Addresses of looked-after status."""

from django.urls import path

from aim2.looked_after import views

_CASE = "cases/<str:reference>/care/"

urls = [
    path(_CASE, views.show, name="looked_after"),
    path(f"{_CASE}start/", views.start, name="start_looked_after"),
    path(f"{_CASE}not-so/", views.deny, name="not_looked_after"),
    path(f"{_CASE}reviewer/", views.name_reviewer, name="name_reviewer"),
    path(f"{_CASE}<uuid:spell_id>/end/", views.end, name="end_looked_after"),
]
