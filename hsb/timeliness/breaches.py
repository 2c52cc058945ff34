"""Recording that a standard was broken: once, dated the day it fell due, whoever notices and however late.

Two ways lead here and neither minds the other: every refold settles its own case, and the sweep finds clocks that ran out
while nothing happened. Both rest on the natural key of a breach, so running twice, or after a missed week, adds nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import F

from hsb.timeliness.fold import Clock, fell_due
from hsb.timeliness.models import Breach, Deadline

CHUNK = 5000
"""Rows written by one statement: small enough that nobody waits for a lock, large enough that the statement is the work."""

# The words of the partial index `timeliness_unnoticed`, spelt out: with parameters in their place SQLite would not use it.
# The case is held too (a shared lock): `record` holds it before it touches the clocks, so taking only clocks would have the two
# wait for each other in a ring. What somebody is writing to now is left for the next turn.
UNNOTICED = """
SELECT d.id FROM timeliness_deadline d JOIN cases_case c ON c.id = d.case_id
 WHERE d.state IN ('open', 'paused') AND d.late_at IS NOT NULL AND d.broken_on IS NULL AND d.late_at <= %s
 ORDER BY d.late_at, d.id LIMIT %s
"""
_HELD = " FOR UPDATE OF d SKIP LOCKED FOR KEY SHARE OF c SKIP LOCKED"

_BROKEN = """
INSERT INTO timeliness_breach
       (case_id, standard_code, standard_version, root_event, fell_due_on, kind, turn, recorded_at)
SELECT d.case_id, d.standard_code, d.standard_version, d.root_event, d.judged_on, 'breach',
       1 + (SELECT count(*) FROM timeliness_breach w
             WHERE w.case_id = d.case_id AND w.standard_code = d.standard_code AND w.root_event = d.root_event
               AND w.fell_due_on = d.judged_on AND w.kind = 'withdrawal'),
       %s
  FROM timeliness_deadline d
 WHERE d.id IN ({ids})
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class _Key:
    code: str
    root_event: int
    fell_due_on: date


def record_broken(*, at: datetime, limit: int = CHUNK) -> int:
    """Up to `limit` clocks that have run out by `at` have their breach. Answer how many had none; 0 means all have.

    In the caller's transaction. The rows are taken first, passing over those another sweep holds, so that two at once share the
    work; the natural key would stop a second breach anyway.
    """
    instant = at if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(at)
    lock = _HELD if connection.features.has_select_for_update_skip_locked else ""
    with connection.cursor() as cursor:
        cursor.execute(UNNOTICED + lock, [instant, limit])
        taken = [int(pk) for (pk,) in cursor.fetchall()]
        if taken:
            cursor.execute(_BROKEN.format(ids=",".join(map(str, taken))), [instant])
            Deadline.objects.filter(pk__in=taken).update(broken_on=F("judged_on"))
    return len(taken)


def sees_any_clock() -> bool:
    """Answer whether this role sees any clock at all: a sweep that sees none is a broken policy, not a quiet day."""
    return Deadline.objects.exists()


def settle(*, case_id: UUID, clocks: Iterable[Clock], at: datetime) -> dict[tuple[str, int], date]:
    """The case's standing breaches are those its clocks say by `at`: missing ones are added, cured ones withdrawn.

    Answer the day each broken clock fell due, by the clock's identity.
    """
    counts: Counter[tuple[_Key, str]] = Counter()
    versions: dict[_Key, int] = {}
    latest = at
    recorded = Breach.objects.filter(case_id=case_id).values_list(
        "standard_code", "root_event", "fell_due_on", "kind", "standard_version", "recorded_at"
    )
    for code, root_event, fell_due_on, kind, version, recorded_at in recorded:
        key = _Key(code, root_event, fell_due_on)
        counts[key, kind] += 1
        versions[key] = version
        latest = max(
            latest, recorded_at
        )  # an event entered with an earlier clock must not seem to cure what came later
    broken: dict[tuple[str, int], date] = {}
    for clock in clocks:
        if (day := fell_due(clock, latest)) is not None:
            broken[clock.identity] = day
            versions[_Key(*clock.identity, day)] = clock.version
    wanted = {_Key(*identity, day) for identity, day in broken.items()}
    standing = {key for key in versions if counts[key, Breach.Kind.BREACH] > counts[key, Breach.Kind.WITHDRAWAL]}
    rows = [
        _row(case_id, key, versions[key], Breach.Kind.BREACH, counts[key, Breach.Kind.BREACH] + 1, at)
        for key in wanted - standing
    ] + [
        _row(case_id, key, versions[key], Breach.Kind.WITHDRAWAL, counts[key, Breach.Kind.BREACH], at)
        for key in standing - wanted
    ]
    if rows:
        Breach.objects.bulk_create(rows, ignore_conflicts=True)
    return broken


def _row(case_id: UUID, key: _Key, version: int, kind: Breach.Kind, turn: int, at: datetime) -> Breach:
    return Breach(
        case_id=case_id,
        standard_code=key.code,
        standard_version=version,
        root_event=key.root_event,
        fell_due_on=key.fell_due_on,
        kind=kind,
        turn=turn,
        recorded_at=at,
    )
