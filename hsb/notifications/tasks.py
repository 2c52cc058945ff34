"""What beat wakes: the sweep that chases, and asking what became of e-mails. Each may run twice, or not
for a week."""

import logging

from celery import shared_task

from hsb import clock
from hsb.notifications import chasing, delivery
from hsb.timeliness.calendar import CalendarEnds

log = logging.getLogger(__name__)


@shared_task(name="hsb.notifications.tasks.chase", ignore_result=True)
def chase() -> None:
    """Everybody has the reminders that are due by now."""
    try:
        swept = chasing.sweep(at=clock.now())
        chasing.ask_about_pauses(at=clock.now())
    except CalendarEnds as beyond:
        log.error("Nobody can be chased: %s", beyond.sentence)
        return
    if swept.clocks:
        log.info("Chasing: %s clocks, %s notices, %s e-mails.", swept.clocks, swept.notices, len(swept.mailed))


@shared_task(name="hsb.notifications.tasks.ask_after_mail", ignore_result=True)
def ask_after_mail() -> None:
    """What Notify knows of e-mails under way stands on their records."""
    delivery.ask(at=clock.now())
