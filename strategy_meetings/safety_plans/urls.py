"""Addresses of safety plans."""

from django.urls import URLPattern, path

from strategy_meetings.safety_plans import sharing_views, views

urlpatterns: list[URLPattern] = [
    path("cases/<str:reference>/safety-plan/", views.show, name="safety_plan"),
    path("cases/<str:reference>/safety-plan/write/", views.write, name="write_safety_plan"),
    path("cases/<str:reference>/safety-plan/write/autosave/", views.autosave, name="safety_plan_autosave"),
    path("cases/<str:reference>/safety-plan/<uuid:plan_id>/copy/", views.copy, name="safety_plan_copy"),
    path("cases/<str:reference>/safety-plan/<uuid:plan_id>/<str:which>.pdf", views.version, name="safety_plan_version"),
    path("cases/<str:reference>/safety-plan/lines/", sharing_views.lines, name="safety_plan_lines"),
    path(
        "cases/<str:reference>/safety-plan/lines/<uuid:line_id>/take-out/",
        sharing_views.take_out,
        name="take_out_safety_plan_line",
    ),
    path("cases/<str:reference>/safety-plan/owner/", sharing_views.owner, name="safety_plan_owner"),
    path("cases/<str:reference>/safety-plan/sign/", sharing_views.sign, name="sign_safety_plan"),
    path("cases/<str:reference>/safety-plan/copies/", sharing_views.give, name="give_safety_plan"),
    path("cases/<str:reference>/safety-plan/changed/", sharing_views.changed, name="safety_plan_changed"),
]
