"""Daily tidying: sessions that are over, allowances that are full again."""

from celery import shared_task
from django.contrib.sessions.models import Session

from hsb import clock
from hsb.accounts import guesses
from hsb.database import as_worker


@shared_task
def tidy() -> None:
    """Rows nobody can use any more are gone."""
    at = clock.now()
    with as_worker():
        Session.objects.filter(expire_date__lt=at).delete()
        guesses.tidy(at)
