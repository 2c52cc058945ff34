"""Nobody works a small number out: not from a total, nor from a table's two totals."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from hsb.pages.delay.small_numbers import FEWEST, line, table

PARTS = st.lists(st.integers(0, 30), min_size=1, max_size=7)
CELLS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 14), min_size=width, max_size=width), min_size=1, max_size=4)
)


@given(PARTS)
def test_no_small_part_is_shown_or_left_over(parts):
    shown, total = line(parts)
    left = [part for part, seen in zip(parts, shown, strict=True) if seen is None]

    assert all(seen is None or seen >= FEWEST for seen in shown)
    if total is not None and left:
        assert len(left) > 1 and total - sum(seen for seen in shown if seen is not None) >= FEWEST


@given(PARTS)
def test_nothing_is_hidden_where_nothing_is_small(parts):
    if all(part >= FEWEST for part in parts):
        assert line(parts) == (parts, sum(parts))


@given(CELLS)
def test_every_line_of_a_table_is_safe_along_and_down(cells):
    body, totals, feet, grand = table(cells)
    real = [[*row, sum(row)] for row in cells]
    real.append([sum(column) for column in zip(*real, strict=True)])
    seen = [[*row, total] for row, total in zip(body, totals, strict=True)] + [[*feet, grand]]
    lines = [(real[y], seen[y]) for y in range(len(real))]
    lines += [([row[x] for row in real], [row[x] for row in seen]) for x in range(len(real[0]))]

    for numbers, shown in lines:
        hidden = [number for number, told in zip(numbers, shown, strict=True) if told is None]
        assert all(told is None or told >= FEWEST for told in shown)
        # One hidden cell of a line is its total less the others.
        assert len(hidden) != 1
        if hidden and shown[-1] is not None:
            assert sum(hidden) >= FEWEST


def test_a_hidden_cell_could_have_been_more_than_one_number():
    """By brute force on a small table: every hidden cell takes at least two values among the tables that look the same."""
    cells = [[3, 6, 9], [12, 8, 7]]
    shown = table(cells)
    values: dict[tuple[int, int], set[int]] = {}
    for first in product(range(15), repeat=3):
        for second in product(range(6, 14), repeat=3):
            if all(_fits(shown, ((first), (second)))):
                for y, row in enumerate((first, second)):
                    for x, number in enumerate(row):
                        if shown[0][y][x] is None:
                            values.setdefault((y, x), set()).add(number)

    assert values and all(len(found) > 1 for found in values.values())


def _fits(shown, cells):
    body, totals, feet, grand = shown
    for y, row in enumerate(cells):
        yield totals[y] is None or totals[y] == sum(row)
        for x, number in enumerate(row):
            yield body[y][x] is None or body[y][x] == number
    for x, column in enumerate(zip(*cells, strict=True)):
        yield feet[x] is None or feet[x] == sum(column)
    yield grand is None or grand == sum(map(sum, cells))
