"""What wakes the outbox. The task carries nothing, so losing or repeating it changes nothing."""

import logging

from celery import shared_task
from django.db import connection

from hsb.outbox import actions
from hsb.outbox.wake import wake_workers

log = logging.getLogger(__name__)


@shared_task(name="hsb.outbox.tasks.work", ignore_result=True)
def work() -> None:
    """Everything due is done, or a further wake-up has been sent because there is more than one task should take on."""
    try:
        tally = actions.work()
    except actions.DATABASE_AWAY as error:
        connection.close()
        log.warning("outbox: the database is away (%s); the next wake-up tries again", type(error).__name__)
        return
    if tally.ran_out:
        wake_workers()
