"""Addresses of the ratings of one assessment."""

from django.urls import path

from aim2.ratings import choose_views, report, views

_RATINGS = "cases/<str:reference>/aim2-assessment/<int:number>/ratings/"

urls = [
    path(_RATINGS, views.overview, name="ratings"),
    path(f"{_RATINGS}instrument/", choose_views.choose, name="choose_instrument"),
    path(f"{_RATINGS}domain/<slug:domain>/", views.domain, name="rating_domain"),
    path(f"{_RATINGS}item/<str:item>/", views.rate, name="rate"),
    path(f"{_RATINGS}item/<str:item>/settle/", views.settle, name="settle_rating"),
    path("cases/<str:reference>/aim2-assessment/<int:number>/report/copy/", report.copy, name="report_copy"),
]
