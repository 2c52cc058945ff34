from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "hsb.audit"
    label = "audit"
