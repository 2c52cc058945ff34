"""Addresses of agency checks."""

from django.urls import URLPattern, path

from referrals.checks import views

urlpatterns: list[URLPattern] = [
    path("cases/<str:reference>/checks/", views.checks, name="checks"),
    path("cases/<str:reference>/checks/ask/", views.ask, name="ask_check"),
    path("cases/<str:reference>/checks/<uuid:check_id>/", views.check, name="check"),
    path("cases/<str:reference>/checks/<uuid:check_id>/close/", views.close_check, name="close_check"),
]
