"""Wakes the sealer."""

from pathlib import Path

from celery import shared_task
from django.conf import settings

from hsb import clock
from hsb.audit import sealing
from hsb.database import as_worker


@shared_task(name="hsb.audit.tasks.seal")
def seal() -> None:
    at = clock.now()
    with as_worker():
        sealing.seal(at=at)
        sealing.anchor(Path(settings.VAR) / "anchors", at=at)
