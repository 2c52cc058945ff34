"""Keeping the stored clocks equal to what the fold says. There is one path, for the first event and the thousandth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from hsb.timeliness import breaches, queries
from hsb.timeliness.facts import RUNNING, Event, Extension, Pause
from hsb.timeliness.fold import Clock, fold
from hsb.timeliness.ladder import first_day
from hsb.timeliness.models import Deadline
from hsb.timeliness.queries import Book
from hsb.timeliness.standards import Standard

# What makes a clock's reminders begin afresh: another date, another rule, another owner, or running again after standing still.
_RENEWS_THE_CHASE = (
    "judged_on",
    "late_at",
    "state",
    "standard_version",
    "owner_kind",
    "owner_role",
    "owner_person_id",
    "owner_agency_id",
)


@dataclass(frozen=True)
class Changes:
    """What a refold found different from what was stored."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


# A failure undoes whatever the caller's transaction did as well, so a savepoint of its own would only cost two statements.
@transaction.atomic(savepoint=False)
def refold(
    *, case_id: UUID, events: Sequence[Event], at: datetime, kind: str | None = None, given: Book | None = None
) -> Changes:
    """The case's stored clocks are what its events fold to, and its breaches what those clocks say by `at`.

    The caller holds the case's lock. `kind` (displayed, harmed) is looked up when not given.
    """
    known = given or queries.book()
    clocks = _folded(case_id, events, kind, known)
    broken = breaches.settle(case_id=case_id, clocks=clocks, at=at)
    return _store(case_id, clocks, broken, known)


_RAN_OUT = """
SELECT 1 FROM timeliness_deadline
 WHERE case_id = %s AND state IN ('open', 'paused') AND broken_on IS NULL AND late_at <= %s LIMIT 1
"""


def would_change(*, case_id: UUID, code: str, at: datetime, given: Book) -> bool:
    """Answer whether an event of this kind, which corrects none, can leave a case's clocks or breaches other than they stand.

    The fold reads nothing of an event that no standard names, so all that can be new with it is a clock that ran out meanwhile.
    """
    if code in given.codes:
        return True
    case = Deadline._meta.get_field("case").target_field
    with connection.cursor() as cursor:
        late = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(_RAN_OUT, [case.get_db_prep_value(case_id, connection), late])
        return cursor.fetchone() is not None


def differences(
    *, case_id: UUID, events: Sequence[Event], kind: str | None = None, given: Book | None = None
) -> list[str]:
    """Answer a sentence for each stored clock that is not what the events fold to. Writes nothing."""
    known = given or queries.book()
    wanted = {clock.identity: columns_of(clock, known) for clock in _folded(case_id, events, kind, known)}
    stored = {_identity(row): row for row in Deadline.objects.filter(case_id=case_id)}
    said = [f"{code} from event {root} is missing." for code, root in sorted(wanted.keys() - stored.keys())]
    said += [f"{code} from event {root} should not be there." for code, root in sorted(stored.keys() - wanted.keys())]
    for identity in sorted(wanted.keys() & stored.keys()):
        for name in _changed(stored[identity], wanted[identity]):
            held, right = getattr(stored[identity], name), wanted[identity][name]
            said.append(f"{identity[0]} from event {identity[1]}: {name} is {held}, should be {right}.")
    return said


def first_chase(clock: Clock, known: Book) -> date | None:
    """Answer the day a clock's ladder begins. It may have passed: the next sweep sends what is due by now, each thing once."""
    if clock.state not in RUNNING or clock.late_at is None or clock.judged_on is None:
        return None
    return first_day(_standard(clock, known).ladder, clock.judged_on, known.holidays)


def _folded(case_id: UUID, events: Sequence[Event], kind: str | None, known: Book) -> list[Clock]:
    return fold(events, known.for_kind(kind or _kind_of(case_id)), known.holidays)


def _kind_of(case_id: UUID) -> str:
    """Answer whether the case is a young person's or that of somebody harmed. (Cases are above us: asked by the foreign key.)"""
    case: Any = Deadline._meta.get_field("case").related_model
    return str(case._base_manager.values_list("kind", flat=True).get(pk=case_id))


def _store(case_id: UUID, clocks: list[Clock], broken: dict[tuple[str, int], date], known: Book) -> Changes:
    """Write only what differs, in at most three statements."""
    stored = {_identity(row): row for row in Deadline.objects.filter(case_id=case_id)}
    new: list[Deadline] = []
    changed: list[Deadline] = []
    names: set[str] = set()
    for clock in clocks:
        row = stored.pop(clock.identity, None)
        values = {**columns_of(clock, known), "broken_on": broken.get(clock.identity)}
        if row is None or any(getattr(row, name) != values[name] for name in _RENEWS_THE_CHASE):
            values["next_chase_on"] = first_chase(clock, known)
        if row is None:
            new.append(Deadline(case_id=case_id, standard_code=clock.code, root_event=clock.root_event, **values))
        elif different := _changed(row, values):
            for name in different:
                setattr(row, name, values[name])
            names.update(different)
            changed.append(row)
    if new:
        Deadline.objects.bulk_create(new)
    if changed:
        Deadline.objects.bulk_update(changed, sorted(names))
    if stored:
        Deadline.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    return Changes(len(new), len(changed), len(stored))


def _identity(row: Deadline) -> tuple[str, int]:
    return row.standard_code, row.root_event


def _changed(row: Deadline, values: dict[str, Any]) -> list[str]:
    return [name for name, value in values.items() if getattr(row, name) != value]


def columns_of(clock: Clock, known: Book) -> dict[str, Any]:
    """Answer the columns of a clock, apart from its key."""
    standard = _standard(clock, known)
    return {
        "standard_version": clock.version,
        "key": clock.key[:100],
        "strand": clock.strand,
        "title": standard.title[:200],
        "action": standard.action[:200],
        "basis": standard.basis.value,
        "adopted": clock.adopted,
        "owner_kind": clock.owner_kind[:20],
        "owner_role": clock.owner_role,
        "owner_person_id": clock.owner_person,
        "owner_agency_id": clock.owner_agency,
        "approval_role": clock.approval_role,
        "finished_by_id": clock.finished_by,
        "private": standard.private,
        "started_at": clock.started_at,
        "started_on": clock.started_on,
        "anchored_on": clock.anchored_on,
        "due_on": clock.due_on,
        "due_at": clock.due_at,
        "extended_to": clock.extended_to,
        "judged_on": clock.judged_on,
        "late_at": clock.late_at,
        "state": clock.state.value,
        "met_at": clock.met_at,
        "met_on": clock.met_on,
        "met_event": clock.met_event,
        "cancelled_at": clock.cancelled_at,
        "cancelled_event": clock.cancelled_event,
        "paused_spans": [_span(pause) for pause in clock.pauses],
        "extensions": [_extension(extension) for extension in clock.extensions],
        "provisional": clock.provisional[:300],
    }


def _standard(clock: Clock, known: Book) -> Standard:
    return next(row for row in known.standards if row.code == clock.code and row.version == clock.version)


def _span(pause: Pause) -> dict[str, Any]:
    return {
        "from": _instant(pause.from_at),
        "until": _instant(pause.until_at) if pause.until_at else None,
        "reason": pause.reason,
        "began_by": pause.began_by,
        "ended_by": pause.ended_by,
    }


def _extension(extension: Extension) -> dict[str, Any]:
    return {"until": extension.until.isoformat(), "agreed": _instant(extension.agreed_at), "event": extension.event}


def _instant(instant: datetime) -> str:
    """Answer one and the same text for the same instant, whatever zone it came in."""
    return instant.astimezone(UTC).isoformat()
