"""What a standard is: which event starts its clock, which meets it, how long it may take and who says so. Pure.

The rows are data: `timescales.toml` as shipped, then versions per partnership in the database. Both are read by `parse`, which
refuses a row that contradicts itself with a sentence saying what to put right.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("timescales.toml")
LOCAL_VERSIONS_FROM = 101
"""A partnership's own versions of a standard are numbered from here, so that a later shipped one never has the same number."""


class StandardInvalid(ValueError):
    """A standard contradicts itself or misses something; the sentence says what to put right."""


class Unit(StrEnum):
    """How the time is counted."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar days"
    WORKING_DAYS = "working days"
    SCHOOL_DAYS = "school days"  # counted as working days, and marked provisional, until a school calendar is loaded
    MONTHS = "months"
    BEFORE_EVENT = "before event"  # so many days before a date that an event carries as a fact; 0 is that date itself
    AT_AGE = "at age"  # so many months after the date of birth that an event carries as a fact
    MEASURE = "measure"  # no due date: the time taken is what is wanted


COUNTED_IN_WORKING_DAYS = frozenset({Unit.WORKING_DAYS, Unit.SCHOOL_DAYS})
_DAY_COUNTS = COUNTED_IN_WORKING_DAYS | {Unit.CALENDAR_DAYS}
_BEFORE_COUNTS = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS})
DATED_BY_A_FACT = frozenset({Unit.BEFORE_EVENT, Unit.AT_AGE})


class Basis(StrEnum):
    """Who says so. Statutory ones can be tightened but not loosened, and an extension never cures their breach."""

    STATUTORY = "statutory"
    STATUTORY_GUIDANCE = "statutory guidance"
    NATIONAL = "national"
    LOCAL = "local"
    POLICY = "policy measure"


BINDING = frozenset({Basis.STATUTORY, Basis.STATUTORY_GUIDANCE})


class Per(StrEnum):
    """Whose case runs this clock."""

    DISPLAYED = "displayed"
    HARMED = "harmed"
    BOTH = "both"


class Restart(StrEnum):
    """What a second start means while the first clock still runs."""

    FIRST = "first"  # the clock that runs goes on
    EACH = "each"  # each start has a clock of its own
    LATEST = "latest"  # the running clock is dropped for the new one


class PauseReason(StrEnum):
    """Why a clock may stand still. Which standard allows which is in the table; the policy forbids one everywhere."""

    INFORMATION_REQUESTED = "information_requested"
    VERDICT_PENDING = "verdict_pending"
    PAPERS_WITH_CPS = "papers_with_cps"
    CONSENT_PENDING = "consent_pending"
    CRIMINAL_INVESTIGATION = "criminal_investigation"


PAUSE_WORDS: dict[str, str] = {
    PauseReason.INFORMATION_REQUESTED: "more information has been asked for",
    PauseReason.VERDICT_PENDING: "a verdict is pending",
    PauseReason.PAPERS_WITH_CPS: "the papers are with the Crown Prosecution Service",
    PauseReason.CONSENT_PENDING: "consent is awaited",
    PauseReason.CRIMINAL_INVESTIGATION: "a criminal investigation is going on",
}
"""A reason as it stands after "because"."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event code, with the facts it must carry: a value, one of several values, or a range of dates."""

    event: str
    where: tuple[tuple[str, Any], ...] = ()

    def matches(self, code: str, facts: Mapping[str, Any]) -> bool:
        """Is it this event, with these facts?"""
        return code == self.event and all(_holds(condition, facts.get(name)) for name, condition in self.where)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the chase ladder: so many working days after the due date (before it, if negative), to whom."""

    days: int
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of one standard, as one row of the table says it."""

    code: str
    title: str
    action: str  # what its owner has to do, verb first
    counted_from: str  # the trigger in words: "allocation", "the referral was received"
    strand: str
    starts_on: tuple[Trigger, ...]
    met_by: tuple[Trigger, ...]
    unit: Unit
    basis: Basis
    owner_kind: str
    owner_role: str
    source: str
    amount: int = 0
    version: int = 1
    partnership: str = ""  # empty: as shipped
    effective_from: date = date(2012, 1, 1)
    effective_to: date | None = None
    adopted: bool = False
    dormant: bool = False  # no clock at all until somebody adopts it
    awaiting: bool = False  # its events come with a later release
    include_trigger_day: bool = False
    pauses_on: tuple[Trigger, ...] = ()
    resumes_on: tuple[Trigger, ...] = ()
    pause_reasons: tuple[PauseReason, ...] = ()
    paused_because: str = ""
    held_from_start: bool = False  # a pause already in force when the clock starts holds it too
    cancels_on: tuple[Trigger, ...] = ()
    outlives_closure: bool = False  # closing the case or the strand does not end it
    counting: Unit = Unit.WORKING_DAYS  # in what the days before an event are counted
    date_fact: str = ""
    dated_by: tuple[Trigger, ...] = ()  # the events that carry the date, when not the starting one
    dated_by_words: str = ""
    key_fact: str = ""  # one clock for each value of this fact
    # The fact that names the owner's kind of agency; the same with "_id", where there is one, says which of them.
    owner_fact: str = ""
    role_fact: str = ""  # the fact that names the owner's role, beside their kind of agency
    person_fact: str = ""  # the fact that names the one person whose move it is, where it is one person's
    passed_by: tuple[Trigger, ...] = ()  # the events that hand it to another person (or agency), with the same facts
    restart: Restart = Restart.FIRST
    met_beforehand: bool = False  # what meets it may come first: then no clock is needed
    private: bool = False  # only those whose move it is learn that it runs
    per: Per = Per.DISPLAYED
    ladder: tuple[Rung, ...] = ()
    note: str = ""

    @property
    def binding(self) -> bool:
        """Does law or statutory guidance set it?"""
        return self.basis in BINDING

    @property
    def has_due_date(self) -> bool:
        """Does it end in a date, rather than only in a number of days taken?"""
        return self.unit is not Unit.MEASURE

    def runs_for(self, kind: str) -> bool:
        """Does it run on a case of this kind? Not while the screens that meet it are still to come: nobody could."""
        return not self.awaiting and (self.per is Per.BOTH or self.per == kind)

    def in_force(self, day: date) -> bool:
        """Does this version apply to a clock that starts on that day?"""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)

    def codes(self) -> frozenset[str]:
        """Answer every event code it names."""
        named = (
            self.starts_on,
            self.met_by,
            self.pauses_on,
            self.resumes_on,
            self.cancels_on,
            self.dated_by,
            self.passed_by,
        )
        return frozenset(trigger.event for triggers in named for trigger in triggers)


