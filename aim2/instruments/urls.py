"""Addresses of the partnership's instruments."""

from django.urls import path

from aim2.instruments import views

urls = [
    path("aim2/instruments/", views.instruments, name="instruments"),
    path("aim2/instruments/<uuid:pack_id>/withdraw/", views.withdraw, name="withdraw_instrument"),
]
