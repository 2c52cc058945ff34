"""Putting work down, and doing it exactly once as far as the database goes.

put      inside the caller's transaction; unknown kinds and missing transactions are refused at once.
work     claim one row by a conditional UPDATE with a lease (the same SQL on both databases) -> act outside any transaction ->
         mark done and write the result in one transaction, only if the claim is still ours.

Whoever is killed between the two leaves a row whose lease runs out; whoever was merely slow finds the claim gone and writes
nothing. What left the database in the meantime carries the row's key, so the other side can drop a repeat.
"""

from __future__ import annotations

import logging
import os
import re
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import Error as DatabaseTrouble
from django.db import InterfaceError, InternalError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from hsb import clock, database
from hsb.outbox.handlers import ATTEMPTS, BACK_OFF, GiveUp, Handler, handler_of, known_kinds
from hsb.outbox.wake import wake_workers

if TYPE_CHECKING:
    from hsb.outbox.models import Message, MessageQuerySet

log = logging.getLogger(__name__)

FAILED = "outbox.failed"
LOOK_AHEAD = 50
# What a lost connection raises; the last one when it was ended because we stood still for too long.
DATABASE_AWAY = (OperationalError, InterfaceError, InternalError)


def put(kind: str, payload: dict[str, Any], *, key: str, not_before: datetime | None = None) -> None:
    """The work is in the caller's transaction: it will be done if that commits, and never existed if it does not.

    The same key twice is one piece of work. The row is not answered, because the web may insert it but not read it. Raises
    ValueError for a payload that says anything but which things it is about.
    """
    from hsb.outbox.models import Message

    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("outbox.put belongs inside the transaction of the change.")
    handler_of(kind)
    if not holds_ids_only(payload):
        raise ValueError(f"The payload of {kind} must hold ids only: what it is about is read when the work is done.")
    row = Message(kind=kind, payload=payload, key=key, created_at=clock.now(), not_before=not_before)
    # ON CONFLICT DO NOTHING without RETURNING: needs the INSERT privilege and no other.
    Message.objects.bulk_create([row], ignore_conflicts=True)
    if not_before is None:
        _wake_after_commit()


# Numbers and the forms our ids have: a uuid, a day or an instant, a code of dotted words. Neither an address nor a sentence, nor a
# name as people write it.
_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d(T[0-9:.]+([+-]\d\d:\d\d|Z))?"
    r"|[a-z][a-z0-9_]*(\.[a-z0-9_]+)*"
)


def holds_ids_only(value: Any) -> bool:
    """Answer whether what is put away says only which things it is about, and nothing about anybody."""
    if isinstance(value, dict):
        return all(map(holds_ids_only, (*value, *value.values())))
    if isinstance(value, list | tuple):
        return all(map(holds_ids_only, value))
    if isinstance(value, str):
        return _ID.fullmatch(value) is not None
    return value is None or isinstance(value, int | float)


def _wake_after_commit() -> None:
    """One wake-up follows the commit, however many rows the transaction puts."""
    if not any(callback is wake_workers for _, callback, *_ in connection.run_on_commit):  # type: ignore[comparison-overlap]
        transaction.on_commit(wake_workers, robust=True)


@dataclass
class Tally:
    """What one call of `work` did. `lost` counts rows that somebody else had taken over before we could mark them."""

    done: int = 0
    failed: int = 0
    lost: int = 0
    ran_out: bool = False

    @property
    def total(self) -> int:
        return self.done + self.failed + self.lost

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.done + other.done, self.failed + other.failed, self.lost + other.lost)


def work(limit: int = 200, *, seconds: float = 60.0) -> Tally:
    """Everything due has been done, or the limit of rows or seconds is used up (then `ran_out`: call again)."""
    tally = Tally()
    stop_at = monotonic() + seconds
    while due := _due():
        for pk in due:
            if tally.total >= limit or monotonic() >= stop_at:
                tally.ran_out = True
                return tally
            row = claim(pk)
            if row is not None:
                _do(row, tally)
    return tally


