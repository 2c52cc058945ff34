"""The two drawings of the dashboard. SVG holds only geometry; every word and number stands beside it in HTML.

The bars are drawn twice, standing for wide screens and lying for phones; a style sheet shows one.
"""

from dataclasses import dataclass

from hsb.pages.delay.cells import Cell
from hsb.pages.delay.chain import PLACES, WHOLE, Step
from hsb.pages.delay.panels import Dashboard, months
from hsb.pages.delay.spread import Spread, taken, words
from hsb.ui.words import MONTH_NAMES

HEIGHT, HEADROOM = 170, 10
TREND_HEIGHT, TREND_TOP = 150, 20


@dataclass(frozen=True)
class Bar:
    """One step of the chain. The geometry is in the units of a drawing 100 wide."""

    code: str
    name: str
    spoken: str
    href: str
    median: str
    nine: str
    number: str
    waiting: Cell
    standing: str = ""  # the height of the bar
    standing_top: str = ""
    standing_whisker: str = ""
    lying: str = ""  # the length of the bar
    lying_whisker: str = ""


@dataclass(frozen=True)
class Point:
    """One quarter of the trend: its words, and where its dot stands ("" where nothing can be said)."""

    label: str
    year: str
    median: str
    number: str
    href: str
    x: str
    y: str


@dataclass(frozen=True)
class Trend:
    """The quarters and the line through them."""

    points: list[Point]
    line: str
    said: str  # the line in words, for those who cannot see it


def drawn_bars(board: Dashboard) -> list[Bar]:
    """Answer the steps as they are drawn, to one scale."""
    found = board.figures
    said = [spread for spread in found.steps.values() if board.may_say(spread)]
    longest = max((spread.nine_in_ten or spread.median or 0 for spread in said), default=0) or 1
    return [_bar(board, step, longest) for step in found.shown]


def _bar(board: Dashboard, step: Step, longest: float) -> Bar:
    place = PLACES[step.code]
    spread = board.figures.steps.get(place, Spread())
    told = board.may_say(spread)
    median = (spread.median or 0) if told else 0
    nine = spread.nine_in_ten if told else None
    spoken = f"To {step.name}: median {taken(median)}" if told else f"To {step.name}: no figure"
    waiting = board.figures.waiting_for.get(place, 0)
    top = HEIGHT - (HEIGHT - HEADROOM) * median / longest
    across = 100 * median / longest
    drawn = {
        "standing": f"{HEIGHT - top:.1f}",
        "standing_top": f"{top:.1f}",
        "lying": f"{across:.1f}",
    }
    if nine is not None:
        spoken += f", nine in ten within {nine}"
        high, far = HEIGHT - (HEIGHT - HEADROOM) * nine / longest, 98 * nine / longest
        drawn["standing_whisker"] = f"M23 {top:.1f}V{high:.1f}M14 {high:.1f}H32"
        drawn["lying_whisker"] = f"M{across:.1f} 9H{far:.1f}M{far:.1f} 4V14"
    return Bar(
        code=step.code,
        name=step.name,
        spoken=spoken,
        href=board.steps_href(step=step.code) if spread else "",
        median=board.median(spread) or "–",
        nine=words(nine),
        number=board.count(board.number(spread)).text,
        waiting=Cell("") if board.suppressed else board.count(waiting, board.waiting_href(step=step.code)),
        **drawn,
    )


def drawn_points(board: Dashboard) -> Trend:
    """Answer the quarters as they are drawn, to one scale from nought; a quarter of which nothing can be said has no dot."""
    quarters = board.quarters()
    longest = max((s.median or 0 for *_, s in quarters if board.may_say(s)), default=0) or 1
    points = []
    for place, (first, last, spread) in enumerate(quarters):
        told = board.may_say(spread)
        share = (spread.median or 0) / longest
        points.append(
            Point(
                label=MONTH_NAMES[last.month - 1][:3],
                year=f"{last:%y}",
                median=board.median(spread) or "–",
                number=board.count(board.number(spread)).text,
                href=board.steps_href(step=WHOLE, period="", ended=months(first, last)) if spread else "",
                x=f"{100 * (place + 0.5) / len(quarters):.2f}",
                y=f"{TREND_HEIGHT - (TREND_HEIGHT - TREND_TOP) * share:.1f}" if told else "",
            )
        )
    drawn = [point for point in points if point.y]
    line = "M" + "L".join(f"{point.x} {point.y}" for point in drawn) if len(drawn) > 1 else ""
    said = ", ".join(f"{point.label} {point.year}: {point.median}" for point in drawn)
    return Trend(points, line, said)
