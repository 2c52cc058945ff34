from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "hsb.notifications"
    verbose_name = "notifications"
