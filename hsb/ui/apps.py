from django.apps import AppConfig


class UiConfig(AppConfig):
    """The frame, components and forms every page is made of."""

    name = "hsb.ui"
    label = "ui"
