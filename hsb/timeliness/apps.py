from django.apps import AppConfig


class TimelinessConfig(AppConfig):
    name = "hsb.timeliness"
    label = "timeliness"
