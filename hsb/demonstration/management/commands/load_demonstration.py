"""Load the demonstration partnership, once. Every story is played through the actions people press, before today."""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hsb import clock
from hsb.database import count_rows
from hsb.demonstration import history, people, questions, stories
from hsb.notifications import actions as notifications
from referrals.models import Referral


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is loaded only where DEMO=1: it has known passwords.")
        now = clock.now()
        with transaction.atomic():
            found = people.load(at=now, since=stories.since(now))
            if not Referral.objects.exists():
                history.load(found, now=now)
                stories.tell_all(found, now=now, say=self._say)
                stories.explain_some(found, now=now)
                questions.ask_all(found, now=now)
                # Only the last days are news: nobody opens the demonstration to hundreds of notices.
                notifications.tell_nobody_before(now - timedelta(days=2))
        # A year of casework in one transaction: until somebody counts it, the database plans as if there were none.
        count_rows()
        path = settings.VAR / "demo-accounts.json"
        path.write_text(json.dumps(people.listed(), indent=1, ensure_ascii=False))
        self.stdout.write(
            f"\rThe demonstration partnership is there. Accounts to try: {path.relative_to(settings.VAR.parent)}"
        )

    def _say(self, words: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\rLoading the demonstration: {words}", ending="")
            self.stdout.flush()
