"""The stage tracker of one case: the steps of the delay chain (P5.10), and the working days between them. Pure."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime

from hsb import clock
from hsb.pages.delay.apart import EVENTS as APART
from hsb.pages.delay.apart import apart as days_apart
from hsb.pages.delay.chain import CHAIN, HARMED_CHAIN, Step
from hsb.timeliness.english import counted
from hsb.timeliness.standing import working_days
from hsb.ui.components import Stage

__all__ = ["APART", "CHAIN", "HARMED_CHAIN", "apart", "reached", "stages"]


def reached(firsts: Mapping[str, date], chain: Sequence[Step]) -> list[date | None]:
    """Answer the day each step was first reached; None where it was not."""
    return [min((firsts[code] for code in step.events if code in firsts), default=None) for step in chain]


def stages(
    firsts: Mapping[str, date],
    *,
    today: date,
    holidays: Container[date],
    chain: Sequence[Step] = CHAIN,
    waits: bool = True,
) -> tuple[list[Stage], str]:
    """Answer the tracker and the sentence under it. `firsts` maps an event code to the London day it first happened.

    Nobody `waits` once YOS has declined or the record is closed: then there is no step to come, and no day is counted after the last.
    """
    days = reached(firsts, chain)
    done = [(step, day) for step, day in zip(chain, days, strict=True) if day is not None]
    # Steps in the order they happened: people do things out of order, and a line that runs backwards explains nothing.
    done.sort(key=lambda pair: pair[1])
    shown: list[Stage] = []
    for position, (step, day) in enumerate(done):
        is_last = position == len(done) - 1
        if is_last and not waits:
            shown.append(Stage(name=step.name, when=f"{day:%-d %b}", state="done"))
            break
        until = today if is_last else done[position + 1][1]
        gap = working_days(day, until, holidays)
        shown.append(
            Stage(
                name=step.name,
                when=f"{day:%-d %b}",
                state="now" if is_last else "done",
                gap=str(gap) if gap else _no_working_day(day, until, is_last=is_last),
                gap_unit=("working day" if gap == 1 else "working days") if gap else "",
                gap_note="so far" if is_last and gap else "",
            )
        )
    if waits:
        ahead = (step for step, day in zip(chain, days, strict=True) if day is None and not step.is_coming)
        shown += [Stage(name=step.name, state="todo") for step in ahead]
    if not done:
        return shown, ""
    first, last = done[0][1], today if waits else done[-1][1]
    passed = working_days(first, last, holidays)
    return shown, _waiting(first, last, passed) if waits else _ended(first, last, passed)


def apart(
    latest_first: Iterable[tuple[str, datetime]], *, today: date, holidays: Container[date], waits: bool = True
) -> str:
    """Answer how many of the days were held for the court, and how many followed a refusal, in a sentence; "" for none."""
    in_order = [(code, clock.local_date(at)) for code, at in reversed(list(latest_first))]
    found = days_apart(in_order, today=today, holidays=holidays, waits=waits)
    said = [
        words
        for days, words in (
            (found.held, f"{counted(len(found.held), 'day')} AIM2 was held for the court"),
            (found.refused, f"{counted(len(found.refused), 'day')} followed a refusal"),
        )
        if days
    ]
    return f"Of these, {' and '.join(said)}: that is no waiting for a service." if said else ""


def _waiting(first: date, today: date, passed: int) -> str:
    if first == today:
        return "The first account was given today."
    if not passed:
        return "No working day has passed since the first account."
    return f"{counted(passed, 'working day')} since the first account."


def _ended(first: date, last: date, passed: int) -> str:
    if first == last:
        return "The first account and the last step were on the same day."
    if not passed:
        return "No working day lay between the first account and the last step."
    return f"{counted(passed, 'working day')} from the first account to the last step."


def _no_working_day(day: date, until: date, *, is_last: bool) -> str:
    """Answer what stands between two steps with no working day between them: a weekend is not the same day."""
    if day != until:
        return "no working day"
    return "today" if is_last else "same day"
