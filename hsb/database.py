"""Who the database thinks is asking: the second of the two walls (design.md §5).

On PostgreSQL every request, task and command runs as a role without ownership, inside a transaction that carries the person's
principals; row-level security then shows only rows of cases those principals were granted. SQLite has the first wall only.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from uuid import UUID

from django.db import connection, transaction

WEB_ROLE = "hsb_web"
WORKER_ROLE = "hsb_worker"
REPORT_ROLE = "hsb_report"
ROLES = (WEB_ROLE, WORKER_ROLE, REPORT_ROLE)
_SETTINGS = ("app.principals", "app.user", "app.opening")


def has_row_security() -> bool:
    """Answer whether this database has the second wall."""
    return connection.vendor == "postgresql"


@contextmanager
def as_principals(principals: Iterable[int], user_id: int | None, *, write: bool = True) -> Iterator[None]:
    """Everything inside happens in one transaction, as the web role, for these group ids and this person.

    The settings and role held before are put back on the way out, because a setting survives a savepoint. On SQLite a reading
    block (`write=False`) opens no transaction: with one writer at a time, a transaction per page view would queue everybody.
    """
    if not has_row_security():
        with transaction.atomic() if write else nullcontext():
            yield
        return
    array = "{" + ",".join(str(int(p)) for p in principals) + "}"
    inside = connection.in_atomic_block
    with transaction.atomic():
        if inside:
            with _role(WEB_ROLE, array, str(user_id or "")):
                yield
        else:
            # Ours is the whole transaction, and what is set in it ends with it: nothing to remember, nothing to put back.
            _become(WEB_ROLE, array, str(user_id or ""))
            yield


@contextmanager
def as_worker() -> Iterator[None]:
    """Everything inside happens in one transaction as the worker role, which sees every case by a policy of its own."""
    with transaction.atomic(), _role(WORKER_ROLE, "", "") if has_row_security() else nullcontext():
        yield


@contextmanager
def as_report() -> Iterator[None]:
    """Everything inside reads as the report role: every row, and no writing. For the audit viewer, after its own check.

    A login that was not given that role (`may_report`) goes on as it is, and so sees what it sees anyway.
    """
    if not has_row_security():
        with transaction.atomic():
            yield
        return
    with transaction.atomic(), _role(REPORT_ROLE, "", "") if may_report() else nullcontext():
        yield


def may_report() -> bool:
    """Answer whether this login may read as the report role. `database prepare` gives it to the web login from PostgreSQL 16
    on, where a role can be taken up without being inherited: inherited, it would open every row to every page."""
    if not has_row_security():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(session_user, %s, 'MEMBER')", [REPORT_ROLE])
        return bool(cursor.fetchone()[0])


@contextmanager
def _role(role: str, principals: str, user: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('app.principals', true), current_setting('app.user', true),"
            " current_setting('app.opening', true)"
        )
        before_role, *before = cursor.fetchone()
    _become(role, principals, user)
    yield
    # Only reached when nothing failed: a failed transaction takes its local settings with it.
    _become(before_role, *(value or "" for value in before))


def _become(role: str, principals: str, user: str, opened: str = "") -> None:
    """Until the transaction ends, this is who asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %s, true), set_config('app.principals', %s, true),"
            " set_config('app.user', %s, true), set_config('app.opening', %s, true)",
            [role, principals, user, opened],
        )


def opening(case_id: UUID) -> None:
    """For the rest of this transaction the case being opened may be written, before anybody was granted it."""
    if not has_row_security():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.opening', true)")
        held = (cursor.fetchone()[0] or "").strip("{}")
        cursor.execute(
            "SELECT set_config('app.opening', %s, true)", ["{" + ",".join(filter(None, [held, str(case_id)])) + "}"]
        )
