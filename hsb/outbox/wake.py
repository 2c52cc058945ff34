"""Telling the workers that there is something to do. Losing a wake-up costs seconds (beat wakes them anyway), so nothing here
may raise, and nothing may hold up the page whose transaction has just been committed."""

import logging
from threading import Lock
from time import monotonic

from kombu import Connection
from kombu.pools import producers

log = logging.getLogger(__name__)

TASK = "hsb.outbox.tasks.work"
TIMEOUT = 1.0
# After a failure this process keeps quiet for a while: with a broker that swallows packets, each page would lose a second.
QUIET = 10.0
_BOUNDED = {
    "socket_connect_timeout": TIMEOUT,
    "socket_timeout": TIMEOUT,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "connect_retries_timeout": TIMEOUT,
}

_lock = Lock()
_quiet_until = 0.0
_connection: Connection | None = None


def wake_workers() -> bool:
    """A wake-up is on its way, or the failure is in the log. Answers which, within about a second; never raises."""
    global _quiet_until
    if monotonic() < _quiet_until:
        return False
    try:
        _send()
    except Exception as error:
        # Whatever the broker's library raises, the caller's work is committed and beat will wake the workers.
        _quiet_until = monotonic() + QUIET
        log.warning("outbox: no wake-up sent (%s); beat will wake the workers", type(error).__name__)
        return False
    return True


def _send() -> None:
    from hsb.celery import app

    global _connection
    with _lock:
        if _connection is None:
            # Its own connection: a worker listening for minutes must not share timeouts of one second.
            _connection = app.connection_for_write(connect_timeout=TIMEOUT, transport_options=_BOUNDED)
    with producers[_connection].acquire(block=True, timeout=TIMEOUT) as producer:
        app.send_task(TASK, producer=producer, retry=False, ignore_result=True)
