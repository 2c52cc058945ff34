"""Addresses of the intervention plan."""

from django.urls import path

from aim2.plans import views

_CASE = "cases/<str:reference>/intervention/"
_ONE = f"{_CASE}<int:number>/"

urls = [
    path(_CASE, views.show, name="plan"),
    path(f"{_CASE}open/", views.open_plan, name="open_plan"),
    path(f"{_ONE}goals/", views.goals, name="plan_goals"),
    path(f"{_ONE}goals/<int:goal>/reached/", views.reached, name="goal_reached"),
    path(f"{_ONE}agree/", views.agree, name="agree_plan"),
    path(f"{_ONE}sessions/", views.sessions, name="plan_sessions"),
    path(f"{_ONE}review/", views.review, name="review_plan"),
    path(f"{_ONE}restorative/", views.restorative, name="restorative"),
    path(f"{_ONE}end/", views.end, name="end_plan"),
    path(f"{_ONE}copy/", views.copy, name="plan_copy"),
]
