"""Who does the work of which kind. Each app registers its own in `outbox_handlers.py`.

Work has two parts. `act` runs outside any transaction, because it may take long or reach outside (mail, a PDF, another
system); what it sends out carries `key`, so that the other side can recognise a repeat. `finish` runs in the transaction that
marks the row done, so a database result appears exactly once or not at all.

    @handles("mail.send", finish=record_sent)
    def send(payload, *, key): ...            # returns what record_sent needs

    @handles_inside("chronology.event")       # nothing leaves the database: all of it in the second transaction
    def tell(payload): ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

# A worker that dies holds its row until the lease ends; targets.md S10 gives a minute to catch up, so half of it.
LEASE = timedelta(seconds=30)
# Spread over about an hour: long enough for a mail gateway to come back, short enough that a person hears the same morning.
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 15, 60, 300, 900, 1800))
ATTEMPTS = len(BACK_OFF) + 1


class GiveUp(Exception):
    """Trying again cannot help (an address that does not exist): the row fails now, with this sentence."""

    # False where the handler's own `gave_up` tells somebody who can do something about it.
    alarm = True


class Act(Protocol):
    """Do the part that may leave the database; answer what `finish` needs."""

    def __call__(self, payload: dict[str, Any], *, key: str) -> Any: ...


@dataclass(frozen=True)
class Handler:
    """One kind's work: what is done outside, what is written with the mark, what is written when we stop trying."""

    kind: str
    act: Act
    finish: Callable[[Any], None] | None = None
    gave_up: Callable[[dict[str, Any], Exception], None] | None = None
    lease: timedelta = LEASE


_handlers: dict[str, Handler] = {}


def register(handler: Handler) -> None:
    """The kind has this handler from now on; a second one for the same kind is a mistake in the code."""
    known = _handlers.get(handler.kind)
    if known is not None and known.act.__module__ != handler.act.__module__:
        raise ValueError(f"Two handlers for outbox kind {handler.kind!r}: {known.act} and {handler.act}.")
    _handlers[handler.kind] = handler


def handles(
    kind: str,
    *,
    finish: Callable[[Any], None] | None = None,
    gave_up: Callable[[dict[str, Any], Exception], None] | None = None,
    lease: timedelta = LEASE,
) -> Callable[[Act], Act]:
    """Register the function as `act` of this kind; `finish(result)` and `gave_up(payload, error)` run in a transaction."""

    def decorate(act: Act) -> Act:
        register(Handler(kind=kind, act=act, finish=finish, gave_up=gave_up, lease=lease))
        return act

    return decorate


def handles_inside(kind: str) -> Callable[[Callable[[dict[str, Any]], None]], Callable[[dict[str, Any]], None]]:
    """Register a function whose whole work is database rows: it runs once, in the transaction that marks the row done."""

    def decorate(finish: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
        def act(payload: dict[str, Any], *, key: str) -> dict[str, Any]:
            return payload

        act.__module__ = finish.__module__
        register(Handler(kind=kind, act=act, finish=finish))
        return finish

    return decorate


def handler_of(kind: str) -> Handler:
    """Answer the handler of a kind, or say which ones there are."""
    try:
        return _handlers[kind]
    except KeyError:
        raise ValueError(f"No outbox handler for {kind!r}; known: {', '.join(sorted(_handlers)) or 'none'}.") from None


def known_kinds() -> frozenset[str]:
    """Answer every kind this process can work. Rows of other kinds (a newer release's) are left for those who know them."""
    return frozenset(_handlers)
