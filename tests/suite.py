"""The whole suite, as `python3 start.py test` runs it: on SQLite, on PostgreSQL, with a real worker and Redis, in the browser.

Each test runs once (`tests/conftest.py` shares them out): what touches no database and the permission matrix in full on SQLite,
where row security cannot hide a fault; everything else on PostgreSQL, with a slice of the matrix; `both` on both. The services
wait more than they work, so they run beside the rest. `--quick` is SQLite alone, with a slice of the matrix: no services, no
browser, nothing slow. Whatever else is given goes to pytest, in each run.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from tests import services, shifted

NO_TESTS = 5
# The runs with services beside them are this much nicer: those kill workers and wait for clocks.
NICER = 5


@dataclass(frozen=True)
class Run:
    """One pytest run: its name, which tests it takes and where they stand, in how many processes, with which services."""

    name: str
    marks: str
    part: str = ""
    processes: int = 2
    postgres: bool = False
    redis: bool = False
    # Where all its tests are: reading the others, only to leave them out, is most of a minute for each process.
    where: tuple[str, ...] = ()


QUICK = (Run("SQLite", "not browser and not services and not postgres and not slow", part="quick"),)
FULL = (
    Run("SQLite", "not browser and not services and not postgres", part="sqlite"),
    Run("PostgreSQL", "not browser and not services", part="postgresql", postgres=True),
)
# One at a time: these kill workers, brokers and databases.
BESIDE = Run(
    "services",
    "services and not browser",
    processes=0,
    postgres=True,
    redis=True,
    where=(
        "tests/faults",
        "tests/test_services.py",
        "tests/test_deployment.py",
        "tests/benchmarks",
        "tests/hsb/demonstration/test_demo.py",
        "tests/hsb/pages/test_new_database.py",
    ),
)
BROWSER = Run("browser", "browser", postgres=True, redis=True, where=("tests/journeys", "tests/hsb/ui/test_scripts.py"))


class Started:
    """A pytest run under way; `said` keeps what it prints until it is asked for."""

    def __init__(self, run: Run, arguments: Sequence[str], given: dict[str, str], *, nicer: int = 0) -> None:
        self.run = run
        self.chosen = bool(arguments)
        self.began = time.monotonic()
        # Work is stolen from whoever has most left: a few files hold most of the minutes.
        spread = ["-n", str(run.processes), "--dist", "worksteal"] if run.processes else []
        self.said: IO[str] | None = tempfile.TemporaryFile("w+") if run is BESIDE else None  # noqa: SIM115  # closed with the process
        self.process = subprocess.Popen(
            ["nice", "-n", str(nicer), sys.executable, "-m", "pytest", "-q", *spread, "-m", run.marks, "--durations=40",
             "--durations-min=2", *(arguments or run.where)],
            env=self.environment(given),
            stdout=self.said,
            stderr=subprocess.STDOUT if self.said else None,
        )  # fmt: skip

    def environment(self, given: dict[str, str]) -> dict[str, str]:
        """A run gets exactly its services: what the shell has set must not turn SQLite into something else."""
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        kept |= {"DATABASE_URL": given["DATABASE_URL"]} if self.run.postgres else {}
        kept |= {"REDIS_URL": given["REDIS_URL"]} if self.run.redis else {}
        return kept | {"HSB_TESTS_PART": self.run.part}

    def ended(self) -> tuple[str, bool, float]:
        """Answer its name, whether it passed and its seconds, when it has ended; what it kept is printed now."""
        status = self.process.wait()
        seconds = time.monotonic() - self.began
        if self.said is not None:
            print(f"\n======== {self.run.name} ========", flush=True)
            self.said.seek(0)
            print(self.said.read(), flush=True)
        # Nothing to run is a mistake, unless the words after `test` chose a few tests.
        return self.run.name, status == 0 or (status == NO_TESTS and self.chosen), seconds


def main(arguments: list[str]) -> int:
    """Answer 0 when every run passed. All runs are made, so that one answer names everything that is wrong."""
    # Asked to stop, we still put the services away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shifted.begin()
    quick, arguments = "--quick" in arguments, [word for word in arguments if word != "--quick"]
    with ExitStack() as stack:
        given: dict[str, str] = {}
        if not quick:
            given = {
                "DATABASE_URL": stack.enter_context(services.postgres()),
                "REDIS_URL": stack.enter_context(services.redis()),
            }
            os.environ["HSB_TESTS_TEMPLATE"] = stack.enter_context(services.migrated(given["DATABASE_URL"]))
            if browser := services.chromium_program():
                os.environ["CHROMIUM"] = browser
        results = take(QUICK, arguments, given) if quick else take_all(arguments, given, stack)
    print("\n======== the whole suite ========")
    for name, passed, seconds in results:
        print(f"{name:<12} {'passed' if passed else 'FAILED':<8} {seconds:6.0f} s")
    return 0 if all(passed for _, passed, _ in results) else 1


def take_all(arguments: Sequence[str], given: dict[str, str], stack: ExitStack) -> list[tuple[str, bool, float]]:
    beside = Started(BESIDE, arguments, given)
    stack.callback(beside.process.terminate)
    if not arguments:
        prepare_journeys(given, stack)
    results = take(FULL, arguments, given, nicer=NICER)
    return [*results, beside.ended(), *take((BROWSER,), arguments, given)]


def prepare_journeys(given: dict[str, str], stack: ExitStack) -> None:
    """What every journey's database is a copy of is being made beside the rest: one process makes it, and a second would wait."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="hsb-journeys-", ignore_cleanup_errors=True))
    os.environ["KEEP_JOURNEYS_TEMPLATE"] = folder
    making = subprocess.Popen(
        ["nice", "-n", str(NICER), sys.executable, "-m", "tests.journeys.product", folder],
        env={**os.environ, "DATABASE_URL": given["DATABASE_URL"]},
    )
    stack.callback(making.wait)
    stack.callback(making.terminate)


def take(
    runs: Sequence[Run], arguments: Sequence[str], given: dict[str, str], *, nicer: int = 0
) -> list[tuple[str, bool, float]]:
    """Make the runs one after the other."""
    results = []
    for run in runs:
        print(f"\n======== {run.name} ========", flush=True)
        results.append(Started(run, arguments, given, nicer=nicer).ended())
    return results


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except services.ServiceMissing as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit(130)
