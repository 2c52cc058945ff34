import os
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from hsb.notifications import chasing
from hsb.outbox.handlers import handles

# Small transactions, so that a sweep of some thousand clocks takes long enough to be struck in the middle.
chasing.CHUNK = 20

TABLE = "fault_effect"  # made by the harness, so that the product's migrations know nothing of it
LEASE = timedelta(seconds=8)


def write_row(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (key) VALUES (%s)", [key])


@handles("fault.effect", finish=write_row, lease=LEASE)
def reach_outside(payload: dict, *, key: str) -> str:
    time.sleep(payload["seconds"])
    line = os.open(Path(settings.VAR) / "outside", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(line, f"{key}\n".encode())
    os.close(line)
    return key
