"""Addresses between the end of an enquiry and the family's answer."""

from django.urls import path

from referrals.engagement import views

urlpatterns = [
    path("cases/<str:reference>/engagement/", views.timeline, name="engagement"),
    path("cases/<str:reference>/engagement/ended/", views.end, name="investigation_ended"),
    path("cases/<str:reference>/engagement/decide/", views.decide, name="engage"),
    path("cases/<str:reference>/engagement/offer/", views.offer, name="offer"),
    path("cases/<str:reference>/engagement/offer/<uuid:offer_id>/", views.answer, name="offer_answer"),
    path("cases/<str:reference>/engagement/stance/", views.stance, name="stance"),
    path("cases/<str:reference>/engagement/refer/", views.refer, name="refer_to_yos"),
]