@dataclass(frozen=True, slots=True)
class NotAClock:
    """A row of the deadline table that is no clock on a case, and why."""

    code: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """Everything the shipped file says."""

    standards: tuple[Standard, ...]
    not_clocks: tuple[NotAClock, ...] = ()


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
    rows = tuple(parse({**defaults, **row}) for row in data.get("standard", []))
    seen: set[tuple[str, int]] = set()
    for standard in rows:
        if (standard.code, standard.version) in seen:
            raise StandardInvalid(
                f"{standard.code} version {standard.version} is listed twice: give one a new version."
            )
        seen.add((standard.code, standard.version))
    return Table(rows, tuple(NotAClock(**row) for row in data.get("not_a_clock", [])))


def parse(row: Mapping[str, Any]) -> Standard:
    """Answer the standard one row describes."""
    code = str(row.get("code", "")).strip() or "A standard without a code"
    known = {f.name for f in fields(Standard)}
    if strange := sorted(set(row) - known):
        raise StandardInvalid(f"{code}: '{strange[0]}' is not a column. Columns are {', '.join(sorted(known))}.")
    required = {f.name for f in fields(Standard) if f.default is MISSING}
    if missing := sorted(required - set(row)):
        raise StandardInvalid(f"{code} does not say '{missing[0]}'.")
    values = {name: _read_column(code, name, value) for name, value in row.items()}
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
        written[column.name] = _write_column(value)
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


def _holds(condition: Any, value: Any) -> bool:
    """Does a fact satisfy a condition? A range never holds for a fact that is absent."""
    if isinstance(condition, tuple):
        return value in condition
    if isinstance(condition, Between):
        return value is not None and condition.low <= str(value) <= condition.high
    return bool(value == condition)


@dataclass(frozen=True, slots=True)
class Between:
    """A range of dates, ends included, as ISO text (which sorts as dates do)."""

    low: str = ""
    high: str = "~"


