"""Addresses of a child’s plan."""

from django.urls import path

from strategy_meetings.child_plans import views

_PLAN = "cases/<str:reference>/plan/"

urlpatterns = [
    path(_PLAN, views.show, name="child_plan"),
    path(f"{_PLAN}start/", views.start, name="start_in_need_plan"),
    path(f"{_PLAN}review/", views.review, name="review_in_need_plan"),
    path(f"{_PLAN}end/", views.end, name="end_child_plan"),
]
