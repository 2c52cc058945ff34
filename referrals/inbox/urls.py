"""Addresses of the referral as a case's own readers see it."""

from django.urls import path

from referrals.inbox import reading

urlpatterns = [
    path("cases/<str:reference>/referral/", reading.show, name="case_referral"),
    path("cases/<str:reference>/referral/<uuid:referral_id>/copy/", reading.copy, name="case_copy"),
]
