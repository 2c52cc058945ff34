from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "hsb.outbox"
    verbose_name = "outbox"

    def ready(self) -> None:
        # Every process knows every kind, so that a misspelt kind fails where it is put, not where it is worked.
        autodiscover_modules("outbox_handlers")
