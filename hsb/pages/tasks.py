"""What beat wakes here: the digests of the day. It may run twice, or not for a week."""

import logging

from celery import shared_task

from hsb import clock
from hsb.pages.work import digests

log = logging.getLogger(__name__)


@shared_task(name="hsb.pages.tasks.send_digests", ignore_result=True)
def send_digests() -> None:
    """Everybody who has something to hear today has been written to."""
    sent = digests.send_all(at=clock.now())
    if sent:
        log.info("Digests: %s e-mails.", sent)
