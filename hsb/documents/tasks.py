"""What the scheduler asks of documents."""

from celery import shared_task

from hsb import clock
from hsb.database import as_worker
from hsb.documents import actions


@shared_task(name="hsb.documents.tasks.remove_strays")
def remove_strays() -> int:
    """Once a day: files left behind by pages that failed are removed."""
    with as_worker():
        return actions.remove_strays(at=clock.now())
