"""`standards load`: the file's rows and the profile's adoptions are in the table, and what they move is counted again.

`standards check`: the file makes sense.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hsb import clock, database
from hsb.agencies.profile import profile
from hsb.chronology import recounting
from hsb.timeliness import standards
from hsb.timeliness import table as tables


class Command(BaseCommand):
    help = "Load the standards of timescales.toml, and those the partnership's profile adopts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load", "check"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        try:
            table = tables.read()
            if what == "check":
                self.stdout.write(f"{len(table.standards)} standards make sense.")
                return
            with database.as_worker():
                new, adopted, asked = recounting.bring_up_to_date(at=clock.now())
        except standards.StandardInvalid as wrong:
            raise CommandError(str(wrong)) from wrong
        moves = " The outbox moves what they move." if asked else ""
        self.stdout.write(f"{len(new)} versions loaded, {len(adopted)} adopted for {profile().partnership}.{moves}")
