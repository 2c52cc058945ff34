"""`manage.py reseal`: after FIELD_KEY got a new first key, everything sealed is put under it. `--check` says what is left."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hsb.pages import resealing


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail while anything is under an older key"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        found = resealing.reseal(check=check)
        for one in found:
            self.stdout.write(
                f"{one.what}: {one.stale} under an older key{'' if check else f', {one.done} sealed again'}."
            )
        if check and any(one.stale for one in found):
            raise CommandError("Run 'manage.py reseal' before the older key is taken away.")
