"""Run a program in a process whose clock is wrong by so many seconds: `python -m tests.faults.shifted SECONDS MODULE WORDS…`.

Its children inherit the wrong clock. Only what asks this process for the time is wrong, not the database.
"""

import runpy
import sys
from datetime import UTC, datetime, timedelta

import time_machine

if __name__ == "__main__":
    seconds, module, *words = sys.argv[1:]
    sys.argv = [module, *words]
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=int(seconds)), tick=True):
        runpy.run_module(module, run_name="__main__", alter_sys=True)
