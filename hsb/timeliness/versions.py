"""Loading standards into their table, and a partnership's own versions of them.

A row of the file that has changed since it was loaded becomes a further version; nothing in the table is ever edited.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hsb.agencies.profile import profile
from hsb.timeliness import table as tables
from hsb.timeliness.standards import Rung, Standard, StandardInvalid
from hsb.timeliness.table import LOCAL_VERSIONS_FROM, Table


def as_text(standard: Standard) -> str:
    """Answer one and the same text for equal standards."""
    return json.dumps(tables.payload(standard), sort_keys=True, ensure_ascii=False)


def load(*, at: datetime, table: Table | None = None, versions: Any = None) -> list[Standard]:
    """Every row of the file is in the table as its newest shipped version, and what partnerships made their own of one that
    changed says what it now says beside their own numbers. Answer the versions that took.
    """
    versions = _manager(versions)
    stored: dict[str, list[Standard]] = {}
    for text in versions.filter(partnership="").order_by("version").values_list("payload", flat=True):
        kept = tables.parse(json.loads(text))
        stored.setdefault(kept.code, []).append(kept)
    loaded = []
    for wanted in (table or tables.read()).standards:
        known = stored.setdefault(wanted.code, [])
        if any(replace(kept, version=wanted.version) == wanted for kept in known[-1:]) or wanted in known[:-1]:
            continue
        number = max([wanted.version, *(kept.version + 1 for kept in known)])
        new = replace(wanted, version=number)
        known.append(new)
        loaded.append(new)
        if len(known) > 1:
            loaded += _followed(new, versions)
    versions.bulk_create([_row(versions.model, new, at=at, by=None) for new in loaded])
    return loaded


def _followed(new: Standard, versions: Any) -> list[Standard]:
    """Answer the further versions by which each partnership's own of this standard follow a changed shipped one."""
    texts = versions.filter(code=new.code).exclude(partnership="").order_by("version").values_list("payload", flat=True)
    own: dict[tuple[str, date], Standard] = {}
    newest: dict[str, int] = {}
    for text in texts:
        kept = tables.parse(json.loads(text))
        own[kept.partnership, max(kept.effective_from, new.effective_from)] = kept
        newest[kept.partnership] = kept.version
    followed = []
    for (partnership, since), kept in sorted(own.items()):
        newest[partnership] += 1
        followed.append(
            tables.following(kept, new, effective_from=since, version=newest[partnership]),
        )
    return followed


def adopt_as_profile_says(
    *, at: datetime, partnership: str, wishes: Mapping[str, Any], versions: Any = None
) -> list[Standard]:
    """The partnership's profile names the suggestions it has adopted; each is adopted. Answer those that were not before.

    `wishes`: `from` (a date), `codes` (as suggested), and `amounts` (code to another number).
    """
    if not wishes:
        return []
    adopted = []
    amounts = dict(wishes.get("amounts", {}))
    for code in [*wishes.get("codes", []), *(code for code in amounts if code not in wishes.get("codes", []))]:
        if _manager(versions).filter(partnership=partnership, code=code).exists():
            continue
        own = adopt(
            code=code,
            amount=amounts.get(code),
            effective_from=wishes["from"],
            partnership=partnership,
            at=at,
            by=None,
            versions=versions,
        )
        adopted.append(own)
    return adopted


def bring_up_to_date(*, at: datetime, table: Table | None = None) -> tuple[list[Standard], list[Standard]]:
    """The table holds what the release ships and what the profile of our partnership adopts. Answer what was loaded and adopted."""
    ours = profile()
    loaded = load(at=at, table=table)
    wishes = ours.settings.get("timescales", {})
    return loaded, adopt_as_profile_says(at=at, partnership=ours.code, wishes=wishes)


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
    new = tables.tightened(
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
    new = tables.retired(current, effective_from=effective_from, partnership=partnership, version=number)
    versions.bulk_create([_row(versions.model, new, at=at, by=by)])
    return new


def _in_force(versions: Any, code: str, day: date, partnership: str) -> tuple[Standard, Standard, int]:
    """Answer the version a clock starting that day would have, the shipped one beneath it, and the next number of our own."""
    held = [
        tables.parse(json.loads(text))
        for text in versions.filter(code=code, partnership__in=["", partnership]).values_list("payload", flat=True)
    ]
    current = tables.latest_in_force(held, day).get(code)
    shipped = tables.latest_in_force([kept for kept in held if not kept.partnership], day).get(code)
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
