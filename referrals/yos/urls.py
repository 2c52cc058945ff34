"""Addresses of the Youth Offending Service's part."""

from django.urls import path

from referrals.yos import views

urlpatterns = [
    path("inbox/yos/", views.inbox, name="yos_inbox"),
    path("inbox/yos/<uuid:receipt_id>/", views.receipt, name="yos_receipt"),
    path("inbox/yos/<uuid:receipt_id>/claim/", views.claim, name="yos_claim"),
    path("cases/<str:reference>/yos/", views.case_receipt, name="yos_case"),
    path("cases/<str:reference>/yos/answer/", views.answer, name="yos_answer"),
    path("cases/<str:reference>/yos/allocate/", views.allocate, name="yos_allocate"),
]
