"""P10, P11, P12 and S11: the sweep that chases, on as many running clocks as asked for, all with a reminder due the same morning."""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from datetime import time as clock_time

from django.db import connection, connections, transaction

if __name__ == "__main__":
    import django

    django.setup()

from benchmarks.harness import RUNS, Figure, Timing, loaded
from benchmarks.world import BenchmarkFailed, Server, World
from hsb import clock
from hsb.agencies.permissions import Role
from hsb.cases.models import Part
from hsb.notifications import chasing, queries
from hsb.notifications.models import Notice
from hsb.timeliness import ladder
from hsb.timeliness import queries as timeliness
from hsb.timeliness.models import Deadline

CODE = "T5"
FIRST_ROOT = 2_000_000_000  # no event has such an id
DUE = date(2027, 3, 11)  # a Thursday without a holiday near it
LIST = "/cases/"
NAIVE_SAMPLE = 300

_CLOCKS = f"""
INSERT INTO timeliness_deadline (case_id, standard_code, standard_version, root_event, key, strand, title, action, basis, adopted,
       owner_kind, owner_role, started_at, started_on, due_on, due_at, judged_on, late_at, state, paused_spans, extensions,
       provisional, private)
SELECT c.case_id, '{CODE}', 1, {FIRST_ROOT} + row_number() OVER (), '', 'safeguarding', 'Measured', 'Measure', 'statutory guidance',
       true, 'csws', 'social_worker', now(), current_date, %(due)s, %(late)s, %(due)s, %(late)s, 'open', '[]', '[]', '', false
  FROM (SELECT DISTINCT case_id FROM cases_involvement WHERE role = 'social_worker' AND closed_at IS NULL) c
 CROSS JOIN generate_series(1, %(each)s) LIMIT %(clocks)s
"""


def morning(days: int) -> datetime:
    """Answer nine o'clock on the day of that rung."""
    day = ladder.rung_day(DUE, days, timeliness.book().holidays)
    return datetime.combine(day, clock_time(9), tzinfo=clock.LONDON)


