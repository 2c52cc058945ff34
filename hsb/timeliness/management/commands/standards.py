"""`standards load`: the file's rows and the profile's adoptions are in the table. `standards check`: the file makes sense."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hsb import clock, database
from hsb.agencies.profile import profile
from hsb.timeliness import standards, versions


class Command(BaseCommand):
    help = "Load the standards of timescales.toml, and those the partnership's profile adopts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load", "check"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        try:
            table = standards.read()
            if what == "check":
                self.stdout.write(f"{len(table.standards)} standards make sense.")
                return
            at, ours = clock.now(), profile()
            with database.as_worker():
                new = versions.load(at=at, table=table)
                adopted = versions.adopt_as_profile_says(
                    at=at, partnership=ours.code, wishes=ours.settings.get("timescales", {})
                )
        except standards.StandardInvalid as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{new} versions loaded, {adopted} adopted for {ours.partnership}.")
