"""`deadlines rebuild`: every stored clock is what its case's chronology folds to. `--check` only says what differs.

`deadlines sweep`: what has run out by now is recorded as broken, as beat has it done every few minutes.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hsb import clock, database
from hsb.chronology import actions
from hsb.chronology.models import CaseEvent
from hsb.chronology.queries import folded_events
from hsb.timeliness import deadlines, queries
from hsb.timeliness.models import Deadline
from hsb.timeliness.tasks import sweep

CHUNK = 200
SHOWN = 50


class Command(BaseCommand):
    help = "Fold every case's chronology again; with --check, only say where the stored clocks differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["rebuild", "sweep"])
        parser.add_argument("--check", action="store_true", help="change nothing; fail when anything differs")
        parser.add_argument("--case", dest="reference", help="one case only, by its reference")

    def handle(self, *args: Any, what: str, check: bool, reference: str | None, **options: Any) -> None:
        if what == "sweep":
            self.stdout.write(f"{sweep()} clocks had run out.")
            return
        with database.as_worker():
            ids = _case_ids(reference)
        if reference and not ids:
            raise CommandError(f"There is no case {reference} with anything recorded.")
        if check:
            self._check(ids)
        else:
            self._rebuild(ids)

    def _check(self, ids: list[UUID]) -> None:
        found = 0
        for chunk in _chunks(ids):
            with database.as_worker():
                for reference, sentence in _differences(chunk):
                    found += 1
                    if found <= SHOWN:
                        self.stderr.write(f"{reference}: {sentence}")
        if found:
            raise CommandError(
                f"{found} differences in {len(ids)} cases. 'manage.py deadlines rebuild' puts them right."
            )
        self.stdout.write(f"0 differences in {len(ids)} cases.")

    def _rebuild(self, ids: list[UUID]) -> None:
        added = changed = removed = 0
        at = clock.now()
        for chunk in _chunks(ids):
            with database.as_worker():
                # The lock `record` takes, in the same order: nobody records on a case while it is refolded.
                actions.lock(*_cases().filter(pk__in=chunk))
                known, kinds, events = queries.book(), _kinds(chunk), folded_events(chunk)
                for case_id in chunk:
                    done = deadlines.refold(
                        case_id=case_id, events=events[case_id], at=at, kind=kinds[case_id], given=known
                    )
                    added, changed, removed = added + done.added, changed + done.changed, removed + done.removed
        self.stdout.write(f"{len(ids)} cases: {added} clocks added, {changed} changed, {removed} removed.")


def _chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _differences(chunk: list[UUID]) -> Iterator[tuple[str, str]]:
    known, kinds, events = queries.book(), _kinds(chunk), folded_events(chunk)
    references = dict(_cases().filter(pk__in=chunk).values_list("pk", "reference"))
    for case_id in chunk:
        for sentence in deadlines.differences(
            case_id=case_id, events=events[case_id], kind=kinds[case_id], given=known
        ):
            yield references[case_id], sentence


def _case_ids(reference: str | None) -> list[UUID]:
    """Answer the cases that have events or clocks, in the order in which locks are taken."""
    events, clocks = CaseEvent.objects.all(), Deadline.objects.all()
    if reference:
        events, clocks = events.filter(case__reference=reference), clocks.filter(case__reference=reference)
    found = set(events.values_list("case_id", flat=True).distinct()) | set(
        clocks.values_list("case_id", flat=True).distinct()
    )
    return sorted(found, key=str)


def _kinds(ids: list[UUID]) -> dict[UUID, str]:
    return dict(_cases().filter(pk__in=ids).values_list("pk", "kind"))


def _cases() -> Any:
    """Answer the cases. They are above the chronology, so they are asked by the foreign key."""
    case: Any = CaseEvent._meta.get_field("case").related_model
    return case._base_manager
