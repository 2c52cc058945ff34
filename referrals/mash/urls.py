"""Addresses of the front door."""

from django.urls import path

from referrals.mash import case_views, views

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
    path("cases/<str:reference>/checks/", case_views.checks, name="checks"),
    path("cases/<str:reference>/checks/ask/", case_views.ask, name="ask_check"),
    path("cases/<str:reference>/checks/<uuid:check_id>/", case_views.check, name="check"),
    path("cases/<str:reference>/checks/<uuid:check_id>/close/", case_views.close_check, name="close_check"),
    path("cases/<str:reference>/matches/<uuid:suggestion_id>/", case_views.compare, name="compare"),
    path("cases/<str:reference>/separate/", case_views.separate, name="separate"),
    path("cases/<str:reference>/allocate/", case_views.allocate, name="allocate"),
]
