"""Addresses of section 47 enquiries."""

from django.urls import path

from strategy_meetings.section47 import views

urlpatterns = [
    path("cases/<str:reference>/section-47/", views.show, name="section47"),
    path("cases/<str:reference>/section-47/begin/", views.begin, name="begin_section47"),
    path("cases/<str:reference>/section-47/write/", views.write, name="write_section47"),
    path("cases/<str:reference>/section-47/write/autosave/", views.autosave, name="section47_autosave"),
    path("cases/<str:reference>/section-47/who/", views.who, name="section47_who"),
    path("cases/<str:reference>/section-47/propose/", views.propose, name="propose_section47"),
    path("cases/<str:reference>/section-47/authorise/", views.authorise, name="authorise_section47"),
    path("cases/<str:reference>/section-47/return/", views.send_back, name="return_section47"),
    path("cases/<str:reference>/section-47/no-conference/", views.without, name="section47_without_conference"),
]
