"""The stage tracker of one case: the steps of the delay chain (P5.10), and the working days between them. Pure."""

from collections.abc import Container, Mapping, Sequence
from datetime import date

from hsb.pages.delay.chain import CHAIN, HARMED_CHAIN, Step
from hsb.timeliness.english import counted
from hsb.timeliness.standing import working_days
from hsb.ui.components import Stage

__all__ = ["CHAIN", "HARMED_CHAIN", "reached", "stages"]


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
        gap = working_days(day, today if is_last else done[position + 1][1], holidays)
        shown.append(
            Stage(
                name=step.name,
                when=f"{day:%-d %b}",
                state="now" if is_last else "done",
                gap=str(gap) if gap else "same day",
                gap_unit="working days" if gap else "",
                gap_note="so far" if is_last and gap else "",
            )
        )
    if waits:
        ahead = (step for step, day in zip(chain, days, strict=True) if day is None and not step.is_coming)
        shown += [Stage(name=step.name, state="todo") for step in ahead]
    if not done:
        return shown, ""
    passed = counted(working_days(done[0][1], today if waits else done[-1][1], holidays), "working day")
    return (
        shown,
        f"{passed} since the first account." if waits else f"{passed} from the first account to the last step.",
    )
