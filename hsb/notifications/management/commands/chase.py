"""`manage.py chase`: run the sweep that chases once, without Celery, and say what it did."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hsb import clock
from hsb.notifications import chasing
from hsb.timeliness.calendar import CalendarEnds


class Command(BaseCommand):
    help = "Send everybody the reminders that are due by now. Running it again sends nothing twice."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            swept = chasing.sweep(at=clock.now())
        except CalendarEnds as beyond:
            raise CommandError(beyond.sentence) from beyond
        self.stdout.write(
            f"{swept.clocks} clocks looked at, {swept.notices} notices written, "
            f"{len(swept.mailed)} people written to at once."
        )