def _due() -> list[int]:
    """Answer the oldest rows that look free; looking does not hold them."""
    from hsb.outbox.models import Message

    with database.as_worker():
        due = Message.objects.due_by(clock.now()).filter(kind__in=known_kinds()).order_by("id")
        return list(due.values_list("pk", flat=True)[:LOOK_AHEAD])


def claim(pk: int) -> Message | None:
    """The row is ours until its lease ends, or somebody else was first (None).

    The condition is in the UPDATE itself: of any number of workers the database lets exactly one change the row. The mark is
    unique per claim, so that a claim taken over and taken back cannot be mistaken for the first.
    """
    from hsb.outbox.models import Message

    mark = f"{socket.gethostname()[:16]}:{os.getpid()}:{uuid4().hex}"
    with database.as_worker():
        row = Message.objects.filter(pk=pk).first()
        if row is None:
            return None
        ours = (
            Message.objects.due_by(clock.now())
            .filter(pk=pk)
            .update(claimed_by=mark, lease_until=Now() + handler_of(row.kind).lease, attempts=F("attempts") + 1)
        )
        if not ours:
            return None
        row.claimed_by, row.attempts = mark, row.attempts + 1
        return row


def _do(row: Message, tally: Tally) -> None:
    """The row is done, put back for later, given up, or found to be somebody else's by now."""
    handler = handler_of(row.kind)
    try:
        if row.attempts > ATTEMPTS:
            # Every attempt ended without a word: the work kills its worker.
            raise GiveUp("The worker died every time.")
        result = handler.act(row.payload, key=row.key)
        ours = _finish(row, handler, result)
    except Exception as error:
        if isinstance(error, DatabaseTrouble) and not connection.is_usable():
            # Nothing can be recorded now. The lease runs out by itself once the database is back.
            connection.close()
            raise
        ours = _put_back(row, handler, error)
        tally.failed += ours
    else:
        tally.done += ours
    if not ours:
        tally.lost += 1
        log.warning("outbox: %s was taken over before it could be marked", row)


def _finish(row: Message, handler: Handler, result: Any) -> bool:
    """The row is done and its database result written, together; False if the claim is no longer ours (nothing written)."""
    with database.as_worker():
        ours = _ours(row).update(done_at=Now(), lease_until=None, last_error="")
        if ours and handler.finish is not None:
            handler.finish(result)
        return bool(ours)


def _put_back(row: Message, handler: Handler, error: Exception) -> bool:
    """The row will be tried again after a pause, or has failed for good and the administrators will be told."""
    final = isinstance(error, GiveUp) or row.attempts >= ATTEMPTS
    # The class is enough to look it up; a message might quote somebody's data.
    reason = str(error)[:500] if isinstance(error, GiveUp) else type(error).__name__
    log.log(
        logging.ERROR if final else logging.WARNING, "outbox: %s failed (attempt %s): %s", row, row.attempts, reason
    )
    with database.as_worker():
        if not final:
            pause: timedelta = BACK_OFF[row.attempts - 1]
            return bool(_ours(row).update(claimed_by="", lease_until=Now() + pause, last_error=reason))
        ours = _ours(row).update(failed_at=Now(), lease_until=None, last_error=reason)
        if ours:
            if handler.gave_up is not None:
                handler.gave_up(row.payload, error)
            if getattr(error, "alarm", True) and row.kind != FAILED and FAILED in known_kinds():
                put(FAILED, {"message": row.pk, "kind": row.kind}, key=f"{FAILED}:{row.pk}")
        return bool(ours)


def _ours(row: Message) -> MessageQuerySet:
    """Answer the row for an UPDATE, provided that it is open and the last claim on it is ours."""
    from hsb.outbox.models import Message

    return Message.objects.open().filter(pk=row.pk, claimed_by=row.claimed_by)


def retry(pk: int) -> bool:
    """A row given up is open again with all its attempts before it; False if it was not given up."""
    from hsb.outbox.models import Message

    with database.as_worker():
        return bool(
            Message.objects.failed()
            .filter(pk=pk)
            .update(failed_at=None, attempts=0, claimed_by="", lease_until=None, last_error="")
        )
