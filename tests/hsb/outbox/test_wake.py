import socket
from contextlib import closing
from time import monotonic

import pytest

from hsb.outbox import wake


@pytest.fixture(autouse=True)
def _no_broker() -> None:
    """Here the wake-up is really sent."""


@pytest.fixture
def broker(monkeypatch):
    """The wake-up goes to this address, with nothing remembered from earlier tests."""

    def at(url: str) -> None:
        from hsb.celery import app

        connection = app.connection_for_write(url, connect_timeout=wake.TIMEOUT, transport_options=wake._BOUNDED)
        monkeypatch.setattr(wake, "_connection", connection)

    monkeypatch.setattr(wake, "_quiet_until", 0.0)
    return at


def listener() -> socket.socket:
    """A server that takes the connection and never answers: what a hung Redis looks like."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    return server


def test_a_broker_that_is_down_costs_no_time_and_raises_nothing(broker):
    with closing(listener()) as server:
        port = server.getsockname()[1]
    broker(f"redis://127.0.0.1:{port}/0")
    started = monotonic()

    assert wake.wake_workers() is False

    assert monotonic() - started < 1.5


def test_a_broker_that_hangs_costs_one_second_once(broker):
    with closing(listener()) as server:
        broker(f"redis://127.0.0.1:{server.getsockname()[1]}/0")
        started = monotonic()

        assert wake.wake_workers() is False
        first = monotonic() - started
        for _ in range(50):
            assert wake.wake_workers() is False

    assert first < 2.5
    assert monotonic() - started - first < 0.1
