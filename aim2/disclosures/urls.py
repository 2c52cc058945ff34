"""Addresses of what leaves an assessment."""

from django.urls import path

from aim2.disclosures import views

_CASE = "cases/<str:reference>/aim2-assessment/documents/"
_ONE = f"{_CASE}<int:number>/"

urls = [
    path(_CASE, views.show_all, name="disclosures"),
    path(f"{_CASE}prepare/", views.prepare, name="prepare_disclosure"),
    path(_ONE, views.show, name="disclosure"),
    path(f"{_ONE}copy/", views.copy, name="disclosure_copy"),
    path(f"{_ONE}send/", views.send, name="send_disclosure"),
    path(f"{_ONE}return/", views.send_back, name="return_disclosure"),
    path(f"{_ONE}leave/", views.leave, name="let_disclosure_leave"),
    path(f"{_CASE}steps/<uuid:step_id>/added/", views.step_added, name="step_added"),
    path(f"{_CASE}steps/<uuid:step_id>/confirmed/", views.step_confirmed, name="step_confirmed"),
]
