"""Who the database thinks is asking: the second of the two walls (design.md §5).

On PostgreSQL every request, task and command runs as a role without ownership, inside a transaction that carries the person's
principals; row-level security then shows only rows of cases those principals were granted. SQLite has the first wall only.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import astuple, dataclass
from uuid import UUID

from django.db import connection, transaction

from hsb import clock

WEB_ROLE = "hsb_web"
WORKER_ROLE = "hsb_worker"
REPORT_ROLE = "hsb_report"
# Owns the functions that run with its rights and nobody's else (hsb/definer.py).
DEFINER_ROLE = "hsb_definer"
ROLES = (WEB_ROLE, WORKER_ROLE, REPORT_ROLE, DEFINER_ROLE)
# What time it is for a rule of the database: as the product's clock said when the role was taken up, so that both walls ask
# one clock. The scalar sub-select is evaluated once a statement. Where no role was taken up it is the server's.
NOW = "(SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()))"
_SETTINGS = ("app.principals", "app.user", "app.opening", "app.lent_groups", "app.lent_by")


def has_row_security() -> bool:
    """Answer whether this database has the second wall."""
    return connection.vendor == "postgresql"


@dataclass(frozen=True)
class _Asking:
    """Who asks, as the settings say it: `app.principals` and so on, in the order of `_SETTINGS`."""

    principals: str = ""
    user: str = ""
    opening: str = ""
    lent_groups: str = ""
    lent_by: str = ""


@contextmanager
def as_principals(
    principals: Iterable[int], user_id: int | None, *, lent: Iterable[tuple[int, int]] = (), write: bool = True
) -> Iterator[None]:
    """Everything inside happens in one transaction, as the web role, for these group ids and this person.

    `lent` are those of the group ids that are the person's only while they act for somebody, each with whose it is: it opens no
    record that *that* person may not see.

    The settings and role held before are put back on the way out, because a setting survives a savepoint. On SQLite a reading
    block (`write=False`) opens no transaction: with one writer at a time, a transaction per page view would queue everybody.
    """
    if not has_row_security():
        with transaction.atomic() if write else nullcontext():
            yield
        return
    pairs = list(lent)
    asking = _Asking(
        principals=_array(principals),
        user=str(user_id or ""),
        lent_groups=_array(group for group, _ in pairs),
        lent_by=_array(whose for _, whose in pairs),
    )
    with _as(WEB_ROLE, asking):
        yield


def _array(ids: Iterable[int]) -> str:
    found = ",".join(str(int(i)) for i in ids)
    return f"{{{found}}}" if found else ""


@contextmanager
def as_worker() -> Iterator[None]:
    """Everything inside happens in one transaction as the worker role, which sees every case by a policy of its own.

    A worker that stands still in the middle of it (stopped, swapped out) loses it after half a minute: the rows it holds would
    keep every other worker waiting.
    """
    if not has_row_security():
        with transaction.atomic():
            yield
        return
    with _as(WORKER_ROLE, _Asking(), idle_in_transaction_session_timeout="30s"):
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
    with _as(REPORT_ROLE, _Asking()) if may_report() else transaction.atomic():
        yield


def may_report() -> bool:
    """Answer whether this login may read as the report role. `database prepare` gives it to the web login, to be taken up and
    never inherited: inherited, it would open every row to every page."""
    if not has_row_security():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(session_user, %s, 'MEMBER')", [REPORT_ROLE])
        return bool(cursor.fetchone()[0])


@contextmanager
def _as(role: str, asking: _Asking, **more: str) -> Iterator[None]:
    """Everything inside happens in one transaction as this role. Where the whole transaction is ours it has `more` settings of the
    session, and what is set in it ends with it: nothing to remember, nothing to put back."""
    inside = connection.in_atomic_block
    with transaction.atomic():
        if inside:
            with _role(role, asking):
                yield
        else:
            _become(role, asking, **more)
            yield


@contextmanager
def _role(role: str, asking: _Asking) -> Iterator[None]:
    held = ", ".join(f"current_setting('{name}', true)" for name in _SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT current_user, {held}")
        before_role, *before = cursor.fetchone()
    _become(role, asking)
    yield
    # Only reached when nothing failed: a failed transaction takes its local settings with it.
    _become(before_role, _Asking(*(value or "" for value in before)))


def _become(role: str, asking: _Asking, **more: str) -> None:
    """Until the transaction ends, this is who asks, and with `more` settings of the session."""
    who = dict(zip(_SETTINGS, astuple(asking), strict=True))
    settings = {"role": role, **who, "app.now": clock.now().isoformat(), **more}
    with connection.cursor() as cursor:
        asked = ", ".join(f"set_config('{name}', %s, true)" for name in settings)
        cursor.execute(f"SELECT {asked}", list(settings.values()))


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


def count_rows() -> None:
    """PostgreSQL has counted the rows of every table of ours, as far as this transaction sees them, and plans by that from now on.

    Ours alone: a bare ANALYZE takes locks on what all databases of the server share, and holds them until the transaction ends.
    """
    if connection.vendor != "postgresql":
        return
    tables = ", ".join(map(connection.ops.quote_name, sorted(connection.introspection.django_table_names())))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
