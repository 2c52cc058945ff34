"""Writing the audit. One door, `record`; it is part of the transaction of what it describes."""

import json
from datetime import datetime
from uuid import UUID

from django.db import connection

from hsb.audit.events import AuditKind
from hsb.audit.models import AuditEvent


def record(
    kind: AuditKind,
    *,
    by: object | None,
    at: datetime,
    case_id: UUID | None = None,
    what: str = "",
    facts: dict[str, object] | None = None,
) -> None:
    """One entry of that kind is in the log, in the caller's transaction: if it cannot be written, nothing else is either.

    `facts` hold ids, counts and labels only. `what` names the page or thing looked at, without any person's name.
    Written as plain SQL because the web role may add entries it may not read back.
    """
    person = getattr(by, "pk", None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {AuditEvent._meta.db_table} (kind, at, by_id, case_ref, what, facts, written_in)"  # noqa: S608
            " VALUES (%s, %s, %s, %s, %s, %s, 0)",
            [
                str(kind),
                at if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value(at),
                person,
                _uuid(case_id),
                what[:100],
                json.dumps(facts or {}, sort_keys=True, default=str),
            ],
        )


def _uuid(value: UUID | None) -> str | None:
    if value is None:
        return None
    return str(value) if connection.vendor == "postgresql" else value.hex
