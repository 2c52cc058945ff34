from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hsb.accounts"
    label = "accounts"
