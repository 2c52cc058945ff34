"""The product's settings plus a kind of work whose every effect can be counted."""

from hsb.environment import env
from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.effects"]  # noqa: F405
EMAIL_BACKEND = env("FAULT_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
