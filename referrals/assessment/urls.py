"""Addresses of the child and family assessment."""

from django.urls import path

from referrals.assessment import views

urlpatterns = [
    path("cases/<str:reference>/assessment/", views.contents, name="assessment"),
    path("cases/<str:reference>/assessment/whole/", views.whole, name="assessment_whole"),
    path("cases/<str:reference>/assessment/copy/", views.copy, name="assessment_copy"),
    path("cases/<str:reference>/assessment/submit/", views.submit, name="assessment_submit"),
    path("cases/<str:reference>/assessment/authorise/", views.authorise, name="assessment_authorise"),
    path("cases/<str:reference>/assessment/return/", views.send_back, name="assessment_return"),
    path("cases/<str:reference>/assessment/judgement/<slug:key>/", views.judgement, name="assessment_judgement"),
    path("cases/<str:reference>/assessment/<slug:key>/", views.section, name="assessment_section"),
    path("cases/<str:reference>/assessment/<slug:key>/autosave/", views.autosave, name="assessment_autosave"),
]
