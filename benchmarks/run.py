#!/usr/bin/env python3
"""Measure, by the ids of targets.md: `python benchmarks/run.py P1 P4 --cases 10000`. Needs PostgreSQL; docs/benchmarks.md says more.

The server is DATABASE_URL's if that is set, else one the tests would find or start. Databases are made for the run and dropped.
"""

import argparse
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)


def main(arguments: list[str]) -> int:
    """Answer 0 when everything asked for was measured, whatever it came to; 1 where what must be reached was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="P1 … S27 (an unknown one lists them); all when none is named"
    )
    parser.add_argument("--cases", type=int, default=10_000, help="in the database (P2: and a tenth of it beside it)")
    parser.add_argument("--clocks", type=int, default=100_000, help="running at once (P10, P11, P12)")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    parser.add_argument("--rounds", type=int, default=200, help="fewer than 200 make a void run")
    asked = parser.parse_args(arguments)

    from tests import services

    # What is counted and not timed is proved by tests; here at the size of the gate (`just prove S9` does the whole).
    proved = [id for id in asked.ids if id.upper() in ("S1", "S3", "S4", "S7", "S8", "S9", "S10")]
    failed = [id for id in proved if subprocess.call([sys.executable, "-m", "tests.prove", id, "--gate"], cwd=ROOT)]
    asked.ids = [id for id in asked.ids if id not in proved]
    if proved and not asked.ids:
        return 1 if failed else 0

    # Asked to stop, we still drop our databases.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = tempfile.mkdtemp(prefix="hsb-bench-")
    try:
        with services.postgres() as url:
            os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.settings", "VAR_DIR": folder}
            os.environ.pop("REDIS_URL", None)
            return measure(asked, url)
    except services.ServiceMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(asked: argparse.Namespace, url: str) -> int:
    """Answer 0 after printing a line for each id."""
    import django

    django.setup()

    from benchmarks.calendar_change import p15
    from benchmarks.harness import HEADING, ROUNDS
    from benchmarks.measures import MEASURES, Task
    from benchmarks.minutes_pdf import p19
    from benchmarks.world import BenchmarkFailed, server

    MEASURES |= {"P15": p15, "P19": p19}
    unknown = [id for id in asked.ids if id.upper() not in MEASURES]
    if unknown:
        print(f"Not measured here: {', '.join(unknown)}. There are {', '.join(MEASURES)}.", file=sys.stderr)
        return 2
    found, failed = [], False
    with server(url, f"hsb_bench_{secrets.token_hex(4)}") as made:
        task = Task(made, asked.cases, asked.rounds, asked.clocks)
        task.server.world(task.cases)
        print(f"\n{task.cases:,} cases, {task.rounds} rounds, median of three runs\n{HEADING}", flush=True)
        for id in [id.upper() for id in asked.ids] or list(MEASURES):
            try:
                measured = MEASURES[id](task)
            except BenchmarkFailed as fault:
                print(f"{id:<4} FAILED: {fault}", flush=True)
                failed = True
                continue
            for figure in measured if isinstance(measured, list) else [measured]:
                if asked.rounds < ROUNDS and figure.unit == "ms" and not figure.must:
                    figure.void = figure.void or f"only {asked.rounds} rounds"
                print(figure.line(), flush=True)
                failed = failed or figure.breaks_a_promise
                found.append(figure)
            if asked.json:  # after each, so that a run cut short keeps what it has
                kept = {"cases": asked.cases, "figures": [one.as_dict() for one in found]}
                asked.json.write_text(json.dumps(kept, indent=1))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
