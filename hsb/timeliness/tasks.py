"""Work that time itself brings. Idempotent: a run twice, or after a missed week, does what is due now and no more."""

import logging

from celery import shared_task

from hsb import clock
from hsb.database import as_worker
from hsb.timeliness import breaches

log = logging.getLogger(__name__)


@shared_task(name="hsb.timeliness.tasks.sweep", ignore_result=True)
def sweep() -> int:
    """Every clock that has run out by now has its breach, in short transactions. Answer how many were new."""
    at = clock.now()
    recorded = 0
    while True:
        with as_worker():
            written = breaches.record_broken(at=at)
        recorded += written
        if written < breaches.CHUNK:
            break
    with as_worker():
        if not breaches.sees_any_clock():
            log.warning(
                "The deadline sweep saw no clock at all: either no case has one, or its role may not read them."
            )
    if recorded:
        log.info("The deadline sweep recorded %s broken standards.", recorded)
    return recorded
