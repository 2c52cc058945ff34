"""The address of “May work begin?”."""

from django.urls import path

from aim2.gates import views

urls = [path("cases/<str:reference>/aim2/", views.may_begin, name="may_begin")]
