"""Put this process's clock wrong by HSB_CLOCK_SHIFT seconds. Python imports it by itself where this folder is on PYTHONPATH.

Tests run at one instant whatever the day is (`tests/shifted/__init__.py`); every process they start inherits it. Only what asks
Python for the time is wrong, not the servers.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta

# A Python without the tests' packages (start.py's first steps) goes by the machine's clock: it asks for no date.
with suppress(ImportError):
    import time_machine

    seconds = float(os.environ.get("HSB_CLOCK_SHIFT") or 0)
    if seconds:
        time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True).start()
