"""Addresses of the agreement on work before trial."""

from django.urls import path

from aim2.agreements import views

urls = [
    path("cases/<str:reference>/aim2/before-trial/", views.show, name="agreement"),
    path("cases/<str:reference>/aim2/before-trial/ask/", views.ask, name="agreement_ask"),
    path("cases/<str:reference>/aim2/before-trial/agreed/", views.answer, name="agreement_answer"),
    path("cases/<str:reference>/aim2/before-trial/review/", views.review, name="agreement_review"),
    path("cases/<str:reference>/aim2/before-trial/end/", views.end, name="agreement_end"),
]
