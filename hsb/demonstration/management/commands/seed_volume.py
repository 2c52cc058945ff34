"""Fill an empty database (or the demonstration's) with invented cases, for measuring. Refused where anybody is real."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hsb import clock
from hsb.cases import grants
from hsb.demonstration import volume


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, required=True, help="how many")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other cases")

    def handle(self, *args: Any, cases: int, seed: int, **options: Any) -> None:
        if cases < 1:
            raise CommandError("Say how many cases: --cases 1000.")
        began = monotonic()
        try:
            written = volume.load(cases, seed=seed, at=clock.now(), say=self._say)
        except volume.NotForThisDatabase as refused:
            raise CommandError(str(refused)) from refused
        if wrong := grants.differences():
            raise CommandError(f"{wrong} grants do not follow from involvements: this is a fault of seed_volume.")
        counted = ", ".join(f"{number:,} {name}" for name, number in written.items() if number)
        self.stdout.write(f"{cases:,} cases in {monotonic() - began:.0f} s: {counted}.")

    def _say(self, done: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done:,} cases", ending="")
            self.stdout.flush()
