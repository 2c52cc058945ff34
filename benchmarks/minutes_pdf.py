"""P19: minutes as cards ÷ the same content as one wide table, through the door of every PDF; how it grows; its memory."""

import io
import subprocess
import sys
from time import perf_counter

import pikepdf
from django.template.loader import render_to_string

from benchmarks.harness import WARM_UP, Figure, loaded
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
MEMORY = """
import resource, sys
from hsb.documents import cell, pdf
pdf.render_html(sys.stdin.read(), seconds=240)
getattr(cell, "put_away", lambda: None)()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def p19(task: Task) -> list[Figure]:
    """Each the best of several in turn, once warm: what else runs only adds to a time."""
    rounds = max(5, task.rounds // 20)
    cards, table = render_to_string(MINUTES, context(long_record(TEN))), stock_table(long_record(TEN))
    pages, table_pages = _pages(cards), _pages(table)
    if not 9 <= pages <= 11 or not 9 <= table_pages <= 12:
        raise BenchmarkFailed(f"The minutes have {pages} pages, the table {table_pages}: neither is ten any more.")
    spent: dict[str, list[float]] = {cards: [], table: []}
    busy = loaded()
    for turn in range(WARM_UP + rounds):
        for html in sorted(spent, reverse=turn % 2 == 0):
            seconds = _seconds(html)
            if turn >= WARM_UP:
                spent[html].append(seconds)
        busy = loaded() or busy
    card, wide = min(spent[cards]), min(spent[table])

    longest = render_to_string(MINUTES, context(long_record(HUNDRED)))
    many = _pages(longest)
    hundred = min(_seconds(longest) for _ in range(2))
    busy = loaded() or busy
    detail = {"cards": spent[cards], "table": spent[table]}
    return [
        Figure("P19", f"{pages} pages of minutes as cards ÷ as one table, best of {rounds}", card * 1000, wide * 1000,
               card / wide, target=0.5, moonshot=0.5, void=busy, must=True, detail=detail),
        Figure("P19", f"{many} pages ÷ {pages} pages", hundred * 1000, card * 1000, hundred / card,
               target=11 * many / (10 * pages), moonshot=11 * many / (10 * pages), void=busy, must=True),
        _memory(cards, f"most memory of what draws {pages} pages"),
        _memory(longest, f"most memory of what draws {many} pages"),
    ]  # fmt: skip


def _seconds(html: str) -> float:
    began = perf_counter()
    pdf.render_html(html, seconds=PATIENCE)
    return perf_counter() - began


def _pages(html: str) -> int:
    with pikepdf.open(io.BytesIO(pdf.render_html(html, seconds=PATIENCE))) as made:
        return len(made.pages)


def _memory(html: str, what: str) -> Figure:
    """Answer the most memory that was resident at once: a busy machine changes nothing about it."""
    measured = subprocess.run([sys.executable, "-c", MEMORY], input=html, text=True, capture_output=True)
    if measured.returncode:
        raise BenchmarkFailed(f"The memory of a PDF could not be measured: {measured.stderr[-300:]}")
    used = int(measured.stdout)
    return Figure("P19", what, used, MEGABYTES, used, target=MEGABYTES, moonshot=MEGABYTES, unit="MB", must=True)
