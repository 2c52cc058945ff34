from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AgenciesConfig(AppConfig):
    name = "hsb.agencies"
    label = "agencies"

    def ready(self) -> None:
        autodiscover_modules("rights")
