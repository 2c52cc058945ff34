"""Addresses of giving a case to somebody."""

from django.urls import URLPattern, path

from referrals.allocation import views

urlpatterns: list[URLPattern] = [
    path("cases/<str:reference>/allocate/", views.allocate, name="allocate"),
]
