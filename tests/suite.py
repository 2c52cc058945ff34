"""The whole suite, as `python3 start.py test` runs it: on SQLite, on PostgreSQL, with a real worker and Redis, in the browser.

The run on PostgreSQL leaves out the tests that touch no database: they have passed once, and could not tell the difference.
`--quick` is SQLite alone: no services, no browser. Whatever else is given goes to pytest, in each run.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from tests import services

NO_TESTS = 5


@dataclass(frozen=True)
class Run:
    """One pytest run: its name, which tests it takes, in how many processes, and which services it is given."""

    name: str
    marks: str
    processes: int = 2
    postgres: bool = False
    redis: bool = False
    of_the_database: bool = False


QUICK = (Run("SQLite", "not browser and not services and not postgres"),)
FULL = (
    *QUICK,
    Run("PostgreSQL", "not browser and not services", postgres=True, of_the_database=True),
    # One at a time: these kill workers, brokers and databases, and wait for clocks.
    Run("services", "services and not browser", processes=0, postgres=True, redis=True),
    Run("browser", "browser", postgres=True, redis=True),
)


def take(run: Run, arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Run pytest once and answer its exit status."""
    print(f"\n======== {run.name} ========", flush=True)
    # Work is stolen from whoever has most left: a few files hold most of the minutes.
    spread = ["-n", str(run.processes), "--dist", "worksteal"] if run.processes else []
    return subprocess.call(
        [sys.executable, "-m", "pytest", "-q", *spread, "-m", run.marks, *arguments], env=environment
    )


def main(arguments: list[str]) -> int:
    """Answer 0 when every run passed. All runs are made, so that one answer names everything that is wrong."""
    # Asked to stop, we still put the services away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    quick, arguments = "--quick" in arguments, [word for word in arguments if word != "--quick"]
    runs = QUICK if quick else FULL
    results: list[tuple[str, str, float]] = []
    with ExitStack() as stack:
        given: dict[str, str] = {}
        if not quick:
            given = {
                "DATABASE_URL": stack.enter_context(services.postgres()),
                "REDIS_URL": stack.enter_context(services.redis()),
            }
            if browser := services.chromium_program():
                os.environ["CHROMIUM"] = browser
        for run in runs:
            # A run gets exactly its services: what the shell has set must not turn SQLite into something else.
            environment = {
                name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
            }
            environment |= {"DATABASE_URL": given["DATABASE_URL"]} if run.postgres else {}
            environment |= {"REDIS_URL": given["REDIS_URL"]} if run.redis else {}
            environment |= {"HSB_TESTS_OF_THE_DATABASE": "1"} if run.of_the_database else {}
            started = time.monotonic()
            status = take(run, arguments, environment)
            # Nothing to run is a mistake, unless the words after `test` chose a few tests.
            passed = status == 0 or (status == NO_TESTS and arguments)
            results.append((run.name, "passed" if passed else "FAILED", time.monotonic() - started))
    print("\n======== the whole suite ========")
    for name, result, seconds in results:
        print(f"{name:<12} {result:<8} {seconds:6.0f} s")
    return 0 if all(result == "passed" for _, result, _ in results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except services.ServiceMissing as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit(130)
