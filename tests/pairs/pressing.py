"""Two people press at once: what is built, what each presses, and how one knows that it went as if one had come after the other."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction

from hsb.accounts.models import User
from hsb.chronology.models import CaseEvent
from hsb.errors import AccessDenied, ActionNotAllowed, StaleVersion

REFUSALS = (ActionNotAllowed, StaleVersion, AccessDenied)
PATIENCE = 10.0  # seconds until a press that neither waits nor ends is a fault of the test


class People(dict[str, User]):
    """The cast by name."""

    def __getattr__(self, name: str) -> User:
        return self[name]


@dataclass(frozen=True)
class Press:
    """One button: `page` reads what its page showed, and answers what pressing it does.

    What `ends` leaves nothing for a page drawn before it, but for its own press repeated and the buttons it `leaves`.
    """

    name: str
    page: Callable[[Any, People], Callable[[], object]]
    ends: bool = False
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of record: how a fresh one comes about, the row its actions lock, its buttons, and what of it is compared."""

    name: str
    build: Callable[[People], Any]
    locked: Callable[[Any], models.Model]
    presses: tuple[Press, ...]
    stands: Callable[[Any], Any]

    def pairs(self) -> list[tuple["Kind", Press, Press]]:
        """Answer every ordered pair of its buttons, a button with itself too: the first gets the lock first."""
        return [(self, one, other) for one in self.presses for other in self.presses]


@dataclass
class Outcome:
    """What became of both presses and of the record."""

    said: list[str] = field(default_factory=list)
    stands: Any = None


def one_after_the_other(kind: Kind, record: Any, people: People, first: Press, second: Press) -> Outcome:
    """Both pages are open; the first is pressed, then the second. The record is afterwards as it was before."""
    outcome = Outcome()
    with transaction.atomic():
        pressed = [one.page(record, people) for one in (first, second)]
        for press in pressed:
            outcome.said.append(_said(press))
        outcome.stands = kind.stands(record)
        transaction.set_rollback(True)
    return outcome


def together(kind: Kind, record: Any, people: People, first: Press, second: Press) -> Outcome:
    """Both are pressed while somebody holds the record's lock: both have looked, if they look too early, when it is let go."""
    pressed = [one.page(record, people) for one in (first, second)]
    outcome = Outcome(said=["", ""])
    row = kind.locked(record)
    threads = []
    with transaction.atomic():
        type(row)._base_manager.select_for_update().get(pk=row.pk)
        for number, press in enumerate(pressed):
            backend: list[int] = []
            thread = threading.Thread(target=_in_a_thread, args=(press, number, outcome, backend))
            thread.start()
            threads.append(thread)
            wait_for_the_lock(thread, backend)
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), f"{first.name} and {second.name} wait for each other"
    outcome.stands = kind.stands(record)
    return outcome


def _in_a_thread(press: Callable[[], object], number: int, outcome: Outcome, backend: list[int]) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend.append(cursor.fetchone()[0])
        outcome.said[number] = _said(press)
    finally:
        connection.close()


def wait_for_the_lock(thread: threading.Thread, backend: list[int]) -> None:
    """Return once the thread, whose connection is `backend`, waits for a lock, or has ended without."""
    give_up = time.monotonic() + PATIENCE
    pause = threading.Event()
    while thread.is_alive() and time.monotonic() < give_up:
        if backend:
            with connection.cursor() as cursor:
                cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted)", backend)
                found = cursor.fetchone()
            if found and found[0]:
                return
        pause.wait(0.002)


def _said(press: Callable[[], object]) -> str:
    """Answer "done", "refused", or the fault: a page that says 500."""
    try:
        with transaction.atomic():
            press()
    except REFUSALS:
        return "refused"
    except Exception as fault:
        return f"FAULT {type(fault).__name__}: {fault}"
    return "done"


def codes(*cases: Any) -> list[str]:
    """Answer what these records' chronologies say happened, in any order."""
    ids = [one.pk for one in cases]
    return sorted(CaseEvent.objects.filter(case__in=ids).values_list("code", flat=True))
