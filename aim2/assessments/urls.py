"""Addresses of the AIM assessment of one young person."""

from django.urls import path

from aim2.assessments import signing_views, text_views, total_views, views

_CASE = "cases/<str:reference>/aim2-assessment/"
_ONE = f"{_CASE}<int:number>/"

urls = [
    path(_CASE, views.show, name="assessment"),
    path(f"{_CASE}open/", views.open_assessment, name="open_assessment"),
    path(f"{_CASE}planning-meeting/", views.planning_meeting, name="planning_meeting"),
    path(f"{_ONE}people/", views.people, name="people"),
    path(f"{_ONE}sessions/", views.sessions, name="sessions"),
    path(f"{_ONE}sources/", views.sources, name="sources"),
    path(f"{_ONE}sources/<uuid:source_id>/", views.opinion, name="opinion"),
    path(f"{_ONE}timeline/", views.timeline, name="timeline"),
    path(f"{_ONE}part/<slug:page>/", text_views.part, name="part"),
    path(f"{_ONE}text/<str:key>/", text_views.text, name="text"),
    path(f"{_ONE}text/<str:key>/autosave/", text_views.autosave, name="text_autosave"),
    path(f"{_ONE}text/<str:key>/evidence/", text_views.pick, name="pick"),
    path(f"{_ONE}totals/", total_views.totals, name="totals"),
    path(f"{_ONE}report/", signing_views.report, name="report"),
    path(f"{_ONE}agree/", signing_views.agree, name="agree"),
    path(f"{_ONE}sign/", signing_views.sign, name="sign"),
    path(f"{_ONE}return/", signing_views.send_back, name="return"),
    path(f"{_ONE}share/", signing_views.share, name="share"),
    path(f"{_ONE}end/", signing_views.end, name="end"),
    path(f"{_ONE}keep/", signing_views.keep, name="keep"),
    path(f"{_ONE}rate-again/", signing_views.rate_again, name="rate_again"),
    path("aim2/keys/", total_views.keys, name="keys"),
]
