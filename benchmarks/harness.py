"""How anything is timed here (targets.md D): what is compared runs in one process, in random order, round by round.

A machine's milliseconds mean little; a ratio measured in the same minute means something. A run whose floor wandered, or that
shared the machine, says so: it is void, and claims nothing.
"""

import os
import random
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

WARM_UP = 2
ROUNDS = 200
RUNS = 3
FLOOR_WANDERS = 3.0  # p95 ÷ p50 of the floor


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one thing over one run."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Timing":
        ordered = sorted(one * 1000 for one in seconds)
        return cls(ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))])


def interleave(things: Mapping[str, Callable[[], object]], *, rounds: int, seed: int = 1) -> dict[str, Timing]:
    """Answer the times of each thing; every round does each once, in an order drawn anew."""
    order = random.Random(seed)
    names = list(things)
    for _ in range(WARM_UP):
        for name in names:
            things[name]()
    taken: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        order.shuffle(names)
        for name in names:
            began = time.perf_counter()
            things[name]()
            taken[name].append(time.perf_counter() - began)
    return {name: Timing.of(seconds) for name, seconds in taken.items()}


def loaded() -> str:
    """Answer why the machine is too busy for a run to count, or nothing."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return f"load average {load:.1f} on {cores} cores" if load > cores + 1 else ""


@dataclass
class Figure:
    """What is printed for one id. `ratio` is the median of the runs; `void` says why it should not be claimed."""

    id: str
    what: str
    subject: float
    floor: float
    ratio: float
    target: float
    moonshot: float
    unit: str = "ms"
    more_is_better: bool = False
    void: str = ""
    must: bool = False  # reached, or the run fails: what the product promises, unless the run is void
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def reached(self) -> str:
        """Answer "moonshot", "target" or "no"."""
        for name, wanted in (("moonshot", self.moonshot), ("target", self.target)):
            if self.ratio >= wanted if self.more_is_better else self.ratio <= wanted:
                return name
        return "no"

    @property
    def breaks_a_promise(self) -> bool:
        return self.must and not self.void and self.reached == "no"

    def as_dict(self) -> dict[str, Any]:
        """Answer it for a file."""
        return {**asdict(self), "reached": self.reached}

    def line(self) -> str:
        """Answer it for a person."""
        sign = "≥" if self.more_is_better else "≤"
        times = f"{self.subject:8.2f} {self.unit:<7} {self.floor:8.2f} {self.unit:<7} {self.ratio:8.2f}"
        said = (
            f"{self.id:<4} {times}   {sign} {self.target:<5g} {sign} {self.moonshot:<5g} {self.reached:<9} {self.what}"
        )
        return f"{said}  [VOID: {self.void}]" if self.void else said


HEADING = (
    f"{'id':<4} {'subject':>8} {'':<7} {'floor':>8} {'':<7} {'ratio':>8}   {'target':<7} {'moonshot':<8}reached   what"
)


def compare(
    id: str,
    what: str,
    things: Mapping[str, Callable[[], object]],
    pairs: Mapping[str, tuple[str, str]],
    *,
    rounds: int,
    target: float,
    moonshot: float,
    at: str = "p50",
    more_is_better: bool = False,
) -> Figure:
    """Answer the figure of the worst pair (subject, floor): median ratio of three runs, at p50 or p95.

    Where more is better, a pair is (naive, subject): by how much the second is faster.
    """
    runs: list[dict[str, Timing]] = []
    wandered = loaded()
    for run in range(RUNS):
        runs.append(interleave(things, rounds=rounds, seed=run + 1))
        wandered = loaded() or wandered
    median: dict[str, float] = {}
    spread: dict[str, list[float]] = {}
    for name, (subject, floor) in pairs.items():
        spread[name] = [getattr(run[subject], at) / getattr(run[floor], at) for run in runs]
        median[name] = statistics.median(spread[name])
        for run in runs:
            if run[floor].p95 / run[floor].p50 > FLOOR_WANDERS and not wandered:
                wandered = f"the floor of {name} wandered: p95 is {run[floor].p95 / run[floor].p50:.1f} of p50"
    worst = (min if more_is_better else max)(median, key=lambda name: median[name])
    subject, floor = pairs[worst]
    middle = runs[spread[worst].index(median[worst])]
    other = "p50" if at == "p95" else "p95"
    beside = statistics.median(getattr(run[subject], other) / getattr(run[floor], other) for run in runs)
    return Figure(
        id=id,
        what=f"{what} ({worst}, {at}; at {other} {beside:.2f})",
        subject=getattr(middle[subject], at),
        floor=getattr(middle[floor], at),
        ratio=median[worst],
        target=target,
        moonshot=moonshot,
        more_is_better=more_is_better,
        void=wandered,
        detail={
            "rounds": rounds,
            "runs": [{name: asdict(timing) for name, timing in run.items()} for run in runs],
            "ratios": spread,
        },
    )
