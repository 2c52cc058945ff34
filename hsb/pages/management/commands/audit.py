"""`manage.py audit verify`: nothing in the audit or in any chronology was changed, removed or put in. `audit seal` seals now."""

from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hsb import clock
from hsb.audit import sealing
from hsb.chronology import chain
from hsb.chronology.models import CaseEvent, CaseEventWords
from hsb.database import as_worker


def chronology_faults() -> list[str]:
    """Answer a sentence for every chronology entry, of any case, that is not what was recorded. Reads case by case."""
    found: list[str] = []
    events = CaseEvent.objects.order_by("case_id", "number").iterator(chunk_size=2000)
    for case_id, group in groupby(events, key=lambda event: event.case_id):
        of_case = list(group)
        spoken = {
            pk: (words, salt)
            for pk, words, salt in CaseEventWords.objects.filter(case_id=case_id).values_list(
                "event_id", "words", "salt"
            )
        }
        found += [f"Case {case_id}: {fault}" for fault in chain.faults(of_case, spoken)]
    return found


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify", "seal"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        anchors = Path(settings.VAR) / "anchors"
        if what == "seal":
            with as_worker():
                made = sealing.seal(at=clock.now())
            self.stdout.write(f"Sealed {made.entries} entries." if made else "There was nothing to seal.")
            return
        with as_worker():
            faults = [fault.sentence for fault in sealing.verify(anchors)] + chronology_faults()
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("The audit and every chronology are whole.")
