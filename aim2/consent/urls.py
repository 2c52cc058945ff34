"""Addresses of consent."""

from django.urls import path

from aim2.consent import paper, views

urls = [
    path("cases/<str:reference>/aim2/consent/", views.record, name="consent"),
    path("cases/<str:reference>/aim2/consent/instead/", views.decide, name="after_refusal"),
    path("cases/<str:reference>/aim2/consent/copy/", paper.copy, name="consent_copy"),
    path("cases/<str:reference>/aim2/consent/<str:who>/", views.answer, name="consent_answer"),
    path("cases/<str:reference>/aim2/consent/<str:who>/autosave/", views.autosave, name="consent_autosave"),
]
