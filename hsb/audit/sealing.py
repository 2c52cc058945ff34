"""Seals over the audit, and the check that nothing under them was changed, removed or put in.

A seal covers the entries of transactions that had all finished when it was made, in order of (transaction, id), so an entry
that commits late falls into a later seal, never between two. Heads are copied outside the database daily (`anchors/`).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from hsb.audit.models import AuditEvent, AuditSeal

GENESIS = "0" * 64
COLUMNS = ("id", "kind", "at", "by_id", "case_ref", "what", "facts", "written_in")


def digest_of(previous: str, entries: Iterable[tuple]) -> str:
    """Answer the chain digest over a previous digest and entries in the order of COLUMNS."""
    chain = hashlib.sha256(previous.encode())
    for entry in entries:
        line = json.dumps([_plain(value) for value in entry], sort_keys=True, ensure_ascii=False)
        chain.update(hashlib.sha256(line.encode()).digest())
    return chain.hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.timestamp()
    return value if isinstance(value, (int, str, dict, type(None))) else str(value)


def _finished_before() -> int | None:
    """Answer the transaction id below which everything has finished; None where one writer at a time makes it moot."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _unsealed(last: AuditSeal | None, limit: int):
    entries = AuditEvent.objects.order_by("written_in", "id")
    horizon = _finished_before()
    if horizon is None:
        return entries.filter(id__gt=last.last_id if last else 0).order_by("id")[:limit]
    return entries.filter(written_in__gt=last.upto_transaction if last else 0, written_in__lt=horizon)[:limit]


@transaction.atomic
def seal(*, at: datetime, limit: int = 50_000) -> AuditSeal | None:
    """Everything finished since the last seal is covered by a new one; answers it, or None when there was nothing.

    Two sealers at once make one seal: the unique `previous` lets only one follow a given head.
    """
    last = AuditSeal.objects.order_by("-id").first()
    rows = list(_unsealed(last, limit).values_list(*COLUMNS))
    if connection.vendor == "postgresql" and len(rows) == limit:
        # Never cut a transaction in two: leave its whole tail to the next seal.
        edge = rows[-1][-1]
        whole = [row for row in rows if row[-1] != edge]
        rows = whole or list(_unsealed(last, 10_000_000).filter(written_in=edge).values_list(*COLUMNS))
    if not rows:
        return None
    previous = last.digest if last else GENESIS
    return AuditSeal.objects.create(
        first_id=rows[0][0],
        last_id=rows[-1][0],
        upto_transaction=rows[-1][-1],
        entries=len(rows),
        digest=digest_of(previous, rows),
        previous=previous,
        sealed_at=at,
    )


@dataclass(frozen=True)
class Fault:
    """One place where the log is not what was sealed."""

    seal: int
    sentence: str


def verify(anchors: Path | None = None) -> list[Fault]:
    """Answer every seal whose entries are not what they were; an empty list means the log is whole.

    With a folder of anchors, a cut tail is found too: every anchored head must still be there.
    """
    faults: list[Fault] = []
    previous, seen_id, seen_transaction = GENESIS, 0, 0
    heads: set[str] = set()
    for found in AuditSeal.objects.order_by("id").iterator():
        if found.previous != previous:
            faults.append(Fault(found.pk, f"Seal {found.pk} does not follow the seal before it."))
        entries = AuditEvent.objects.all()
        if connection.vendor == "postgresql":
            entries = entries.filter(written_in__gt=seen_transaction, written_in__lte=found.upto_transaction)
            entries = entries.order_by("written_in", "id")
        else:
            entries = entries.filter(id__gt=seen_id, id__lte=found.last_id).order_by("id")
        if digest_of(found.previous, entries.values_list(*COLUMNS).iterator(chunk_size=5000)) != found.digest:
            faults.append(Fault(found.pk, f"The entries under seal {found.pk} are not what was sealed."))
        previous, seen_id, seen_transaction = found.digest, found.last_id, found.upto_transaction
        heads.add(found.digest)
    for path in sorted(anchors.glob("audit-*.json")) if anchors else []:
        anchored = json.loads(path.read_text())["digest"]
        if anchored != GENESIS and anchored not in heads:
            faults.append(Fault(0, f"The head anchored in {path.name} is no longer in the log: its end was cut off."))
    return faults


def anchor(folder: Path, *, at: datetime) -> Path:
    """The present head stands in a file of its own outside the database, one for each day."""
    last = AuditSeal.objects.order_by("-id").first()
    path = folder / f"audit-{at:%Y-%m-%d}.json"
    if not path.exists():
        path.write_text(json.dumps({"digest": last.digest if last else GENESIS, "at": at.isoformat()}))
    return path
