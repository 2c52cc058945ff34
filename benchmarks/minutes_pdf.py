"""P19: minutes as cards ÷ the same content as one wide table, through the door of every PDF; how it grows; its memory."""

import io
import subprocess
import sys

import pikepdf
from django.template.loader import render_to_string

from benchmarks.harness import Figure
from benchmarks.measures import Task
from benchmarks.world import BenchmarkFailed
from hsb.documents import pdf
from tests.strategy_meetings.minutes.printed import MINUTES, context, long_record, stock_table

TEN, HUNDRED = 70, 1050
"""So many things said make ten pages of cards, and a hundred."""
PATIENCE = 240.0
MEGABYTES = 150
# In a process of its own, for what a child is said to have used includes who began it. A warm cell is put away first, so that
# it and the copies it lent are counted.
MEASURED = """
import resource, sys
from hsb.documents import cell, pdf
html = sys.stdin.read()
for _ in range(int(sys.argv[1])):
    pdf.render_html(html, seconds=240)
cell.put_away()
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""


def p19(task: Task) -> list[Figure]:
    """Each the best of several in turn, once warm, by the processor's own seconds: what else runs adds little to them."""
    rounds = max(3, task.rounds // 40)
    cards, table = render_to_string(MINUTES, context(long_record(TEN))), stock_table(long_record(TEN))
    longest = render_to_string(MINUTES, context(long_record(HUNDRED)))
    pages, table_pages, many = _pages(cards), _pages(table), _pages(longest)
    if not 9 <= pages <= 11 or not 9 <= table_pages <= 12:
        raise BenchmarkFailed(f"The minutes have {pages} pages, the table {table_pages}: neither is ten any more.")
    spent: dict[str, list[float]] = {cards: [], table: []}
    for turn in range(rounds):
        for html in sorted(spent, reverse=turn % 2 == 0):
            spent[html].append(_seconds(html))
    card, wide = min(spent[cards]), min(spent[table])
    hundred = _seconds(longest, times=2)
    eleven = 11 * many / (10 * pages)
    detail = {"cards": spent[cards], "table": spent[table]}
    return [
        Figure("P19", f"{pages} pages of minutes as cards ÷ as one table, processor time, best of {rounds}", card * 1000,
               wide * 1000, card / wide, target=0.5, moonshot=0.5, must=True, detail=detail),
        Figure("P19", f"{many} pages ÷ {pages} pages", hundred * 1000, card * 1000, hundred / card,
               target=eleven, moonshot=eleven, must=True),
        _memory(cards, f"most memory of what draws {pages} pages"),
        _memory(longest, f"most memory of what draws {many} pages"),
    ]  # fmt: skip


def _pages(html: str) -> int:
    with pikepdf.open(io.BytesIO(pdf.render_html(html, seconds=PATIENCE))) as made:
        return len(made.pages)


def _measured(html: str, times: int) -> tuple[float, int]:
    """Answer the processor's seconds of drawing it so many times, and the most memory that was resident at once."""
    done = subprocess.run([sys.executable, "-c", MEASURED, str(times)], input=html, text=True, capture_output=True)
    if done.returncode:
        raise BenchmarkFailed(f"Drawing a PDF could not be measured: {done.stderr[-300:]}")
    seconds, megabytes = done.stdout.split()
    return float(seconds), int(megabytes)


def _seconds(html: str, times: int = 5) -> float:
    """Answer what one more costs once the first is drawn: what is loaded once for all of them is not in it."""
    return (_measured(html, times)[0] - _measured(html, 1)[0]) / (times - 1)


def _memory(html: str, what: str) -> Figure:
    """Answer the most memory that was resident at once: a busy machine changes nothing about it."""
    used = _measured(html, 1)[1]
    return Figure("P19", what, used, MEGABYTES, used, target=MEGABYTES, moonshot=MEGABYTES, unit="MB", must=True)
