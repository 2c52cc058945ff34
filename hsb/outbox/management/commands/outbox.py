"""`manage.py outbox work [--once]`, `outbox list [--failed]`, `outbox retry ID`: the outbox without Celery or a page."""

import logging
from argparse import ArgumentParser
from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from hsb import clock, database
from hsb.outbox import actions, queries

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Work the outbox, list what waits or failed, or let a failed row be tried again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        work = what.add_parser("work", help="do what is due, again and again (a worker that needs no broker)")
        work.add_argument("--once", action="store_true", help="stop when nothing is due")
        work.add_argument("--every", type=float, default=5.0, help="seconds between looks")
        listing = what.add_parser("list", help="show what waits")
        listing.add_argument("--failed", action="store_true", help="show what was given up instead")
        listing.add_argument("--kind", default="")
        retry = what.add_parser("retry", help="try a failed row again")
        retry.add_argument("id", type=int)

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        match what:
            case "work":
                self.work(once=options["once"], every=options["every"])
            case "list":
                self.list(failed=options["failed"], kind=options["kind"])
            case "retry":
                self.retry(options["id"])

    def work(self, *, once: bool, every: float) -> None:
        total = actions.Tally()
        while True:
            try:
                tally = actions.work()
            except actions.DATABASE_AWAY:
                if once:
                    raise
                connection.close()
                log.warning("outbox: the database is away; trying again in %s s", every)
                sleep(every)
                continue
            total += tally
            if tally.ran_out:
                continue
            if once:
                self.stdout.write(f"done {total.done}, failed {total.failed}, taken over {total.lost}")
                return
            sleep(every)

    def list(self, *, failed: bool, kind: str) -> None:
        with database.as_worker():
            standing = queries.standing(clock.now())
            rows = queries.listing(failed=failed, kind=kind)
        for row in rows:
            state = f"failed {row.failed_at:%Y-%m-%d %H:%M}" if row.failed_at else f"attempts {row.attempts}"
            self.stdout.write(f"{row.pk}\t{row.kind}\t{row.key}\t{state}\t{row.last_error}")
        self.stdout.write(f"waiting {standing.waiting}, failed {standing.failed}")

    def retry(self, pk: int) -> None:
        if not actions.retry(pk):
            raise CommandError(f"Row {pk} has not failed (see: manage.py outbox list --failed).")
        self.stdout.write(f"Row {pk} will be tried again.")
