"""Addresses of criminal proceedings."""

from django.urls import path

from aim2.proceedings import list_views, record_views, views

_CASE = "cases/<str:reference>/proceedings/"
urls = [
    path("proceedings/", list_views.show, name="proceedings_list"),
    path("proceedings/<str:reference>/result/<uuid:hearing_id>/", list_views.result, name="hearing_result"),
    path(_CASE, views.show, name="proceedings"),
    path(f"{_CASE}what/", views.choose, name="choose_proceedings"),
    path(f"{_CASE}record/<str:code>/", record_views.record, name="record_proceedings"),
    path(f"{_CASE}allegation/", views.add_allegation, name="add_allegation"),
    path(f"{_CASE}heard/", views.hear, name="hear"),
    path(f"{_CASE}heard/<uuid:heard_id>/", views.answer, name="answer_heard"),
    path(f"{_CASE}entries/<int:event_id>/strike/", views.strike_out, name="strike_out"),
    path(f"{_CASE}hold/", views.lift_hold, name="lift_hold"),
    path(f"{_CASE}outcomes/<uuid:outcome_id>/", views.acknowledge, name="acknowledge_outcome"),
    path(f"{_CASE}outcomes/<uuid:outcome_id>/rang/", views.tell, name="tell_outcome"),
    path(f"{_CASE}welfare/<uuid:step>/", views.decide_welfare, name="decide_welfare"),
    path(f"{_CASE}reports/<uuid:report_id>/", views.choose_for_report, name="choose_for_report"),
    path(f"{_CASE}family/<uuid:step>/", views.family_told, name="family_told"),
]