_TRIGGERS = frozenset({"starts_on", "met_by", "pauses_on", "resumes_on", "cancels_on", "dated_by", "passed_by"})
_ENUMS: dict[str, type[StrEnum]] = {"unit": Unit, "basis": Basis, "counting": Unit, "restart": Restart, "per": Per}
_FLAGS = frozenset(
    {
        "adopted",
        "dormant",
        "awaiting",
        "include_trigger_day",
        "held_from_start",
        "outlives_closure",
        "met_beforehand",
        "private",
    }
)
# Whom a rung may name, in words.
RECIPIENT_WORDS = {"owner": "Owner", "manager": "Manager", "escalation": "Escalation contact"}
_RECIPIENTS = frozenset(RECIPIENT_WORDS)


def _read_column(code: str, name: str, value: Any) -> Any:
    """Answer one column's value in its own type, or say what is wrong with it."""
    if name in _TRIGGERS:
        return tuple(_read_trigger(code, name, item) for item in value)
    if name in _ENUMS:
        return _read_choice(code, name, value, _ENUMS[name])
    if name == "pause_reasons":
        return tuple(_read_choice(code, name, item, PauseReason) for item in value)
    if name == "ladder":
        return tuple(_read_rung(code, item) for item in value)
    if name in ("effective_from", "effective_to"):
        return _read_date(code, name, value)
    if name in ("amount", "version"):
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise StandardInvalid(f"{code}: '{name}' must be a whole number, not {value!r}.")
        return value
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise StandardInvalid(f"{code}: '{name}' must be true or false, not {value!r}.")
        return value
    if not isinstance(value, str):
        raise StandardInvalid(f"{code}: '{name}' must be text, not {value!r}.")
    return value.strip()


def _read_trigger(code: str, name: str, item: Any) -> Trigger:
    if isinstance(item, str) and item:
        return Trigger(item)
    if isinstance(item, Mapping) and isinstance(item.get("event"), str) and not set(item) - {"event", "where"}:
        return Trigger(
            item["event"], tuple((fact, _read_condition(code, c)) for fact, c in sorted(item.get("where", {}).items()))
        )
    raise StandardInvalid(f"{code}: '{name}' lists event codes, or {{event = '…', where = {{…}}}}, not {item!r}.")


def _read_condition(code: str, condition: Any) -> Any:
    if isinstance(condition, list):
        return tuple(condition)
    if isinstance(condition, Mapping):
        if not condition or set(condition) - {"from", "until"}:
            raise StandardInvalid(f"{code}: a condition on dates says 'from', 'until' or both.")
        low, high = (
            _read_date(code, "where", condition[end]) if end in condition else None for end in ("from", "until")
        )
        return Between(low.isoformat() if low else "", high.isoformat() if high else "~")
    return condition


def _read_choice(code: str, name: str, value: Any, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise StandardInvalid(f"{code}: '{name}' is one of {', '.join(kind)}; not {value!r}.") from None


def _read_rung(code: str, item: Any) -> Rung:
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


def _read_date(code: str, name: str, value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise StandardInvalid(f"{code}: '{name}' must be a date such as 2026-04-01, not {value!r}.") from None


def _write_column(value: Any) -> Any:
    """Answer a column's value as JSON keeps it."""
    match value:
        case Trigger(event=event, where=()):
            return event
        case Trigger(event=event, where=where):
            return {"event": event, "where": {name: _write_column(condition) for name, condition in where}}
        case Between(low=low, high=high):
            return {k: v for k, v, unset in (("from", low, ""), ("until", high, "~")) if v != unset}
        case Rung(days=days, to=to):
            return {"days": days, "to": list(to)}
        case tuple():
            return [_write_column(item) for item in value]
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
    return value


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
        lambda s: bool(s.pauses_on) != bool(s.resumes_on),
        "what pauses it needs something that resumes it, and the other way.",
    ),
    (lambda s: bool(s.pauses_on) and not s.pause_reasons, "say for which reasons it may pause (pause_reasons)."),
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
    (lambda s: s.include_trigger_day and s.unit not in _DAY_COUNTS, "only days can include the trigger day."),
    (lambda s: s.counting not in _BEFORE_COUNTS, "days before an event are working days or calendar days."),
    (lambda s: s.effective_to is not None and s.effective_to < s.effective_from, "it ends before it takes effect."),
    (lambda s: s.adopted and s.dormant, "it cannot be both adopted and dormant."),
    (_ladder_goes_down, "the rungs of its ladder must go up, one for each day."),
)
