"""Addresses of the end of a strand."""

from django.urls import path

from aim2.closures import views

_CASE = "cases/<str:reference>/closure/"

urls = [
    path(_CASE, views.show, name="closures"),
    path(f"{_CASE}<str:strand>/", views.propose, name="propose_closure"),
    path(f"{_CASE}<uuid:closure_id>/approve/", views.approve, name="approve_closure"),
    path(f"{_CASE}<uuid:closure_id>/return/", views.send_back, name="return_closure"),
]