def prepare(world: World, clocks: int) -> None:
    """So many clocks run, none has been chased, and no other clock waits to be."""
    world.enter()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE timeliness_deadline SET next_chase_on = NULL WHERE next_chase_on IS NOT NULL")
        cursor.execute("SELECT count(*) FROM timeliness_deadline WHERE root_event > %s", [FIRST_ROOT])
        if cursor.fetchone()[0] != clocks:
            cursor.execute("DELETE FROM timeliness_deadline WHERE root_event > %s", [FIRST_ROOT])
            cursor.execute(
                "SELECT count(DISTINCT case_id) FROM cases_involvement WHERE role = 'social_worker' AND closed_at IS NULL"
            )
            each = -(-clocks // cursor.fetchone()[0])
            cursor.execute(_CLOCKS, {"due": DUE, "late": clock.end_of(DUE), "each": each, "clocks": clocks})
    again(clocks)


def again(clocks: int) -> None:
    """Everything stands as before the first sweep."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM notifications_notice WHERE kind LIKE 'chase.%%'", [])
        cursor.execute(
            "UPDATE timeliness_deadline SET next_chase_on = %s WHERE root_event > %s", [morning(-2).date(), FIRST_ROOT]
        )
        if cursor.rowcount != clocks:
            raise BenchmarkFailed(f"There are {cursor.rowcount} clocks where {clocks} were asked for.")
        cursor.execute("VACUUM ANALYZE notifications_notice")
        cursor.execute("VACUUM ANALYZE timeliness_deadline")


def _timed_sweep() -> tuple[float, chasing.Swept]:
    began = time.perf_counter()
    swept = chasing.sweep(at=morning(-2))
    return time.perf_counter() - began, swept


def p10(world: World, clocks: int) -> list[Figure]:
    """Reminders a second, over a bare INSERT … SELECT of the same rows, and against one row after the other."""
    taken: list[float] = []
    void = ""
    notices = 0
    for _ in range(RUNS):
        prepare(world, clocks)
        seconds, swept = _timed_sweep()
        taken.append(seconds)
        notices = swept.notices
        void = loaded() or void
        if swept.clocks != clocks or not notices:
            raise BenchmarkFailed(f"The sweep looked at {swept.clocks} clocks and wrote {notices} notices.")
    bare = _bare()
    naive = _naive(clocks)
    rate, detail = notices / statistics.median(taken), {"clocks": clocks, "notices": notices, "seconds": taken}
    return [
        Figure(
            "P10", f"reminders created a second, {clocks:,} clocks due", rate, notices / bare, rate,
            target=40_000, moonshot=100_000, unit="/s", more_is_better=True, void=void, detail=detail,
        ),
        Figure(
            "P10", "sweep ÷ bare INSERT … SELECT of the same notices", statistics.median(taken) * 1000, bare * 1000,
            statistics.median(taken) / bare, target=6, moonshot=6, void=void,
        ),
        Figure(
            "P10", f"sweep × one clock after the other (of {NAIVE_SAMPLE})", rate, naive, rate / naive,
            target=500, moonshot=500, unit="/s", more_is_better=True, void=void,
        ),
    ]  # fmt: skip


def _bare() -> float:
    """Answer the seconds that inserting the same notices takes, with their indexes and foreign keys and nothing else."""
    taken = []
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_notice")
        cursor.execute("CREATE TABLE bench_notice AS SELECT * FROM notifications_notice WHERE kind LIKE 'chase.%%'", [])
        for _ in range(RUNS):
            cursor.execute("DELETE FROM notifications_notice WHERE kind LIKE 'chase.%%'", [])
            cursor.execute("VACUUM ANALYZE notifications_notice")
            began = time.perf_counter()
            cursor.execute("INSERT INTO notifications_notice SELECT * FROM bench_notice")
            taken.append(time.perf_counter() - began)
        cursor.execute("DROP TABLE bench_notice")
    return statistics.median(taken)


def _naive(clocks: int) -> float:
    """Answer the notices a second of the obvious way: a clock, the people on its case, a notice, the clock again."""
    again(clocks)
    at, written, began = morning(-2), 0, time.perf_counter()
    for deadline in Deadline.objects.filter(next_chase_on__lte=at.date()).select_related("case")[:NAIVE_SAMPLE]:
        with transaction.atomic():
            for user, somebody in queries.on_case(deadline.case, at=at, on=at.date()):
                if somebody.part == Part.ALLOCATED and somebody.role == Role.SOCIAL_WORKER:
                    _, new = Notice.objects.get_or_create(
                        key=f"chase:naive:{deadline.pk}:{user.pk}",
                        defaults={"user": user, "case": deadline.case, "kind": "chase.owner", "at": at},
                    )
                    written += new
            deadline.next_chase_on = DUE
            deadline.save(update_fields=["next_chase_on"])
    return written / (time.perf_counter() - began)


def p11(world: World, clocks: int, rounds: int) -> Figure:
    """The sweep when there is nothing left to do."""
    prepare(world, clocks)
    chasing.sweep(at=morning(-2))
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        if chasing.sweep(at=morning(-2)).clocks:
            raise BenchmarkFailed("The second sweep found something to do.")
        seconds.append(time.perf_counter() - began)
    timing = Timing.of(seconds)
    return Figure(
        "P11", f"sweep again with nothing due, {clocks:,} clocks running (p50; p95 {timing.p95:.1f} ms)", timing.p50, 0,
        timing.p50, target=100, moonshot=40, void=loaded(),
    )  # fmt: skip


def p12(server: Server, world: World, clocks: int, rounds: int) -> Figure:
    """The list of cases while a sweep of another process runs ÷ the same list at rest."""
    prepare(world, clocks)
    page = world.fetch("u3", LIST)
    page()

    def once() -> float:
        began = time.perf_counter()
        page()
        return time.perf_counter() - began

    idle = [once() for _ in range(rounds)]
    during: list[float] = []
    with _sweeping(server, world) as sweeper:
        while sweeper.poll() is None:
            during.append(once())
    idle += [once() for _ in range(rounds)]
    rest, busy = Timing.of(idle), Timing.of(during)
    return Figure(
        "P12", f"list while {clocks:,} clocks are swept ÷ at rest (p50; {len(during)} pages meanwhile)", busy.p50, rest.p50,
        busy.p50 / rest.p50, target=2, moonshot=1.3, void=loaded(),
    )  # fmt: skip


@contextmanager
def _sweeping(server: Server, world: World) -> Iterator["subprocess.Popen[bytes]"]:
    """Give a process that climbs every rung of the ladder, once it has begun."""
    url = server.url.rsplit("/", 1)[0] + f"/{world.name}"
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.chasing"], env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        if process.stdout.readline() != b"sweeping\n":
            raise BenchmarkFailed("The sweep beside the list did not begin.")
        yield process
        if process.returncode:
            raise BenchmarkFailed("The sweep beside the list failed.")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def s11(server: Server, world: World, clocks: int, runs: int) -> Figure:
    """Four sweeps at once, as often as asked: the notices are exactly those of one sweep alone."""
    prepare(world, clocks)
    chasing.sweep(at=morning(-2))
    expected = _keys()
    wrong = 0
    for _ in range(runs):
        again(clocks)
        sweeps = [threading.Thread(target=_sweep_of_its_own, args=(server, world, clocks)) for _ in range(4)]
        for one in sweeps:
            one.start()
        for one in sweeps:
            one.join()
        world.enter()
        wrong += _keys() != expected
    return Figure(
        "S11", f"of {runs} runs of four sweeps at once over {clocks:,} clocks, those with a notice too many or too few", wrong,
        len(expected), wrong, target=0, moonshot=0, unit="runs",
    )  # fmt: skip


def _sweep_of_its_own(server: Server, world: World, clocks: int) -> None:
    connections["default"] = server.connect(world.name)
    try:
        chasing.sweep(at=morning(-2), chunk=max(20, clocks // 20))
    finally:
        connections["default"].close()


def _keys() -> list[str]:
    """Answer every key there is, in order: a notice too many would show twice."""
    return sorted(Notice.objects.filter(kind__startswith="chase.").values_list("key", flat=True))


if __name__ == "__main__":
    sys.stdout.write("sweeping\n")
    sys.stdout.flush()
    for _days in (-2, 0, 1, 3, 5):
        chasing.sweep(at=morning(_days))
