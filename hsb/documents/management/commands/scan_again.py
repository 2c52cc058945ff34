"""Ask the malware scanner again about every document still in quarantine."""

from typing import Any

from django.core.management.base import BaseCommand

from hsb import clock
from hsb.database import as_worker
from hsb.documents import actions


class Command(BaseCommand):
    help = "Asks the malware scanner again about every document still in quarantine (after it was away, or was set up late)."

    def handle(self, *args: Any, **options: Any) -> None:
        with as_worker():
            waiting = actions.scan_again(at=clock.now())
        self.stdout.write(f"{waiting} document{'' if waiting == 1 else 's'} will be scanned.")
