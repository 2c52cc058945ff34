"""The table of standards: read from timescales.toml and checked, and the partnership's own versions of it."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from hsb.timeliness.columns import read_column, write_column
from hsb.timeliness.standards import (
    BEFORE_COUNTS,
    DATED_BY_A_FACT,
    DAY_COUNTS,
    NotAClock,
    PauseReason,
    Rung,
    Standard,
    StandardInvalid,
    Step,
    Trigger,
    Unit,
)

SHIPPED = Path(__file__).with_name("timescales.toml")
LOCAL_VERSIONS_FROM = 101
"""A partnership's own versions of a standard are numbered from here, so that a later shipped one never has the same number."""


@dataclass(frozen=True, slots=True)
class Table:
    """Everything the shipped file says."""

    standards: tuple[Standard, ...]
    not_clocks: tuple[NotAClock, ...] = ()
    steps: Mapping[str, Step] = field(default_factory=dict)  # by code


def latest_in_force(standards: Iterable[Standard], day: date) -> dict[str, Standard]:
    """Answer, for each code, the version that applies to a clock starting on that day.

    A partnership's own version goes before the shipped one; of several, the one that took effect last.
    """
    chosen: dict[str, Standard] = {}
    for standard in standards:
        if not standard.in_force(day):
            continue
        held = chosen.get(standard.code)
        if held is None or _precedence(standard) > _precedence(held):
            chosen[standard.code] = standard
    return chosen


def tightened(
    standard: Standard,
    *,
    amount: int,
    effective_from: date,
    partnership: str,
    version: int,
    ladder: tuple[Rung, ...] | None = None,
) -> Standard:
    """Answer a partnership's own version of a standard; what law sets may be made shorter, never longer.

    Its ladder is the partnership's own affair, whoever set the time. None keeps the one it has.
    """
    if standard.binding and _is_looser(standard, amount):
        raise StandardInvalid(
            f"{standard.title} ({standard.code}) is set by {standard.basis} at {standard.amount} {standard.unit}: "
            "it can be made shorter, not longer."
        )
    own = _own(standard, effective_from=effective_from, partnership=partnership, version=version)
    kept = standard.ladder if ladder is None else ladder
    return check(replace(own, amount=amount, ladder=kept, adopted=True, dormant=False))


def retired(standard: Standard, *, effective_from: date, partnership: str, version: int) -> Standard:
    """Answer the version by which a partnership starts no clock of this standard any more."""
    own = _own(standard, effective_from=effective_from, partnership=partnership, version=version)
    return check(replace(own, adopted=False, dormant=True))


def following(own: Standard, new: Standard, *, effective_from: date, version: int) -> Standard:
    """Answer what a partnership's own version becomes when the shipped one beneath it changed: its number and ladder, its being
    adopted or retired stay; a number that law no longer allows, or that counts something else, goes."""
    kept = own.unit is new.unit and not (new.binding and _is_looser(new, own.amount))
    rule = replace(new, amount=own.amount if kept else new.amount, ladder=own.ladder)
    mine = _own(rule, effective_from=effective_from, partnership=own.partnership, version=version)
    return check(replace(mine, adopted=own.adopted, dormant=own.dormant))


def _own(standard: Standard, *, effective_from: date, partnership: str, version: int) -> Standard:
    if version < LOCAL_VERSIONS_FROM:
        raise StandardInvalid(f"A partnership's own versions are numbered from {LOCAL_VERSIONS_FROM}.")
    return replace(standard, effective_from=effective_from, effective_to=None, partnership=partnership, version=version)


def read(path: Path = SHIPPED) -> Table:
    """Answer the standards of a TOML file; one that contradicts itself is refused with a sentence."""
    return parse_table(tomllib.loads(path.read_text(encoding="utf-8")))


def parse_table(data: Mapping[str, Any]) -> Table:
    """Answer the standards of a parsed file, each checked by itself and against the others."""
    defaults = data.get("defaults", {})
    steps = {str(row.get("code")): _read_step(row) for row in data.get("standard", [])}
    rows = tuple(
        parse({**defaults, **{name: value for name, value in row.items() if name not in _STEP_COLUMNS}})
        for row in data.get("standard", [])
    )
    seen: set[tuple[str, int]] = set()
    for standard in rows:
        if (standard.code, standard.version) in seen:
            raise StandardInvalid(
                f"{standard.code} version {standard.version} is listed twice: give one a new version."
            )
        seen.add((standard.code, standard.version))
    for standard in rows:
        if bool(standard.approved_by) != bool(steps[standard.code].approve):
            raise StandardInvalid(
                f"{standard.code}: say what whoever approves it does (approve), and who (approved_by)."
            )
    return Table(rows, tuple(NotAClock(**row) for row in data.get("not_a_clock", [])), steps)


def _read_step(row: Mapping[str, Any]) -> Step:
    """Answer a row's step, or say what is wrong with it."""
    code, said = row.get("code"), {name: row[name] for name in _STEP_COLUMNS if name in row}
    for name, value in said.items():
        if not isinstance(value, bool if name == "page_takes_key" else str):
            raise StandardInvalid(
                f"{code}: '{name}' is not {value!r}. Give a text, or for 'page_takes_key' true or false."
            )
    step = Step(**said)
    if bool(step.button) != bool(step.page):
        raise StandardInvalid(f"{code}: a button needs a page and a page a button.")
    return step


