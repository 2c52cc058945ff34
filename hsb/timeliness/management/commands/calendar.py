"""`calendar load`: bank holidays and working-day counts reach to the end of a year (five years from now, when not said)."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hsb import clock, database
from hsb.timeliness import calendar_table


class Command(BaseCommand):
    help = "Load bank holidays and count working days, to the end of a year."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load"])
        parser.add_argument("--until", type=int, metavar="YEAR", help="the last year; five from now when not given")

    def handle(self, *args: Any, what: str, until: int | None, **options: Any) -> None:
        with database.as_worker():
            days_off, days = calendar_table.load(at=clock.now(), until=date(until, 12, 31) if until else None)
        self.stdout.write(
            f"{days_off} days off and {days} days added. Run 'manage.py deadlines rebuild' to move what they move."
        )
