"""The profile as a chart: one mark for each item, static and dynamic in rows of their own. Whole numbers for the SVG; pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt

from aim2.instruments.pack import Item, Pack
from aim2.instruments.scoring import Answer, Said

LEFT, SIZE, GAP, PER_ROW, ROW = 132, 14, 19, 11, 22
WIDTH = LEFT + PER_ROW * GAP

SIDES = {"concern": "Concerns", "strength": "Strengths", "factor": "Factors"}
NATURES = {"static": "history", "dynamic": "can change", None: ""}


@dataclass(frozen=True)
class Mark:
    """One item: where it stands, and how full it is (None: no value; then `sign` says why)."""

    item: str
    x: int
    y: int
    round: bool
    fill: float | None
    sign: str = ""

    @property
    def top(self) -> float:
        """Where the filled part begins."""
        return round(self.y + SIZE * (1 - (self.fill or 0)), 2)

    @property
    def height(self) -> float:
        return round(SIZE * (self.fill or 0), 2)

    @property
    def middle(self) -> float:
        return self.x + SIZE / 2

    @property
    def centre(self) -> float:
        return self.y + SIZE / 2

    @property
    def below(self) -> str:
        """The filled part of a circle, as an SVG path; "" where it is empty or full."""
        full = self.fill or 0
        if not 0 < full < 1:
            return ""
        radius = SIZE / 2
        across = sqrt(max(radius**2 - (self.top - self.centre) ** 2, 0))
        return (
            f"M{self.middle - across:.2f} {self.top}A{radius:g} {radius:g} 0 {int(full > 0.5)} 0 "
            f"{self.middle + across:.2f} {self.top}z"
        )


@dataclass
class Row:
    """The items of one side and nature of a domain, with how many stand at each value."""

    label: str
    y: int
    marks: list[Mark] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)


@dataclass
class Group:
    """One domain of the chart."""

    title: str
    y: int
    rows: list[Row] = field(default_factory=list)


@dataclass
class Chart:
    """The chart, and the columns of its table."""

    groups: list[Group]
    height: int
    columns: list[str]
    width: int = WIDTH


Shown = Callable[[Item], tuple[Answer | None, bool]]
"""What is drawn of an item: the answer, and whether it is locked."""


def draw(pack: Pack, shown: Shown) -> Chart:
    """Answer the chart of a pack. The table's columns are the labels of its scales from the highest, then what is no value."""
    labels = _labels(pack)
    groups, y = [], 0
    for place, (_, title, items) in enumerate(pack.groups(), start=1):
        group = Group(f"{place} {title}", y + 14)
        y += 24
        for label, some in _apart(items):
            row = Row(label, y + 11)
            for n, item in enumerate(some):
                row.marks.append(_mark(pack, item, n, y, *shown(item)))
            row.counts = _counts(pack, some, labels, shown)
            group.rows.append(row)
            y += ROW * (1 + (len(some) - 1) // PER_ROW)
        y += 10
        groups.append(group)
    return Chart(groups, max(y, 20), [*labels, "Not known", "Not applicable", "Not rated"])


def _apart(items: list[Item]) -> list[tuple[str, list[Item]]]:
    found: dict[str, list[Item]] = {}
    for side in SIDES:
        for nature in NATURES:
            some = [one for one in items if one.side == side and one.nature == nature]
            if some:
                found[f"{SIDES[side]}, {NATURES[nature]}" if NATURES[nature] else SIDES[side]] = some
    return list(found.items())


def _labels(pack: Pack) -> list[str]:
    found: dict[str, None] = {}
    for scale in (pack.scale or [], *pack.scales.values()):
        for step in sorted(scale, key=lambda one: -one.value):
            found.setdefault(step.label)
    return list(found)


def _mark(pack: Pack, item: Item, n: int, y: int, answer: Answer | None, locked: bool) -> Mark:
    x, down = LEFT + GAP * (n % PER_ROW), ROW * (n // PER_ROW)
    fill, sign = None, "■" if locked else ""
    if answer is not None and answer.value is not None:
        highest = max((step.value for step in pack.scale_of(item)), default=0)
        fill = answer.value / highest if highest else 0.0
    elif answer is not None:
        sign = "?" if answer.said == Said.UNKNOWN else "–"
    return Mark(item.code, x, y + down, item.side == "strength", fill, sign)


def _counts(pack: Pack, items: list[Item], labels: list[str], shown: Shown) -> list[int]:
    counts = dict.fromkeys([*labels, "?", "–", ""], 0)
    for item in items:
        answer, _ = shown(item)
        if answer is None:
            counts[""] += 1
        elif answer.said != Said.RATED:
            counts["?" if answer.said == Said.UNKNOWN else "–"] += 1
        else:
            counts[next(step.label for step in pack.scale_of(item) if step.value == answer.value)] += 1
    return list(counts.values())
