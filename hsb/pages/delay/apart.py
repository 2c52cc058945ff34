"""What is no waiting for a service: AIM2 held for the court, and the time after a refusal or withdrawal. Pure.

On the page of a case, and on the Delay page over many.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hsb.timeliness.standing import working_days

HELD, REFUSED = "held", "refused"
EVENTS: dict[str, tuple[str, str]] = {
    "aim.hold_began": (HELD, "began"),
    "aim.hold_ended": (HELD, "ended"),
    "aim.does_not_start": (REFUSED, "began"),
    "aim.stopped": (REFUSED, "began"),
    "aim.consent_complete": (REFUSED, "ended"),
}


@dataclass(frozen=True)
class Apart:
    """The working days of one record that were held, and those that followed a refusal; and what goes on still."""

    held: frozenset[date] = frozenset()
    refused: frozenset[date] = frozenset()
    now: frozenset[str] = frozenset()

    def days(self, why: str) -> frozenset[date]:
        return self.held if why == HELD else self.refused


def apart(in_order: Iterable[tuple[str, date]], *, today: date, holidays: Container[date], waits: bool = True) -> Apart:
    """Answer the days of one record, from what happened (code, London day) in order. A day is counted once: what is held is held,
    whoever had refused. Nobody `waits` on a record that is over: then nothing goes on."""
    since: dict[str, date] = {}
    spans: list[tuple[str, date, date]] = []
    for code, day in in_order:
        if code not in EVENTS:
            continue
        why, what = EVENTS[code]
        if what == "began":
            since.setdefault(why, day)
        elif why in since:
            spans.append((why, since.pop(why), day))
    going_on = frozenset(since) if waits else frozenset()
    spans += [(why, begun, today) for why, begun in since.items() if waits]
    held = _days_of(spans, HELD, holidays)
    return Apart(held, _days_of(spans, REFUSED, holidays) - held, going_on)


def _days_of(spans: Iterable[tuple[str, date, date]], why: str, holidays: Container[date]) -> frozenset[date]:
    """Answer the working days after the first of each span, to its last."""
    return frozenset(
        day
        for one, begun, ended in spans
        if one == why
        for day in (begun + timedelta(days=n) for n in range(1, (ended - begun).days + 1))
        if working_days(day - timedelta(days=1), day, holidays)
    )