def parse(row: Mapping[str, Any]) -> Standard:
    """Answer the standard one row describes."""
    code = str(row.get("code", "")).strip() or "A standard without a code"
    known = {f.name for f in fields(Standard)}
    if strange := sorted(set(row) - known):
        raise StandardInvalid(f"{code}: '{strange[0]}' is not a column. Columns are {', '.join(sorted(known))}.")
    required = {f.name for f in fields(Standard) if f.default is MISSING}
    if missing := sorted(required - set(row)):
        raise StandardInvalid(f"{code} does not say '{missing[0]}'.")
    values = {name: read_column(code, name, value) for name, value in row.items()}
    standard = Standard(**values)
    if not standard.outlives_closure:
        closing = tuple(trigger for trigger in _closing(standard.strand) if trigger not in standard.cancels_on)
        standard = replace(standard, cancels_on=(*standard.cancels_on, *closing))
    return check(standard)


def check(standard: Standard) -> Standard:
    """Answer the standard if it makes sense; refuse it with a sentence that says what does not."""
    for wrong, sentence in _CONTRADICTIONS:
        if wrong(standard):
            raise StandardInvalid(f"{standard.code}: {sentence}")
    return standard


def payload(standard: Standard) -> dict[str, Any]:
    """Answer the standard as plain values that JSON can keep and `parse` reads back to an equal one."""
    written: dict[str, Any] = {}
    for column in fields(Standard):
        value = getattr(standard, column.name)
        if column.default is not MISSING and value == column.default:
            continue
        written[column.name] = write_column(value)
    return written


def _closing(strand: str) -> tuple[Trigger, ...]:
    """Answer what ends every clock of a strand: the case or the strand closed."""
    return (
        Trigger("case.closed"),
        Trigger("strand.closed", (("strand", strand),)),
        Trigger("strand.moved", (("after", ("closed", "ended")), ("strand", strand))),
    )


def _is_looser(standard: Standard, amount: int) -> bool:
    """Would this amount give more time? Before an event, fewer days ahead of it is more time."""
    return amount < standard.amount if standard.unit is Unit.BEFORE_EVENT else amount > standard.amount


def _precedence(standard: Standard) -> tuple[bool, date, int]:
    return bool(standard.partnership), standard.effective_from, standard.version


_STEP_COLUMNS = frozenset(f.name for f in fields(Step))


def _ladder_goes_down(standard: Standard) -> bool:
    steps: Sequence[int] = [rung.days for rung in standard.ladder]
    return steps != sorted(set(steps))


_CONTRADICTIONS = (
    (lambda s: not s.code, "give it a code."),
    (lambda s: not s.starts_on, "name the event that starts it."),
    (lambda s: not s.met_by, "name the event that meets it."),
    (
        lambda s: not (s.title and s.action and s.counted_from),
        "say its title, what to do, and from what it is counted.",
    ),
    (lambda s: not s.source, "say where it comes from (source)."),
    (lambda s: not (s.owner_fact or (s.owner_kind and s.owner_role)), "a clock needs an owner: an agency and a role."),
    (
        lambda s: bool(s.passed_by) and not (s.owner_fact or s.person_fact),
        "what hands it on needs a fact that says to whom (owner_fact or person_fact).",
    ),
    (
        lambda s: bool(s.approved_by) != bool(s.finished_by),
        "what a second person approves needs their role (approved_by) and what finishes it (finished_by).",
    ),
    (
        lambda s: bool(s.pauses_on) != bool(s.resumes_on),
        "what pauses it needs something that resumes it, and the other way.",
    ),
    (
        lambda s: bool(s.pauses_on) and not s.pause_reasons and not s.paused_because,
        "say for which reasons it may pause (pause_reasons), or why it stands still (paused_because).",
    ),
    (
        lambda s: PauseReason.CRIMINAL_INVESTIGATION in s.pause_reasons,
        "the policy (P6.2) lets no clock wait for a criminal investigation.",
    ),
    (lambda s: s.unit is Unit.MEASURE and bool(s.amount or s.ladder), "a measure has no amount and is not chased."),
    (
        lambda s: s.unit not in DATED_BY_A_FACT and s.unit is not Unit.MEASURE and s.amount == 0,
        "an amount of 0 leaves no time: to say 'the same day', count 1 and include the trigger day.",
    ),
    (lambda s: s.unit in DATED_BY_A_FACT and not s.date_fact, "say which fact carries the date (date_fact)."),
    (
        lambda s: bool(s.dated_by) and s.unit not in DATED_BY_A_FACT,
        "only a date from a fact can come from another event.",
    ),
    (
        lambda s: s.include_trigger_day and s.unit not in DAY_COUNTS | {Unit.MONTHS},
        "only days and months can include the trigger day.",
    ),
    (
        lambda s: bool(s.anchor_fact) and s.unit not in (Unit.CALENDAR_DAYS, Unit.MONTHS),
        "only calendar days and months can be counted from a day that a fact carries (anchor_fact).",
    ),
    (lambda s: bool(s.anchor_days) and not s.anchor_fact, "days after which fact? Say it (anchor_fact)."),
    (lambda s: s.counting not in BEFORE_COUNTS, "days before an event are working days or calendar days."),
    (lambda s: s.effective_to is not None and s.effective_to < s.effective_from, "it ends before it takes effect."),
    (lambda s: s.adopted and s.dormant, "it cannot be both adopted and dormant."),
    (_ladder_goes_down, "the rungs of its ladder must go up, one for each day."),
)
