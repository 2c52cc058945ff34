from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ChronologyConfig(AppConfig):
    name = "hsb.chronology"
    label = "chronology"

    def ready(self) -> None:
        autodiscover_modules("events")
