"""Addresses of the front door."""

from django.urls import path

from referrals.mash import views

urlpatterns = [
    path("inbox/mash/", views.inbox, name="mash_inbox"),
    path("inbox/mash/<uuid:receipt_id>/", views.receipt, name="mash_receipt"),
    path("inbox/mash/<uuid:receipt_id>/claim/", views.claim, name="mash_claim"),
    path("inbox/mash/<uuid:receipt_id>/draft/", views.save_draft, name="mash_draft"),
    path("inbox/mash/<uuid:receipt_id>/decision/", views.propose, name="mash_propose"),
    path("inbox/mash/<uuid:receipt_id>/approve/", views.approve, name="mash_approve"),
    path("inbox/mash/<uuid:receipt_id>/return/", views.send_back, name="mash_return"),
    path("referrals/<uuid:referral_id>/outcome/", views.outcome, name="outcome"),
    path("cases/<str:reference>/mash/", views.case_receipt, name="mash_case"),
]
