"""`proceedings rebuild`: the rows of every case are what its entries say. `--check` only says what differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from aim2.proceedings import queries, rows
from hsb.chronology.actions import lock
from hsb.database import as_worker


class Command(BaseCommand):
    help = "Rewrite the rows of proceedings from the chronology, or check that they are what it says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["rebuild"])
        parser.add_argument("--check", action="store_true", help="only say what differs; fails when anything does")

    def handle(self, *args: Any, **options: Any) -> None:
        with as_worker():
            ids = list(queries.cases_with_allegations().values_list("pk", flat=True))
        different = 0
        for case_id in ids:
            with as_worker(), transaction.atomic():
                case = queries.cases_with_allegations().get(pk=case_id)
                said = rows.differences(case)
                different += len(said)
                for line in said:
                    self.stdout.write(f"{case.reference}: {line}")
                if said and not options["check"]:
                    lock(case)
                    rows.rewrite(case)
        self.stdout.write(f"{len(ids)} records, {different} differences.")
        if different and options["check"]:
            raise CommandError("Run `manage.py proceedings rebuild` to put them right.")
