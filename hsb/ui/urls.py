from django.urls import path

from hsb.ui import views

app_name = "ui"
urlpatterns = [
    path("_components/", views.gallery, name="gallery"),
    path("_token/", views.token, name="token"),
]
