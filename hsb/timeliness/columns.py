"""One column of a standard's row: read from the table, refused with a sentence, and written back."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from hsb.timeliness.standards import (
    RECIPIENT_WORDS,
    Basis,
    Between,
    PauseReason,
    Per,
    Restart,
    Rung,
    StandardInvalid,
    Trigger,
    Unit,
)

TRIGGERS = frozenset(
    {
        "starts_on",
        "met_by",
        "pauses_on",
        "resumes_on",
        "cancels_on",
        "dated_by",
        "passed_by",
        "finished_by",
        "returned_by",
    }
)
ENUMS: dict[str, type[StrEnum]] = {"unit": Unit, "basis": Basis, "counting": Unit, "restart": Restart, "per": Per}
FLAGS = frozenset(
    {
        "adopted",
        "dormant",
        "awaiting",
        "include_trigger_day",
        "held_from_start",
        "outlives_closure",
        "met_beforehand",
        "private",
        "coordinated",
    }
)
_RECIPIENTS = frozenset(RECIPIENT_WORDS)


def read_column(code: str, name: str, value: Any) -> Any:
    """Answer one column's value in its own type, or say what is wrong with it."""
    if name in TRIGGERS:
        return tuple(read_trigger(code, name, item) for item in value)
    if name in ENUMS:
        return read_choice(code, name, value, ENUMS[name])
    if name == "pause_reasons":
        return tuple(read_choice(code, name, item, PauseReason) for item in value)
    if name == "ladder":
        return tuple(read_rung(code, item) for item in value)
    if name in ("effective_from", "effective_to"):
        return read_date(code, name, value)
    if name in ("amount", "version", "anchor_days"):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise StandardInvalid(f"{code}: '{name}' must be a whole number, not {value!r}.")
        return value
    if name in FLAGS:
        if not isinstance(value, bool):
            raise StandardInvalid(f"{code}: '{name}' must be true or false, not {value!r}.")
        return value
    if not isinstance(value, str):
        raise StandardInvalid(f"{code}: '{name}' must be text, not {value!r}.")
    return value.strip()


def read_trigger(code: str, name: str, item: Any) -> Trigger:
    if isinstance(item, str) and item:
        return Trigger(item)
    if isinstance(item, Mapping) and isinstance(item.get("event"), str) and not set(item) - {"event", "where"}:
        return Trigger(
            item["event"], tuple((fact, read_condition(code, c)) for fact, c in sorted(item.get("where", {}).items()))
        )
    raise StandardInvalid(f"{code}: '{name}' lists event codes, or {{event = '…', where = {{…}}}}, not {item!r}.")


def read_condition(code: str, condition: Any) -> Any:
    if isinstance(condition, list):
        return tuple(condition)
    if isinstance(condition, Mapping):
        if not condition or set(condition) - {"from", "until"}:
            raise StandardInvalid(f"{code}: a condition on dates says 'from', 'until' or both.")
        low, high = (
            read_date(code, "where", condition[end]) if end in condition else None for end in ("from", "until")
        )
        return Between(low.isoformat() if low else "", high.isoformat() if high else "~")
    return condition


def read_choice(code: str, name: str, value: Any, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise StandardInvalid(f"{code}: '{name}' is one of {', '.join(kind)}; not {value!r}.") from None


def read_rung(code: str, item: Any) -> Rung:
    if (
        not isinstance(item, Mapping)
        or set(item) != {"days", "to"}
        or not isinstance(item["days"], int)
        or not item["to"]
        or set(item["to"]) - _RECIPIENTS
    ):
        raise StandardInvalid(
            f"{code}: a rung says 'days' and 'to' (of {', '.join(sorted(_RECIPIENTS))}), not {item!r}."
        )
    return Rung(item["days"], tuple(item["to"]))


def read_date(code: str, name: str, value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise StandardInvalid(f"{code}: '{name}' must be a date such as 2026-04-01, not {value!r}.") from None


def write_column(value: Any) -> Any:
    """Answer a column's value as JSON keeps it."""
    match value:
        case Trigger(event=event, where=()):
            return event
        case Trigger(event=event, where=where):
            return {"event": event, "where": {name: write_column(condition) for name, condition in where}}
        case Between(low=low, high=high):
            return {k: v for k, v, unset in (("from", low, ""), ("until", high, "~")) if v != unset}
        case Rung(days=days, to=to):
            return {"days": days, "to": list(to)}
        case tuple():
            return [write_column(item) for item in value]
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
    return value
