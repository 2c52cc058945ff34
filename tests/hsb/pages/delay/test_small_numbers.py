"""Nobody works a small number out: not from a total, nor from a table's two totals."""

from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from hsb.pages.delay.asked import Asked
from hsb.pages.delay.charts import drawn_points
from hsb.pages.delay.figures import Figures, Kept
from hsb.pages.delay.panels import Dashboard
from hsb.pages.delay.small_numbers import FEWEST, line, table
from hsb.pages.delay.spread import Spread
from tests.hsb.pages.delay.conftest import TODAY

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


# -- one figure beside another, on the page of the partnership ---------------------------------------------------------------


def dashboard(**given):
    figures = Figures(asked=Asked(), today=TODAY, since=date(2025, 11, 1), until=date(2026, 10, 31))
    for name, value in given.items():
        setattr(figures, name, value)
    return Dashboard(figures, suppressed=True)


def spreads(**numbers):
    return {name.lstrip("_"): Spread({10: number} if number else {}) for name, number in numbers.items()}


def column(table, heading):
    return [row[table.headings.index(heading)].text for row in table.rows]


def is_safe(real, texts):
    """Nobody who knows the sum of these numbers works out a hidden one."""
    hidden = [number for number, text in zip(real, texts, strict=True) if text == "c"]
    return (
        all(text == "c" or int(text) >= FEWEST for text in texts)
        and len(hidden) != 1
        and sum(hidden) not in range(1, 5)
    )


def test_no_quarter_is_the_year_less_the_other_three():
    months = {f"2026-{month:02}": Spread({10: number}) for month, number in ((2, 10), (5, 3), (8, 20), (9, 1))}
    months |= {"2025-11": Spread({10: 9})}
    board = dashboard(whole=Spread({10: 43}), months=months)

    assert board.beneath[0].startswith("43")
    assert is_safe([9, 10, 3, 21], column(board.trend_table(), "Young people")[-4:])
    assert [point.number for point in drawn_points(board).points] == column(board.trend_table(), "Young people")


def test_what_has_no_route_and_what_came_from_nobodys_agency_is_not_what_is_left():
    board = dashboard(
        whole=Spread({10: 31}),
        routes=spreads(_1=20, _2=9, _0=2),
        schools=spreads(_7=18, _8=10, _=3),
        agencies={7: "Fern School", 8: "Police"},
    )

    assert is_safe([20, 9, 2], [*column(board.route_table(), "Young people"), "c"])
    assert is_safe([18, 10, 3], [*column(board.school_table(), "Young people"), "c"])


def test_what_ran_late_of_one_standard_is_not_all_that_ran_late_less_the_others():
    kept = [Kept("T1", "Decision", 20, 10), Kept("T5", "Assessment", 30, 3), Kept("T23", "Screening", 9, 12)]
    board = dashboard(kept=kept, reasons={"consent": 13, "court": 12})

    assert board.late.text == "25"
    assert is_safe([10, 3, 12], column(board.kept_table(), "Late"))


def test_where_all_that_ran_late_would_tell_it_is_not_said():
    board = dashboard(kept=[Kept("T1", "Decision", 3, 20)], reasons={"consent": 20})

    assert column(board.kept_table(), "Came due") == ["23"]
    assert board.late.text == "c"
    assert column(board.reasons_table(), "Late") == ["c"]


def test_the_partnership_is_not_told_the_steps_by_whose_move_beside_each_step():
    """Each agency's number is the sum of its steps, which stand in the table of the chain."""
    board = dashboard(whose=spreads(csws=20, yos=9))

    assert "By whose move" not in [table.title for table in (*board.tables(), *board.totals())]


def test_a_manager_to_whom_nothing_came_due_reads_nought():
    figures = Figures(asked=Asked(), today=TODAY, since=date(2025, 11, 1), until=date(2026, 10, 31))

    assert Dashboard(figures).late.text == "0"
