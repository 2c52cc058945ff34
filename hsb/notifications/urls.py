from django.urls import path

from hsb.notifications import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.list_notices, name="list"),
    path("notices/read-all/", views.read_all, name="read_all"),
    path("notices/<uuid:notice_id>/read/", views.read, name="read"),
]
