"""Wakes the end of time-boxed access."""

from celery import shared_task

from hsb import clock
from hsb.cases.involvement import expire
from hsb.database import as_worker


@shared_task(name="hsb.cases.tasks.expire_grants")
def expire_grants() -> None:
    with as_worker():
        expire(at=clock.now())
