"""Small numbers suppressed, so that no total gives one away (design.md §7: the safeguarding board). Pure.

A count under five is shown as `c`. What is left of a total after the shown parts is itself a count: while it is under five, or
one part alone is hidden, the next smallest part is hidden too.
"""

from collections.abc import Sequence

FEWEST = 5
SUPPRESSED = "c"

Counts = Sequence[int]


def hidden_in_line(parts: Counts, already: frozenset[int] = frozenset()) -> frozenset[int]:
    """Answer which parts of a line with a known total must not be shown; `already` are hidden for another reason."""
    hidden = {place for place, number in enumerate(parts) if number < FEWEST} | already
    while hidden and (len(hidden) < 2 or sum(parts[place] for place in hidden) < FEWEST) and len(hidden) < len(parts):
        shown = [place for place in range(len(parts)) if place not in hidden]
        hidden.add(min(shown, key=lambda place: parts[place]))
    return frozenset(hidden)


def line(parts: Counts) -> tuple[list[int | None], int | None]:
    """Answer the parts and their total as they may be shown; None is suppressed."""
    hidden = hidden_in_line(parts)
    total = sum(parts)
    # Every part hidden and the total still tells (one part alone, or fewer than five in all): the total goes too.
    tells = (len(parts) == 1 and bool(hidden)) or total < FEWEST
    return [None if place in hidden else number for place, number in enumerate(parts)], None if tells else total


def table(cells: Sequence[Counts]) -> tuple[list[list[int | None]], list[int | None], list[int | None], int | None]:
    """Answer a table's cells, the totals of its rows and of its columns, and the grand total, as they may be shown.

    The totals are a row and a column of the same table, so every line of it, along and down, is made safe until none changes.
    """
    if not cells:
        return [], [], [], None
    full = [[*row, sum(row)] for row in cells]
    full.append([sum(column) for column in zip(*full, strict=True)])
    height, width = len(full), len(full[0])
    hidden = {(y, x) for y in range(height) for x in range(width) if full[y][x] < FEWEST}
    changed = True
    while changed:
        changed = False
        lines = [[(y, x) for x in range(width)] for y in range(height)]
        lines += [[(y, x) for y in range(height)] for x in range(width)]
        for places in lines:
            for place in _unsafe(places, full, hidden):
                hidden.add(place)
                changed = True
    shown = [[None if (y, x) in hidden else full[y][x] for x in range(width)] for y in range(height)]
    return [row[:-1] for row in shown[:-1]], [row[-1] for row in shown[:-1]], shown[-1][:-1], shown[-1][-1]


def _unsafe(
    places: list[tuple[int, int]], full: list[list[int]], hidden: set[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Answer what must be hidden as well in one line, whose last place is the total of the others."""
    *parts, total = places
    held = [place for place in parts if place in hidden]
    if not held:
        # The parts add up to their total: hiding it alone hides nothing.
        return [min(parts, key=lambda p: full[p[0]][p[1]])] if total in hidden and parts else []
    if total in hidden:
        return []
    if len(held) >= 2 and sum(full[y][x] for y, x in held) >= FEWEST:
        return []
    others = [place for place in parts if place not in hidden]
    return [min(others, key=lambda p: full[p[0]][p[1]])] if others else [total]
