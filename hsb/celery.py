"""Background work: the Celery application and the one timetable of everything that happens by itself.

Celery only wakes things. What must not be lost is a row (an outbox row, a deadline, a grant with an end), so a broker that
loses every message costs minutes, not work. Without REDIS_URL the broker is a folder in `var/`: enough for one machine.
"""

import os
from datetime import timedelta
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hsb.settings")

# Kept here, not in settings, so that a deployment cannot differ in what runs by itself. An entry that waited in the queue
# for a whole period is dropped: the next one does its work.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "work the outbox": {"task": "hsb.outbox.tasks.work", "schedule": timedelta(seconds=5), "options": {"expires": 5}},
    "seal the audit": {"task": "hsb.audit.tasks.seal", "schedule": timedelta(seconds=30), "options": {"expires": 30}},
    "end grants that have run out": {
        "task": "hsb.cases.tasks.expire_grants",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "find clocks that are due or late": {
        "task": "hsb.timeliness.tasks.sweep",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
}

app = Celery("hsb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = CELERY_BEAT_SCHEDULE
app.autodiscover_tasks()
