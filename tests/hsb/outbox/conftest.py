import pytest

from hsb.outbox import handlers


class Bench:
    """A kind of work whose handler does what the test says, and remembers what was asked of it."""

    KIND = "test.bench"

    def __init__(self) -> None:
        self.acted: list[str] = []
        self.finished: list[object] = []
        self.gave_up: list[tuple[dict, str]] = []
        self.on_act = lambda payload, key: payload
        self.on_finish = lambda result: None

    def act(self, payload: dict, *, key: str) -> object:
        self.acted.append(key)
        return self.on_act(payload, key)

    def finish(self, result: object) -> None:
        self.on_finish(result)
        self.finished.append(result)

    def handler(self) -> handlers.Handler:
        return handlers.Handler(
            kind=self.KIND,
            act=self.act,
            finish=self.finish,
            gave_up=lambda payload, error: self.gave_up.append((payload, type(error).__name__)),
        )


@pytest.fixture
def bench(monkeypatch) -> Bench:
    bench = Bench()
    monkeypatch.setitem(handlers._handlers, Bench.KIND, bench.handler())
    return bench


@pytest.fixture
def failures(monkeypatch) -> list[dict]:
    """What the administrators are told: the payloads worked for rows that were given up."""
    told: list[dict] = []
    monkeypatch.setitem(
        handlers._handlers,
        "outbox.failed",
        handlers.Handler(kind="outbox.failed", act=lambda payload, *, key: payload, finish=told.append),
    )
    return told


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch) -> None:
    monkeypatch.setattr("hsb.outbox.wake._send", lambda: None)
