"""Addresses of requests for AIM2, of who leads, the tool, and accreditations."""

from django.urls import path

from aim2.requests import views

urls = [
    path("cases/<str:reference>/aim2/request/", views.request_page, name="request"),
    path("cases/<str:reference>/aim2/lead/", views.lead, name="lead"),
    path("cases/<str:reference>/aim2/tool/", views.tool, name="tool"),
    path("cases/<str:reference>/aim2/narrative-only/", views.narrative, name="narrative"),
    path("team/accreditations/", views.accreditations, name="accreditations"),
]
