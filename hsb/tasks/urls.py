"""Addresses of tasks and questions: all belong to one case."""

from django.urls import include, path

from hsb.tasks import views

_tasks = [
    path("", views.show_all, name="list"),
    path("ask/", views.ask, name="ask"),
    path("<uuid:task_id>/", views.show, name="show"),
    path("<uuid:task_id>/hand-on/", views.hand_on, name="hand_on"),
    path("<uuid:task_id>/again/", views.again, name="again"),
    path("<uuid:task_id>/withdraw/", views.withdraw, name="withdraw"),
]

urlpatterns = [path("cases/<str:reference>/tasks/", include((_tasks, "tasks")))]
