from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "hsb.agencies"
    label = "agencies"
