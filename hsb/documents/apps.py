from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "hsb.documents"
    verbose_name = "documents"
