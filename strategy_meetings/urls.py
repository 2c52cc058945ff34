"""Addresses of meetings and plans."""

from django.urls import path

from strategy_meetings import views

app_name = "strategy_meetings"
urlpatterns = [
    path("cases/<str:reference>/safety-plan/", views.show, name="safety_plan"),
    path("cases/<str:reference>/safety-plan/write/", views.write, name="write_safety_plan"),
    path("cases/<str:reference>/safety-plan/write/autosave/", views.autosave, name="safety_plan_autosave"),
    path("cases/<str:reference>/safety-plan/<uuid:plan_id>/copy/", views.copy, name="safety_plan_copy"),
]
