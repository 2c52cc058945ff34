"""Background work: the Celery application. What happens by itself, and when, is CELERY_BEAT_SCHEDULE in hsb/settings.py.

Celery only wakes things. What must not be lost is a row (an outbox row, a deadline, a grant with an end), so a broker that
loses every message costs minutes, not work. Without REDIS_URL the broker is a folder in `var/`: enough for one machine.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hsb.settings")

app = Celery("hsb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
