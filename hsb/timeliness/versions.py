"""Loading standards into their table, and a partnership's own versions of them.

A row of the file that has changed since it was loaded becomes a further version; nothing in the table is ever edited.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hsb.timeliness import standards
from hsb.timeliness.standards import LOCAL_VERSIONS_FROM, Rung, Standard, StandardInvalid, Table


def as_text(standard: Standard) -> str:
    """Answer one and the same text for equal standards."""
    return json.dumps(standards.payload(standard), sort_keys=True, ensure_ascii=False)


def load(*, at: datetime, table: Table | None = None, versions: Any = None) -> int:
    """Every row of the file is in the table as its newest shipped version. Answer how many versions that took."""
    versions = _manager(versions)
    stored: dict[str, list[Standard]] = {}
    for text in versions.filter(partnership="").order_by("version").values_list("payload", flat=True):
        kept = standards.parse(json.loads(text))
        stored.setdefault(kept.code, []).append(kept)
    rows = []
    for wanted in (table or standards.read()).standards:
        known = stored.setdefault(wanted.code, [])
        if any(replace(kept, version=wanted.version) == wanted for kept in known[-1:]) or wanted in known[:-1]:
            continue
        number = max([wanted.version, *(kept.version + 1 for kept in known)])
        new = replace(wanted, version=number)
        known.append(new)
        rows.append(_row(versions.model, new, at=at, by=None))
    versions.bulk_create(rows)
    return len(rows)


def adopt_as_profile_says(*, at: datetime, partnership: str, wishes: Mapping[str, Any], versions: Any = None) -> int:
    """The partnership's profile names the suggestions it has adopted; each is adopted. Answer how many were not before.

    `wishes`: `from` (a date), `codes` (as suggested), and `amounts` (code to another number).
    """
    if not wishes:
        return 0
    adopted = 0
    amounts = dict(wishes.get("amounts", {}))
    for code in [*wishes.get("codes", []), *(code for code in amounts if code not in wishes.get("codes", []))]:
        if _manager(versions).filter(partnership=partnership, code=code).exists():
            continue
        adopt(
            code=code,
            amount=amounts.get(code),
            effective_from=wishes["from"],
            partnership=partnership,
            at=at,
            by=None,
            versions=versions,
        )
        adopted += 1
    return adopted


def adopt(
    *,
    code: str,
    effective_from: date,
    partnership: str,
    at: datetime,
    by: object | None,
    amount: int | None = None,
    ladder: tuple[Rung, ...] | None = None,
    versions: Any = None,
) -> Standard:
    """The partnership has its own version of a standard from that day. What law sets may be tightened, not loosened.

    What is not given (None) stays as it is on that day.
    """
    versions = _manager(versions)
    current, shipped, number = _in_force(versions, code, effective_from, partnership)
    new = standards.tightened(
        shipped,
        amount=current.amount if amount is None else amount,
        ladder=current.ladder if ladder is None else ladder,
        effective_from=effective_from,
        partnership=partnership,
        version=number,
    )
    versions.bulk_create([_row(versions.model, new, at=at, by=by)])
    return new


def retire(*, code: str, effective_from: date, partnership: str, at: datetime, by: object | None) -> Standard:
    """From that day the partnership starts no clock of this standard."""
    versions = _manager(None)
    current, _, number = _in_force(versions, code, effective_from, partnership)
    new = standards.retired(current, effective_from=effective_from, partnership=partnership, version=number)
    versions.bulk_create([_row(versions.model, new, at=at, by=by)])
    return new


def _in_force(versions: Any, code: str, day: date, partnership: str) -> tuple[Standard, Standard, int]:
    """Answer the version a clock starting that day would have, the shipped one beneath it, and the next number of our own."""
    held = [
        standards.parse(json.loads(text))
        for text in versions.filter(code=code, partnership__in=["", partnership]).values_list("payload", flat=True)
    ]
    current = standards.latest_in_force(held, day).get(code)
    shipped = standards.latest_in_force([kept for kept in held if not kept.partnership], day).get(code)
    if current is None or shipped is None:
        raise StandardInvalid(f"There is no standard {code} in force on {day}.")
    number = max([LOCAL_VERSIONS_FROM - 1, *(kept.version for kept in held if kept.partnership)]) + 1
    return current, shipped, number


def _row(model: Any, standard: Standard, *, at: datetime, by: object | None) -> Any:
    return model(
        partnership=standard.partnership,
        code=standard.code,
        version=standard.version,
        payload=as_text(standard),
        effective_from=standard.effective_from,
        adopted=standard.adopted,
        created_at=at,
        created_by=by,
    )


def _manager(versions: Any) -> Any:
    if versions is not None:
        return versions
    from hsb.timeliness.models import StandardVersion

    return StandardVersion.objects
