from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "hsb.pages"
    label = "pages"
