"""Addresses of records that may be one child's."""

from django.urls import URLPattern, path

from referrals.matching import views

urlpatterns: list[URLPattern] = [
    path("cases/<str:reference>/matches/<uuid:suggestion_id>/", views.compare, name="compare"),
    path("cases/<str:reference>/separate/", views.separate, name="separate"),
]
