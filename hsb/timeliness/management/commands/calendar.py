"""`calendar load`: bank holidays and working-day counts reach to the end of a year (five years from now, when not said)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hsb import clock, database
from hsb.errors import ActionNotAllowed
from hsb.timeliness import calendar_actions


class Command(BaseCommand):
    help = "Load bank holidays and count working days, to the end of a year."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load"])
        parser.add_argument("--until", type=int, metavar="YEAR", help="the last year; five from now when not given")

    def handle(self, *args: Any, what: str, until: int | None, **options: Any) -> None:
        try:
            with database.as_worker():
                loaded = calendar_actions.load_years(at=clock.now(), until=until)
        except ActionNotAllowed as refusal:
            raise CommandError(refusal.sentence) from refusal
        moves = " The outbox moves what they move." if loaded.recount else ""
        self.stdout.write(f"{loaded.days_off} days off and {loaded.days} days added.{moves}")
