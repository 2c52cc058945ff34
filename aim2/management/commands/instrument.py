"""`manage.py instrument`: `check` a file of an instrument pack, `load` it by somebody's name, or load what is `shipped`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from aim2.instruments import loading, reading
from hsb import clock
from hsb.accounts.models import User
from hsb.database import as_worker
from hsb.errors import AccessDenied, ActionNotAllowed


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["check", "load", "shipped"])
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument(
            "--by", default="", help="the email address of the YOS manager or AIM supervisor who loads it"
        )
        parser.add_argument("--holder", default="", help="who holds the licence")
        parser.add_argument(
            "--accept-terms", action="store_true", help="whoever loads it accepts the terms of the licence"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "shipped":
            self._load(lambda by, at: loading.load_shipped(by=by, at=at), options["by"])
            return
        if options["file"] is None:
            raise CommandError("Say which file.")
        try:
            data = options["file"].read_bytes()
            pack = reading.read(data, options["file"].name)
        except OSError as unread:
            raise CommandError(f"{options['file']} cannot be read: {unread.strerror}.") from unread
        except reading.PackInvalid as invalid:
            raise CommandError(invalid.sentence) from invalid
        self.stdout.write(
            f"{pack.called}: {len(pack.domains)} domains, {len(pack.items)} items, {len(pack.totals)} totals."
        )
        for total in pack.totals:
            counted = len(pack.counted_in(total))
            if total.expected_items is not None and counted != total.expected_items:
                self.stdout.write(f"{total.title}: {counted} items, where {total.expected_items} are expected.")
        if options["what"] == "load":
            self._load(
                lambda by, at: loading.load(
                    data=data,
                    name=options["file"].name,
                    holder=options["holder"],
                    accepted=options["accept_terms"],
                    by=by,
                    at=at,
                ),
                options["by"],
            )

    def _load(self, load: Any, email: str) -> None:
        with as_worker(), transaction.atomic():
            by = User.objects.filter(email__iexact=email).first() if email else None
            if by is None:
                raise CommandError("Say by whom: --by, the email address of a YOS manager or an AIM supervisor.")
            try:
                load(by, clock.now())
            except (ActionNotAllowed, AccessDenied) as refused:
                raise CommandError(refused.sentence) from refused
        self.stdout.write("Loaded.")
