"""P15: a bank holiday is added. Every open due date is right again, while people go on reading their lists."""

import os
import subprocess
import sys
import time
from typing import Any

from django.db import connection

from benchmarks.harness import Figure, Timing, loaded
from benchmarks.measures import LIST, Task
from benchmarks.world import BenchmarkFailed, World
from hsb import clock
from hsb.accounts.models import User
from hsb.agencies import actions as agencies
from hsb.agencies.models import Agency
from hsb.agencies.permissions import Role
from hsb.chronology.queries import folded_events
from hsb.timeliness import calendar_actions, deadlines, queries
from hsb.timeliness.calendar import add_working_days
from hsb.timeliness.day_list import DayOff
from hsb.timeliness.models import Deadline, Recount

MILLION = 1_000_000
SAMPLE = 300
READER = "u3"
# The recount in a process of its own, as the worker has it: prints the seconds of each stage, by the clock and of the processor.
WORKER = """
import django, os, time
django.setup()
from django.db import connection
from hsb import clock, database
from hsb.chronology import recounting
took = {}
def used(pid):  # seconds of processor time
    ticks = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_backend_pid()")
    backend = cursor.fetchone()[0]
while True:
    with database.as_worker():
        stage = recounting.Recount.objects.get(pk=RECOUNT).stage
        began, cpu = time.perf_counter(), used(backend) + used("self")
        done = recounting.step(RECOUNT, at=clock.now())
    took[stage] = took.get(stage, 0) + time.perf_counter() - began
    took[stage, "cpu"] = took.get((stage, "cpu"), 0) + used(backend) + used("self") - cpu
    if done:
        break
print(*(took.get(key, 0) for stage in ("counting", "dates", "telling") for key in (stage, (stage, "cpu"))))
"""


def p15(task: Task) -> list[Figure]:
    """Seconds per million running clocks that move: until every date is right, and until every chronology says so."""
    world = task.server.world(task.cases)
    page = world.fetch(READER, LIST)
    quiet = Timing.of([_timed(page) for _ in range(task.rounds)])
    running = Deadline.objects.running().count()
    recount = _proclaim()
    worker = _worker(world, recount.pk)
    meanwhile: list[float] = []
    while worker.poll() is None:
        meanwhile.append(_timed(page))
    output, errors = worker.communicate()
    if worker.returncode:
        raise BenchmarkFailed(f"The recount failed: {errors.decode()[-400:]}")
    counting, _, dates, cpu, telling, cpu_telling = (float(one) for one in output.split())
    world.enter()
    recount.refresh_from_db()
    moved = _moved(recount)
    _check(recount)
    disturbed = Timing.of(meanwhile)
    busy = f"{cpu * MILLION / moved:.0f} s of processor time, {cpu_telling * MILLION / moved:.0f} s more for telling"
    said = f"{moved:,} of {running:,} running clocks moved, on {recount.told:,} cases"
    void = loaded() or ("" if len(meanwhile) >= 20 else f"only {len(meanwhile)} lists were read meanwhile")
    common: dict[str, Any] = {"target": 60, "moonshot": 20, "unit": "s", "void": void}
    detail = {
        "moved": moved,
        "running": running,
        "cases": recount.told,
        "counting": counting,
        "dates": dates,
        "telling": telling,
    }
    right = (counting + dates) * MILLION / moved
    return [
        Figure("P15", f"dates right, s per 1 M that move ({said}; {busy})", counting + dates, moved, right, detail=detail, **common),
        Figure(
            "P15", f"and every chronology says so ({telling:.1f} s more)", counting + dates + telling, moved,
            right + telling * MILLION / moved, detail=detail, **common,
        ),
        Figure(
            "P15", f"list p95 meanwhile ÷ before ({len(meanwhile)} read)", disturbed.p95, quiet.p95, disturbed.p95 / quiet.p95,
            target=2, moonshot=2, void=void,
        ),
    ]  # fmt: skip


def _timed(page: Any) -> float:
    began = time.perf_counter()
    page()
    return time.perf_counter() - began


def _proclaim() -> Recount:
    """Answer the recount of a day proclaimed for next week: most clocks that are not due yet run over it."""
    at, today = clock.now(), clock.today()
    keeper = User.objects.create_user("keeper@volume.invalid", "Kit Vane", password=None)
    agency = Agency.objects.filter(kind="csws").order_by("pk")[0]
    agencies.give_role(user=keeper, agency=agency, role=Role.ADMINISTRATOR, by=None, at=at, from_on=today)
    day = add_working_days(today, 1, queries.holidays())
    return calendar_actions.add_days_off(days=[DayOff(day, "Proclaimed holiday")], by=keeper, at=at)


def _worker(world: World, recount: int) -> "subprocess.Popen[bytes]":
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return subprocess.Popen(
        [sys.executable, "-c", WORKER.replace("RECOUNT", str(recount))],
        env={**os.environ, "DATABASE_URL": f"{url}/{world.name}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _moved(recount: Recount) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(jsonb_array_length(facts -> 'moves')), 0) FROM chronology_caseevent"
            " WHERE code = 'clock.moved' AND facts ->> 'recount' = %s",
            [str(recount.pk)],
        )
        return int(cursor.fetchone()[0])


def _check(recount: Recount) -> None:
    """Of some hundreds of cases that moved and some that did not, what is stored is what they fold to."""
    running = Deadline.objects.running().order_by("case_id")
    step = max(1, running.count() // SAMPLE)
    cases = sorted(set(running.values_list("case_id", flat=True)[::step]))
    events = folded_events(cases)
    wrong = [said for case_id in cases for said in deadlines.differences(case_id=case_id, events=events[case_id])]
    if wrong:
        raise BenchmarkFailed(f"After the recount {len(wrong)} columns are wrong, first: {wrong[0]}")
